"""Hashes, ciphers, keys and certificates."""
