"""Plans: what would change on the service, and what would be refused."""
