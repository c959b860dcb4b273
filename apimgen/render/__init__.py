"""From an inventory to policy documents, by the templates."""
