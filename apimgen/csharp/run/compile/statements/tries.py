"""``try``, ``using`` and ``lock``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NoReturn

from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.frames import placed_statement
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.values.casts import is_instance
from apimgen.csharp.run.values.disposing import dispose
from apimgen.csharp.tree import statements as tree

if TYPE_CHECKING:
    from apimgen.csharp.run.compile.emitter import Emitter


def try_(emitter: Emitter, node: tree.Try) -> None:
    """``try``."""
    out = emitter.function.out
    body = emitter.body(node.body) or [ast.Pass()]
    for one in body:
        placed_statement(one, node.body.start)
    handlers: list[ast.ExceptHandler] = []
    if node.catches:
        word = emitter.temporary()
        inside = [py.assign(word, py.name(f"{word}e")), *_catches(emitter, node, word)]
        handler = ast.ExceptHandler(emitter.keep(Thrown), f"{word}e", inside)
        handlers.append(handler)
    last = emitter.body(node.last) if node.last is not None else []
    if handlers or last:
        out.append(ast.Try(body, handlers, [], last))
    else:
        out += body


def _catches(emitter: Emitter, node: tree.Try, word: str) -> list[ast.stmt]:
    """The first ``catch`` that fits; where none does, it goes on."""
    first: list[ast.stmt] = []
    place = first
    for one in node.catches:
        with emitter.into() as before:
            test: ast.expr = py.call(
                emitter.keep(is_instance), py.name(word), emitter.keep(one.type)
            )
            if one.local is not None:
                emitter.declare(one.local)
                taken = emitter.write(one.local, py.name(word))
                if one.when is not None:
                    test = py.every(test, py.last_of(taken, py.constant(value=True)))
            if one.when is not None:
                test = py.every(test, emitter.value(one.when))
        place += before
        emitter.function.caught.append(word)
        with emitter.into() as body:
            if one.local is not None:
                body.append(emitter.store(one.local, py.name(word)))
            emitter.statement(one.body)
        emitter.function.caught.pop()
        made = py.when(test, body, [])
        place.append(made)
        place = made.orelse
    place.append(ast.Raise(None, None))
    return first


def no_lock() -> NoReturn:
    """What ``lock`` of null throws."""
    message = "Value cannot be null.\r\nParameter name: obj"
    raise Thrown("System.ArgumentNullException", message, data={"ParamName": "obj"})


def using(emitter: Emitter, node: tree.Using) -> None:
    """``using`` and ``lock``."""
    out = emitter.function.out
    if node.locks and node.value is not None:
        first, _ = emitter.twice(emitter.value(node.value))
        out.append(py.when(py.is_none(first), [py.do(py.call(emitter.keep(no_lock)))], []))
        emitter.statement(node.body)
        return
    disposed: list[ast.expr] = []
    if node.declared is not None:
        emitter.statement(node.declared)
        disposed = [emitter.read(local) for local, _ in reversed(node.declared.locals)]
    elif node.value is not None:
        word = emitter.temporary()
        out.append(py.assign(word, emitter.value(node.value)))
        disposed = [py.name(word)]
    body = emitter.body(node.body) or [ast.Pass()]
    last: list[ast.stmt] = [py.do(py.call(emitter.keep(dispose), one)) for one in disposed]
    out.append(ast.Try(body, [], [], last))


HANDLERS: dict[type, Any] = {tree.Try: try_, tree.Using: using}
