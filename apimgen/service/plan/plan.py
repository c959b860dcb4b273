"""A plan: what would change on a service, and all that apply needs to do exactly that.

``plan --out`` saves its JSON and ``--format json`` prints it: the shape that pipelines rely on,
with each resource's ETag, digest and new content added. It holds no secret; a change that writes
one names the environment variable with the value.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from apimgen.service.resources.previous_values import names_keeper
from apimgen.service.resources.resource import Properties, ResourceId, SecretSource
from apimgen.service.resources.secret import redacted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.service.resources.resource import Live

FORMAT_VERSION: Final = 1


class UnreadablePlanError(ValueError):
    """The text is not a plan, or one of an unknown version."""


class Action(StrEnum):
    """What happens to a resource."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    NO_CHANGE = "no-change"

    @property
    def sign(self) -> str:
        """The sign at the head of its line."""
        return {"create": "+", "update": "~", "delete": "-", "no-change": " "}[self]


@dataclass(frozen=True)
class Change:
    """What happens to one resource.

    Attributes:
        action: what is done.
        id: the resource.
        diff: what is different, as lines that begin with ``-``, ``+`` or a blank.
        stage: changes of one stage may be done at once; those of the next follow.
        etag: of the live resource that was compared; None where there is none.
        digest: of its properties.
        properties: what will be written, but for a secret value: all of it, or for an update
            what apimgen manages of it; the rest stays as it is.
        secret: where the secret value that will be written comes from.
        withheld: whether its present value must be kept out of every file, so that the service
            itself keeps it until the run is over.
        refused: why this needs ``--force``.
    """

    action: Action
    id: ResourceId
    diff: str = ""
    stage: int = 0
    etag: str | None = None
    digest: str | None = None
    properties: Properties | None = None
    secret: SecretSource | None = None
    withheld: bool = False
    refused: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The change as JSON, without what is empty."""
        written: dict[str, Any] = {
            "action": str(self.action),
            "type": self.id.kind.word,
            "id": self.id.label,
            "diff": redacted(self.diff),
            "resource": self.id.path,
            "stage": self.stage,
            "etag": self.etag,
            "digest": self.digest,
            "properties": redacted(self.properties),
            "secret_from": self.secret and {"env": self.secret.variable},
            "withheld": self.withheld or None,
            "refused": list(self.refused) or None,
        }
        always = {"action", "type", "id", "diff", "resource"}
        return {k: v for k, v in written.items() if k in always or v is not None}


@dataclass(frozen=True)
class Plan:
    """What would change on a service.

    Attributes:
        service_id: the service, by its id in Azure Resource Manager.
        changes: one for each resource, unchanged ones too, in the order in which they are made.
        warnings: what else was seen, in one line each.
        created: when, as ISO 8601.
        left_over: old secrets that earlier applies kept on the service; the next one deletes
            them.
        live: what was read to make it; None in a plan that was loaded from a file.
    """

    service_id: str
    changes: tuple[Change, ...]
    warnings: tuple[str, ...] = ()
    created: str = ""
    left_over: tuple[ResourceId, ...] = ()
    live: Mapping[ResourceId, Live] | None = field(default=None, repr=False, compare=False)
    version: int = field(default=FORMAT_VERSION, init=False)

    @property
    def work(self) -> tuple[Change, ...]:
        """The changes that change something."""
        return tuple(c for c in self.changes if c.action is not Action.NO_CHANGE)

    @property
    def summary(self) -> dict[str, int]:
        """How many of each action, by the words of the JSON."""
        counts = Counter(change.action for change in self.changes)
        return {action.replace("-", "_"): counts[action] for action in Action}

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON."""
        data: dict[str, Any] = {
            "format_version": self.version,
            "service": self.service_id,
            "created": self.created,
            "changes": [change.to_json() for change in self.changes],
            "summary": self.summary,
            "warnings": list(self.warnings),
        }
        if self.left_over:
            data["left_over"] = [id_.path for id_ in self.left_over]
        return data

    @property
    def with_secrets(self) -> tuple[ResourceId, ...]:
        """The resources whose content has a secret in the open, which the plan would hold too."""
        return tuple(c.id for c in self.work if redacted(c.properties) != c.properties)

    def dumps(self) -> str:
        """The plan as the text of a file."""
        return json.dumps(self.to_json(), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def loads(cls, text: str) -> Plan:
        """The plan in the text of a file.

        Raises:
            UnreadablePlanError: where it is not one, or of another version.
        """
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise UnreadablePlanError("this is not a plan: it is not JSON") from None
        if not isinstance(data, dict) or "format_version" not in data or "changes" not in data:
            raise UnreadablePlanError("this is not a plan of apimgen")
        if data["format_version"] != FORMAT_VERSION:
            raise UnreadablePlanError(
                f"the plan has format_version {data['format_version']}, and this apimgen reads "
                f"{FORMAT_VERSION}; run plan again"
            )
        try:
            return cls(
                service_id=str(data["service"]),
                changes=tuple(_change(entry) for entry in data["changes"]),
                warnings=tuple(data.get("warnings", ())),
                created=str(data.get("created", "")),
                left_over=tuple(map(_keeper, data.get("left_over", ()))),
            )
        except DAMAGE as error:
            raise UnreadablePlanError(
                f"the plan is damaged: {damage(error)}; run plan again"
            ) from None


DAMAGE: Final = (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading raises where a file has another shape than apimgen writes."""


def damage(error: Exception) -> str:
    """What is wrong with such a file, for the end of a message."""
    if type(error) is ValueError:
        return str(error)
    if isinstance(error, KeyError) and error.args:
        return f"it lacks {error.args[0]!r}"
    return "a part of it has the wrong type"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _keeper(path: object) -> ResourceId:
    resource = ResourceId.parse(path)
    if not names_keeper(resource):
        raise ValueError(f"{resource.path} is nothing that an apply leaves")
    return resource


def _change(entry: dict[str, Any]) -> Change:
    resource = ResourceId.parse(entry["resource"])
    action, properties, source = (
        Action(entry["action"]),
        entry.get("properties"),
        entry.get("secret_from"),
    )
    if action in {Action.CREATE, Action.UPDATE} and not isinstance(properties, dict):
        raise ValueError(f"{resource.path} has nothing to write")
    if action in {Action.UPDATE, Action.DELETE} and not isinstance(entry.get("digest"), str):
        raise ValueError(f"{resource.path} has no digest")
    return Change(
        action=action,
        id=resource,
        diff=str(entry["diff"]),
        stage=int(entry.get("stage", 0)),
        etag=entry.get("etag"),
        digest=entry.get("digest"),
        properties=properties,
        secret=SecretSource(_text(source["env"])) if source else None,
        withheld=bool(entry.get("withheld")),
        refused=tuple(entry.get("refused", ())),
    )
