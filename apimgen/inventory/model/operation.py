"""An operation of an API: a method and a URL template, written as one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from pydantic_core import CoreSchema, core_schema

from apimgen.inventory.problems import problem
from apimgen.nearest import did_you_mean

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
ID_MAX: Final = 80
TEMPLATE_MAX: Final = 1000

PATTERN: Final = rf"^({'|'.join(METHODS)}) +/[^\s?#]*$"
"""What the written form looks like, for editors; :meth:`Operation.parse` is the judge."""

_PARAMETER = re.compile(r"\{(\*?[A-Za-z_][A-Za-z0-9_-]*)\}")
_REST = re.compile(r"[A-Za-z0-9._~!$'()+,;=:@%/*-]*")


class BadOperationError(ValueError):
    """The text is not a method and a URL template."""


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        method: the HTTP method, in capitals.
        url_template: the path below the API's, with its parameters in braces.
    """

    method: str
    url_template: str

    @property
    def id(self) -> str:
        """The operation's id: the method and the template's words, between hyphens.

        ``POST /openai/deployments/{deployment}/embeddings`` becomes
        ``post-openai-deployments-deployment-embeddings``. The service takes 80 characters; a
        longer one is cut, and a hash of the whole is at its end.
        """
        words = re.sub(r"[^a-z0-9]+", "-", f"{self.method} {self.url_template}".lower())
        words = words.strip("-")
        if len(words) <= ID_MAX:
            return words
        from hashlib import sha256  # noqa: PLC0415 - few templates are that long

        mark = sha256(str(self).encode()).hexdigest()[:8]
        return f"{words[: ID_MAX - 9].rstrip('-')}-{mark}"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names between braces, in order."""
        return tuple(_PARAMETER.findall(self.url_template))

    def __str__(self) -> str:
        return f"{self.method} {self.url_template}"

    @classmethod
    def parse(cls, written: str) -> Operation:
        """The operation that is written so.

        Raises:
            BadOperationError: where it is none; the message says why, with ``{found}`` in place
                of the text.
        """
        method, _, template = written.strip().partition(" ")
        template = template.strip()
        if not template:
            raise BadOperationError("{found} is not a method and a path, such as POST /chat")
        if method not in METHODS:
            raise BadOperationError(
                f"{{found}} does not begin with a method ({', '.join(METHODS)})"
                f"{did_you_mean(method, METHODS)}",
            )
        if not template.startswith("/"):
            raise BadOperationError("{found} has a path that does not begin with a slash")
        if len(template) > TEMPLATE_MAX:
            raise BadOperationError(f"{{found}} has more than {TEMPLATE_MAX} characters")
        if not _REST.fullmatch(_PARAMETER.sub("", template)):
            raise BadOperationError(
                "{found} has more than path characters and {parameters} in its path",
            )
        names = _PARAMETER.findall(template)
        if len(set(names)) < len(names):
            raise BadOperationError("{found} has the same parameter twice")
        return cls(method, template)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN}

    @classmethod
    def _validate(cls, value: object) -> Operation:
        if isinstance(value, Operation):
            return value
        if not isinstance(value, str):
            raise problem("wrong-type", "{found} is not text, such as POST /chat")
        try:
            return cls.parse(value)
        except BadOperationError as error:
            raise problem("bad-value", str(error)) from None
