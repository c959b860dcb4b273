"""Makes one Python function of the documents of an operation.

Policies write their lines into a :class:`Build`. Nothing of the document becomes Python code: its
values are bound to names that are made here.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from inspect import isgeneratorfunction
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp.run.values import text_of
from apimgen.gateway.engine.failures import NotModelled
from apimgen.gateway.engine.notes import Place
from apimgen.gateway.engine.values import Reader, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.instance.instance import Instance, Scoped

FILE = "<policies>"
_DEEPEST_FRAGMENT = 20
# What stores an answer, and what may hold such a policy.
_STORES = ("cache-store", "azure-openai-semantic-cache-store", "llm-semantic-cache-store")
_HOLD = ("base", "include-fragment")


class _Frame(NamedTuple):
    """The document whose elements are being compiled.

    Attributes:
        outer: the documents further out.
        scoped: the document.
        fragments: the ids of the fragments that are being included.
    """

    scoped: Scoped
    outer: tuple[Scoped, ...]
    fragments: tuple[str, ...] = ()


class Build:
    """The function that is being made.

    Attributes:
        instance: what the documents refer to.
        traced: whether it writes a trace.
        strict: whether a policy that can't be run is an error.
        values: the values of attributes and texts.
        left_out: the policies that can't be run, each once.
        section: the one that is being compiled.
        retries: how many retries are around what is being compiled.
    """

    def __init__(self, instance: Instance, *, traced: bool, strict: bool = False) -> None:
        self.instance = instance
        self.traced = traced
        self.strict = strict
        self.values = Values(instance, self)
        self.left_out: dict[tuple[str, int, str], NotModelled] = {}
        self.section = "inbound"
        self.retries = 0
        self.namespace: dict[str, Any] = {}
        self.places: dict[int, Place] = {}
        self._lines: list[str] = []
        self._indent = 0
        self._made = 0
        self._frames: list[_Frame] = []
        self._place: Place | None = None
        documents = [one.document for one in instance.chain] + list(instance.fragments.values())
        self._stores_answers = any(_stores(one.root) for one in documents)

    @property
    def source(self) -> str:
        """The Python code so far."""
        return "\n".join(self._lines)

    @property
    def frame(self) -> _Frame:
        """The document that is being compiled."""
        return self._frames[-1]

    @property
    def here(self) -> Place | None:
        """The place of the policy that is being compiled."""
        return self._place

    @property
    def scope(self) -> str:
        """The scope of the document that is being compiled."""
        return self.frame.scoped.scope

    def line(self, text: str) -> None:
        """Adds a line of code, which belongs to the policy that is being compiled."""
        self._lines.append("    " * self._indent + text)
        if self._place is not None:
            self.places[len(self._lines)] = self._place

    @contextmanager
    def indented(self, opening: str, part: etree._Element | None = None) -> Iterator[None]:
        """Adds a line that opens a block, and what is added inside is in it.

        Args:
            opening: the line.
            part: the element inside of the policy that the line belongs to, such as a ``when``.
        """
        self.line(opening)
        if part is not None and self._place is not None:
            self.places[len(self._lines)] = self._place._replace(element=part)
        self._indent += 1
        before = len(self._lines)
        yield
        if len(self._lines) == before:
            self.line("pass")
        self._indent -= 1

    def fresh(self, hint: str = "v") -> str:
        """A name that nothing has yet, for a variable of the function."""
        self._made += 1
        return f"{hint}{self._made}"

    def constant(self, value: Any, hint: str = "k") -> str:
        """A name for a value that stays."""
        name = self.fresh(hint)
        self.namespace[name] = value
        return name

    def detail(self, code: str) -> None:
        """Adds a note to the trace, where there is one; ``code`` gives the text."""
        if self.traced:
            self.line(f"x.notes.detail({code})")

    def note(self, text: str) -> None:
        """Adds a note whose text is known."""
        if self.traced:
            self.detail(self.constant(text, "t"))

    # Attributes and texts ------------------------------------------------------------------

    def text(self, element: etree._Element, attribute: str | None, default: str = "") -> Reader:
        """The value of an attribute, or of an element's text, as a text."""
        return self.values.reader(element, attribute, "text", default)

    def boolean(self, element: etree._Element, attribute: str, default: str = "false") -> Reader:
        """The value of an attribute as true or false."""
        return self.values.reader(element, attribute, "boolean", default)

    def number(self, element: etree._Element, attribute: str, default: str) -> Reader:
        """The value of an attribute as a number."""
        return self.values.reader(element, attribute, "number", default)

    def number_or_none(self, element: etree._Element, attribute: str) -> Reader | None:
        """The value of an attribute as a number; None where it is absent."""
        if element.get(attribute) is None:
            return None
        return self.values.reader(element, attribute, "number", "")

    def exact(self, element: etree._Element, attribute: str) -> Callable[[Exchange], str]:
        """The value of an attribute as a text with the white space around it, such as ``" "``."""
        value = self.object(element, attribute)
        return lambda exchange: text_of(value.get(exchange))

    def object(self, element: etree._Element, attribute: str | None) -> Reader:
        """The value of an attribute or a text as an expression gives it."""
        return self.values.reader(element, attribute, "object", "")

    # Policies ------------------------------------------------------------------------------

    def section_of(self, name: str, chain: tuple[Scoped, ...]) -> None:
        """Compiles a section of the innermost document of a chain, with the outer ones in it."""
        self.section = name
        self.line(f"x.section = {name!r}")
        self._level(chain)

    def _level(self, chain: tuple[Scoped, ...]) -> None:
        if not chain:
            self.default()
            return
        self._frames.append(_Frame(chain[0], chain[1:]))
        root = chain[0].document.root
        found = root.find(self.section) if root.tag == "policies" else None
        if found is None:
            self._level(chain[1:])
        else:
            self.children(found)
        self._frames.pop()

    def preflight(self, chain: tuple[Scoped, ...]) -> None:
        """Compiles what answers a browser's preflight request: ``cors`` policies, nothing else."""
        found = list(_cors(chain))
        if not found:
            return
        from apimgen.gateway.policies.cors import end_preflight, is_preflight  # noqa: PLC0415

        with self.indented(f"if {self.constant(is_preflight)}(x):"):
            for scoped, element in found:
                self._frames.append(_Frame(scoped, ()))
                self._policy(element)
                self._frames.pop()
            self.line(f"{self.constant(end_preflight)}(x)")

    def base(self) -> None:
        """Compiles what ``<base/>`` stands for: the same section of the next scope out."""
        place, self._place = self._place, None
        self._level(self.frame.outer)
        self._place = place

    def default(self) -> None:
        """What the service does where no document says anything: it forwards the request."""
        if self.section == "backend":
            from apimgen.gateway.policies.forward_request import forward  # noqa: PLC0415

            if self.traced:
                self.line("x.notes.enter(x.section, None, x.now())")
            forward(None, self)

    def children(self, element: etree._Element) -> None:
        """Compiles the policies inside of an element."""
        for child in element.iterchildren("{*}*"):
            self.policy(child)

    def policy(self, element: etree._Element) -> None:
        """Compiles one policy; a kept answer passes by those before the one that stores it."""
        if self.section == "outbound" and self._stores_answers and not _stores(element):
            with self.indented("if not x.cached:"):
                self._policy(element)
        else:
            self._policy(element)
            if element.tag in _STORES:
                self.line("x.cached = False")

    def _policy(self, element: etree._Element) -> None:
        name = str(element.tag)
        outside = self._place
        scoped = self.frame.scoped
        self._place = Place(name, scoped.document, element, scoped.scope, scoped.name)
        if name == "base":
            self.base()
        else:
            if self.traced:
                place = self.constant(self._place, "p")
                self.line(f"x.notes.enter(x.section, {place}, x.now())")
            module = _module(name)
            if module is None:
                self.leave_out(element)
            elif hasattr(module, "compile"):
                module.compile(element, self)
            else:
                self.call(module.step(element, self))
        self._place = outside

    def call(self, step: Callable[..., Any]) -> None:
        """Adds the call of a step: a function of the exchange, or a generator of effects."""
        name = self.constant(step, "s")
        waits = isgeneratorfunction(step)
        self.line(f"yield from {name}(x)" if waits else f"{name}(x)")

    def branch(self, element: etree._Element, failures: str) -> str:
        """Compiles one policy to a generator of its own; its name is given back.

        Args:
            element: the policy.
            failures: the name of a list that takes what ends the generator early, so that whoever
                drives it need not know.
        """
        name = self.fresh("b")
        with self.indented(f"def {name}():"):
            with self.indented("try:"):
                self.policy(element)
            with self.indented("except Exception as error:"):
                self.line(f"{failures}.append(error)")
            self.line("return")
            self.line("yield")
        return name

    def fragment(self, name: str, document: Any) -> None:
        """Compiles a fragment in the place of what includes it."""
        from apimgen.gateway.instance.instance import Scoped  # noqa: PLC0415

        here = self.frame
        if name in here.fragments or len(here.fragments) >= _DEEPEST_FRAGMENT:
            raise NotModelled(f"a fragment that includes itself ({name})", 1)
        scoped = Scoped(scope=here.scoped.scope, name=name, document=document)
        self._frames.append(_Frame(scoped, here.outer, (*here.fragments, name)))
        self.children(document.root)
        self._frames.pop()

    def leave_out(self, element: etree._Element) -> None:
        """Says that a policy can't be run, and goes on without it unless that is an error.

        Raises:
            NotModelled: where nothing may be left out.
        """
        self.cannot_run(f"<{element.tag}>", element, "it is left out")
        self.note("can't be run offline: left out")

    def cannot_run(self, what: str, element: etree._Element, instead: str = "") -> None:
        """Says once that something at an element can't be run, unless that is an error.

        Raises:
            NotModelled: where nothing may be left out.
        """
        found = self.name_gap(what, element, instead)
        if self.strict:
            raise found

    def name_gap(self, what: str, element: etree._Element, instead: str = "") -> NotModelled:
        """Says once that requests can't do what something at an element asks for.

        Args:
            what: that is.
            element: where it is.
            instead: what happens in its place; empty where a request fails there.
        """
        scoped = self.frame.scoped
        line = scoped.document.place(element).line
        found = NotModelled(what, line, scoped.name, instead)
        return self.left_out.setdefault((found.what, found.line, found.file), found)


def _stores(element: etree._Element) -> bool:
    """Whether a policy stores answers, or what is inside of it may."""
    return element.tag in _HOLD or next(element.iter(*_STORES), None) is not None


def _cors(chain: tuple[Scoped, ...]) -> Iterator[tuple[Scoped, etree._Element]]:
    """The ``cors`` policies that are children of inbound, in the order in which they would run."""
    if not chain:
        return
    inbound = chain[0].document.root.find("inbound")
    if inbound is None:
        yield from _cors(chain[1:])
        return
    for child in inbound.iterchildren("cors", "base"):
        if child.tag == "base":
            yield from _cors(chain[1:])
        else:
            yield chain[0], child


def _module(name: str) -> Any:
    """The module that runs a policy; None where there is none."""
    from apimgen.gateway.policies import NAMES  # noqa: PLC0415 - it imports what it names

    if name not in NAMES:
        return None
    return import_module(f"apimgen.gateway.policies.{name.replace('-', '_')}")
