"""Turns the SDK's exceptions into ours: what failed, and whether it may have happened anyway."""

from __future__ import annotations

from apimgen.service.arm.retrying import (
    UNCERTAIN,
    AttemptError,
    CallError,
    NoAnswerError,
    seconds_of,
)
from apimgen.service.resources.secret import redact


class translated:  # noqa: N801 - reads as a word in a with statement
    """Raises the SDK's exceptions as failed attempts.

    Args:
        writes: whether the call changes something.
        begun: whether the service has accepted it already, so that it may happen whatever fails
            now.
    """

    def __init__(self, *, writes: bool, begun: bool = False) -> None:
        self._writes, self._begun = writes, begun

    def __enter__(self) -> None:
        pass

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        from azure.core import exceptions as azure  # noqa: PLC0415 - only commands that connect

        if isinstance(error, (ValueError, OSError)):
            # An answer that is not JSON, an invalid address of a proxy, a missing bundle.
            raise NoAnswerError(redact(str(error)), maybe_done=self._writes) from error
        if not isinstance(error, azure.AzureError):
            return
        message = redact(str(error.message or error))
        answer = getattr(error, "response", None)
        status = getattr(error, "status_code", None)
        if isinstance(error, azure.ClientAuthenticationError) and status is None:
            raise CallError(message, code="NoCredential") from error
        if status is None or answer is None:
            # A request that could not be sent at all has surely not been carried out.
            sent = not isinstance(error, azure.ServiceRequestError)
            unanswered = NoAnswerError(message, maybe_done=self._writes and (self._begun or sent))
            if _is_hopeless(message):
                raise unanswered from error
            raise AttemptError(unanswered) from error
        details = getattr(error, "error", None)
        code = str(getattr(details, "code", None) or "")
        said = redact(str(getattr(details, "message", None) or message))
        maybe = self._writes and (self._begun or status in UNCERTAIN or status < 400)
        failure = CallError(said, status=status, code=code, maybe_done=maybe)
        raise AttemptError(failure, seconds_of(answer.headers)) from error


def _is_hopeless(message: str) -> bool:
    """Whether a connection will fail the same way however often it is tried."""
    signs = ("CERTIFICATE_VERIFY_FAILED", "non-https", "Name or service not known", "getaddrinfo",
             "nodename nor servname", "No such file", "Invalid URL", "invalid path",
             "NO_CERTIFICATE_OR_CRL_FOUND", "PEM lib", "BAD_BASE64")  # fmt: skip
    return any(sign in message for sign in signs)
