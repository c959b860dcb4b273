"""The members that expressions call: a folder for each family of types.

A type's members are registered when an expression first calls one: ``registry`` knows which module
has them. The other modules here are what members of several families need.
"""
