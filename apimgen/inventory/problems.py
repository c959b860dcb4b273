"""How the models say what is wrong: a rule's id and a message in our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from apimgen.catalog.ids import RuleId


def problem(rule: RuleId, message: str, *at: str | int) -> PydanticCustomError:
    """An error for a validator to raise.

    Args:
        rule: the id of the rule's page.
        message: what is wrong and what was expected. ``{found}`` stands for the text in the file;
            the value itself never goes in, since it may be a secret from the environment.
        at: the way on from the value that the validator looks at to the culprit inside it.
    """
    return PydanticCustomError(rule, "{message}", {"message": message, "at": at})


class Fault(NamedTuple):
    """Something wrong with a value, before its place is looked up.

    Attributes:
        rule: the id of the rule's page.
        path: the way to the value.
        message: what is wrong; ``{found}`` stands for the text in the file.
        at_key: whether the key is meant and not the value.
    """

    rule: RuleId
    path: tuple[str | int, ...]
    message: str
    at_key: bool = False
