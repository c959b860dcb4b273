"""The double of the service, for pipelines that deploy to it."""

from tests.service.conftest import server

__all__ = ["server"]
