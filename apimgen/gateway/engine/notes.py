"""The trace of a request: what each step did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.document.reader import Document


class Place(NamedTuple):
    """Where a policy is.

    Attributes:
        policy: its name.
        document: the document.
        element: its element there.
        scope: of the document.
        file: the name of the document's policy or file.
    """

    policy: str
    document: Document
    element: etree._Element
    scope: str
    file: str

    @property
    def line(self) -> int:
        """Its line in the document."""
        return self.document.place(self.element).line


class Evaluation(NamedTuple):
    """An expression, and what became of it.

    Attributes:
        code: as it is written, with its brackets.
        value: what it gave, as text; of an exception its message.
        name: of the attribute that holds it, or of the element whose text it is.
        line: of the expression in its document; of an exception, where it was thrown.
        column: the same.
        exception: the type of the exception that it threw; empty where it threw none.
    """

    code: str
    value: str
    name: str
    line: int
    column: int
    exception: str = ""


class Step:
    """What one policy did.

    Attributes:
        section: where it ran.
        place: where it is; None for what the gateway does by itself.
        details: what happened, in words, in order.
        evaluations: its expressions, in the order in which they ran.
        backend: the backend that it called or chose; None for others.
        time: when it began, in seconds since 1970.
    """

    __slots__ = ("backend", "details", "evaluations", "place", "section", "time")

    def __init__(self, section: str, place: Place | None, time: float) -> None:
        self.section = section
        self.place = place
        self.details: list[str] = []
        self.evaluations: list[Evaluation] = []
        self.backend: str | None = None
        self.time = time


class Notes:
    """The steps of one request, as they come.

    Attributes:
        steps: in order.
        hidden: the values that are never shown, with what is shown in their place.
    """

    def __init__(self, hidden: dict[str, str] | None = None) -> None:
        self.steps: list[Step] = []
        self.hidden = hidden or {}

    def enter(self, section: str, place: Place | None, time: float) -> None:
        """A policy begins."""
        self.steps.append(Step(section, place, time))

    def at(self, section: str, place: Place | None, time: float) -> None:
        """A policy goes on, or comes back to its condition after what is inside of it."""
        if not self.steps or self.steps[-1].place is not place:
            self.enter(section, place, time)

    def evaluated(self, found: Evaluation) -> None:
        """An expression of the policy that began last has run."""
        safe = found._replace(code=self.safe(found.code), value=self.safe(found.value))
        self.steps[-1].evaluations.append(safe)

    def detail(self, text: str) -> None:
        """Something that the policy did that began last."""
        if self.steps:
            self.steps[-1].details.append(self.safe(text))

    def backend(self, name: str) -> None:
        """The backend of the step that began last."""
        if self.steps:
            self.steps[-1].backend = name

    def safe(self, text: str) -> str:
        """A text without secrets."""
        for secret, shown in self.hidden.items():
            if secret in text:
                text = text.replace(secret, shown)
        return text


_MOST_ITEMS = 12


def shown(value: Any, most: int = 200) -> str:
    """A value of an expression as a trace prints it: texts in quotes, long ones cut."""
    from apimgen.csharp.run.values import Array, text_of  # noqa: PLC0415 - only traces need it

    if value is None:
        return "null"
    if isinstance(value, Array):
        items = ", ".join(shown(one, most) for one in value.items[:_MOST_ITEMS])
        more = "" if len(value.items) <= _MOST_ITEMS else ", …"
        return f"[{items}{more}]"
    text = text_of(value)
    text = text if len(text) <= most else f"{text[: most - 1]}…"
    return f'"{text}"' if isinstance(value, str) else text
