"""Newtonsoft.Json 12: its tokens, how it reads and writes JSON, and its path expressions."""
