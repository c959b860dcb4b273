"""Who may come in: tokens, their signatures and claims, and origins."""
