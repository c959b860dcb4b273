"""Secrets that somebody wrote right into a backend or a policy of the service.

They belong in named values. apimgen reads them with everything else, and must not carry them into
a plan, a journal or a file. What certainly is a secret is masked from then on wherever it appears;
what may be one is masked in its own place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from apimgen.service.resources.kinds import BACKEND
from apimgen.service.resources.secret import MASK, Secret

if TYPE_CHECKING:
    from apimgen.service.resources.resource import Properties, ResourceId

# The names of headers and parameters that carry secrets, and of those that never do.
_SECRET_NAME: Final = re.compile(
    r"authorization|(^|[-_])(key|code|sig|token|secret|password|pwd|cookie)s?$|apikey",
    re.IGNORECASE,
)
# Under those of them that carry nothing else even a word is one; x-error-code: Unauthorized and
# x-require-token: true are none, and masking such words everywhere would garble every text.
_SURE_NAME: Final = re.compile(
    r"authorization|api-?key|(subscription|functions)-key|secret|password|pwd", re.IGNORECASE
)
_WORDS: Final = re.compile(r"[A-Za-z ]{1,31}")
_PLAIN_NAMES: Final = frozenset(
    {"accept", "accept-encoding", "accept-language", "api-version", "content-type", "user-agent"}
)
# Of a backend's credentials: the name of a scheme, and the ids of certificates.
_NO_SECRETS: Final = frozenset({"scheme", "certificateIds", "certificate"})

_NAMED: Final = re.compile(
    r"<set-(?:header|query-parameter)\b[^>]*\bname\s*=\s*[\"']([^\"']+)[\"'][^>]*>(.*?)"
    r"</set-(?:header|query-parameter)>",
    re.DOTALL,
)
_VALUE: Final = re.compile(r"<value>([^<]*)</value>")
_INSIDE: Final = (
    re.compile(r"<authentication-basic\b[^>]*\bpassword\s*=\s*\"([^\"]*)\""),
    re.compile(r"<key\b[^>]*>([^<]*)</key>"),
    re.compile(r"\bclient_secret=([^&\s\"'<]+)"),
    re.compile(r"(?:\"|&quot;)Bearer ([\w.~+/=-]{8,})(?:\"|&quot;)"),
)
_IN_URL: Final = re.compile(
    r"[?&;](?:code|sig|subscription-key|api-key|key|token)=([^&#\s\"'<]+)|//[^/\s\"'<@:]*:([^/\s\"'<@]+)@"
)
_REFERENCE: Final = re.compile(r"{{|@\(|@{")


def learn(resource: ResourceId, properties: Properties) -> None:
    """Has every secret in these properties masked from now on."""
    if resource.kind is BACKEND:
        credentials = properties.get("credentials") or {}
        for name, value in _leaves(credentials):
            if _SECRET_NAME.search(name) or name == "parameter":
                _learn(value)
        _learn(str((properties.get("proxy") or {}).get("password") or ""))
        _learn_all(_IN_URL, str(properties.get("url") or ""))
    if resource.kind.document:
        text = str(properties.get("value") or "")
        for name, inside in _NAMED.findall(text):
            if _SECRET_NAME.search(name):
                for value in map(str.strip, _VALUE.findall(inside)):
                    if _SURE_NAME.search(name) or not _WORDS.fullmatch(value):
                        _learn(value.removeprefix("Bearer "))
        for pattern in (*_INSIDE, _IN_URL):
            _learn_all(pattern, text)


def concealed(resource: ResourceId, properties: Properties) -> Properties:
    """The properties with whatever may be a credential masked.

    Args:
        resource: whose they are; only a backend has credentials.
        properties: as GET tells them. References to named values stay visible.
    """
    if resource.kind is not BACKEND or not properties.get("credentials"):
        return properties
    return {**properties, "credentials": _masked(properties["credentials"], "")}


def _masked(value: Any, name: str) -> Any:
    if isinstance(value, str):
        plain = name.lower() in _PLAIN_NAMES or _REFERENCE.search(value)
        return value if plain or not value else MASK
    if isinstance(value, Mapping):
        return {
            key: below if key in _NO_SECRETS else _masked(below, key)
            for key, below in value.items()
        }
    if isinstance(value, Sequence):
        return [_masked(below, name) for below in value]
    return value


def _learn(value: str) -> None:
    if value and not _REFERENCE.search(value):
        Secret(value)


def _learn_all(pattern: re.Pattern[str], text: str) -> None:
    for match in pattern.finditer(text):
        _learn(next(group for group in match.groups() if group is not None).strip())


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each text in a backend's credentials, with the name of its header or parameter."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            if key not in _NO_SECRETS:
                yield from _leaves(below, key)
    elif isinstance(value, Sequence):
        for below in value:
            yield from _leaves(below, name)
