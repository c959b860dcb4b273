"""Newtonsoft.Json 12: its tokens, how it reads and writes JSON, and its path expressions.

Each room imports only from those before it: tree, reading, jsonpath, members. ``all`` puts them
together; ``dates`` and ``numbers`` are what several of them need.
"""
