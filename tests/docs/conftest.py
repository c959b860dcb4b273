"""The double of the service, for the command lines of the pages that connect to it."""

from tests.service.conftest import server

__all__ = ["server"]
