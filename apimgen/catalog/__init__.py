"""The catalogue of rules: their ids, and what the page of each says."""
