"""What else is in ``System``: ``object``, ``Type``, ``Enum``, ``Random``, ``Guid``, exceptions."""
