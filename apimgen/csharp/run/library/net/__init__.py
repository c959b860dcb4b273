"""Addresses: URLs, IP addresses and the escapes of the web."""
