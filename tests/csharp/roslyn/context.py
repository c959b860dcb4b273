"""The types of the context as C#, for a compiler: made from the same file that the binder reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.context import EXTENSIONS, open_types, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

_USINGS = (
    *("System", "System.Collections.Generic", "System.Security.Cryptography"),
    *("System.Security.Cryptography.X509Certificates", "Newtonsoft.Json.Linq"),
)


def context_in_csharp() -> str:
    """A C# file that declares the types and the extension methods."""
    lines = [f"using {name};" for name in _USINGS]
    for row in rows().values():
        lines += _declared(row)
    return "\n".join(lines) + "\n"


def _declared(row: dict[str, Any]) -> Iterator[str]:
    name, kind, members = row["name"], row["kind"], row["members"]
    if name == EXTENSIONS:
        yield "public static class Extensions {"
        for method, signatures in members.items():
            for signature in signatures:
                yield f"  public {_method(method, signature)} {{ throw new Exception(); }}"
        yield "}"
        return
    if kind == "enum":
        yield f"public enum {name} {{ {', '.join(members)} }}"
        return
    bases = [one for one in row.get("bases", ()) if one != "object"]
    above = f" : {', '.join(bases)}" if bases else ""
    yield f"public {kind} {name}{above} {{"
    public = "public " if kind == "class" else ""
    for member, signature in members.items():
        if member == "new" or (bases and member in rows()[bases[0]]["members"]):
            continue
        if signature.endswith("}"):
            type_, _, access = signature.partition(" {")
            word = f"this{type_[type_.index('[') :]}" if member == "this" else member
            plain = type_[: type_.index("[")] if member == "this" else type_
            yield f"  {public}{plain} {word} {{{access}"
        else:
            yield f"  {public}{_method(member, signature)};"
    yield "}"


def _method(name: str, signature: str) -> str:
    """A signature as C# writes it: the name after the result, type parameters after the name."""
    static = "static " if signature.startswith("static ") else ""
    rest = signature.removeprefix("static ")
    generic = ""
    if rest.startswith("<"):
        generic, _, rest = rest.partition("> ")
        generic += ">"
    result, _, parameters = rest.partition("(")
    parameters = parameters.replace("T defaultValue = default", "T defaultValue = default(T)")
    return f"{static}{result} {name}{generic}({parameters}"


def is_open(name: str) -> bool:
    """Whether more is behind a type than anybody has written down."""
    return name in open_types()
