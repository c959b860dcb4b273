"""Policy documents: read in both written forms, written back, compared by meaning."""
