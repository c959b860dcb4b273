"""Calls: arguments, overloads, the type arguments that follow, and chains of calls."""
