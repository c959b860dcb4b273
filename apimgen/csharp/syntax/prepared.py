"""Code as the grammar takes it for what it is, where it would take it for something else."""

from __future__ import annotations

import re

from apimgen.csharp.model.types import BY_KEYWORD

# The grammar lets ?. bind looser than + and casts; a plain dot binds as ?. should.
_CONDITIONAL = re.compile(r"\?(?=\.\D|\[\s*[^\s\],])")
_NEW_ARRAY = re.compile(r"\bnew\s+[\w.]+(?:<[^<>()]*>)?\s*\Z")
# Behind a cast the grammar takes M<Type>(...) for two comparisons, but not M<string>(...).
_GENERIC_CALL = re.compile(r"(?<=<)\s*[A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_][\w.]*)*\s*(?=>\s*\()")
# And it takes `x is Type && y` for `x is (Type && y)`, but not `x is string && y`.
_TYPE_TEST = re.compile(r"(?<=\bis\s)\s*[A-Z][\w.]{2,}(?=\s*(?:&&|\|\||==|!=|&|\||\^))")
_TYPE_NAME = re.compile(r"[A-Za-z_][\w.]{2,}")
# It takes (a) && b and (a) - b for casts, which they are only after a keyword: (int) - b.
_IN_BRACKETS = re.compile(r"\((\s*[A-Za-z_]\w*(?:\s*\.\s*\w+|\[[^\[\]()]*\])*\s*)\)(?=\s*[-+*&\[])")
_OPERATOR_AFTER = re.compile(r"\)\s*[-+*&\[]")
_BEFORE_VALUE = re.compile(
    rf"(?:[-+*/%&|^=!<?:,;({{}}~]|\s>|>\s+|\b(?:return|case|in)|\((?:{'|'.join(BY_KEYWORD)})\)|^)\s*$"
)
# And List<(int a, string b)> for two comparisons with a tuple.
_TUPLE_ARGUMENT = re.compile(r"<(?=\s*(?:[\w.\[\]?]+\s*,\s*)*\()")
_LONGEST = 500  # characters of a type that are looked through
_IN_TYPE = re.compile(r"[\w\s.,?()\[\]<>]")
# In $@"..." it takes the last three quotes of a text that ends with "" for the end of a raw one.
_LAST_QUOTES = re.compile(r'(?<![$@"])"(?:"")+(?!")')
# It has no calls on the left of an assignment, but indexes.
_REF_FUNCTION = re.compile(r"\bref\s+[\w.<>\[\],?]+(?:\s*\[\s*\])?\s+(\w+)\s*\(")
_CALL_ASSIGNED = (
    r"\b(?:{names})(?P<call>\((?P<inside>[^()]*)\)\s?)\s*(?:[-+*/%&|^]|<<|>>)?=(?![=>])"
)


def prepared(code: str) -> str:
    """The code as the grammar takes it for what it is, of the same length.

    Args:
        code: as it was given, its named values replaced.
    """
    if "?." in code or "?[" in code:
        code = _CONDITIONAL.sub(_plain_access, code)
    if _OPERATOR_AFTER.search(code):
        code = _IN_BRACKETS.sub(_without_brackets, code)
    if ">" in code:
        if _TUPLE_ARGUMENT.search(code):
            code = _tuples_as_names(code)
        code = _GENERIC_CALL.sub(_known_types, code)
    if "is " in code:
        code = _TYPE_TEST.sub(_known_types, code)
    if '$@"' in code and '"""' in code:
        code = _LAST_QUOTES.sub(lambda quotes: '"'.rjust(len(quotes.group()), "x"), code)
    if "ref " in code:
        code = _variables_of_calls(code)
    return code


def _plain_access(match: re.Match[str]) -> str:
    code, at = match.string, match.start()
    # the ? of new int?[3] belongs to the type
    of_type = code[at + 1] == "[" and _NEW_ARRAY.search(code, max(at - 100, 0), at)
    return "?" if of_type else " "


def _without_brackets(match: re.Match[str]) -> str:
    inside, start = match.group(1), match.start()
    before = match.string[max(start - 12, 0) : start]
    if inside.strip() in BY_KEYWORD or not _BEFORE_VALUE.search(before):
        return match.group()
    return f" {inside} "


def _known_types(match: re.Match[str]) -> str:
    return _TYPE_NAME.sub(
        lambda name: ("string" if len(name.group()) > 5 else "int").ljust(len(name.group())),
        match.group(),
    )


def _tuples_as_names(code: str) -> str:
    """The code with each tuple type in ``< >`` as a name of the same length."""
    for match in _TUPLE_ARGUMENT.finditer(code):
        tuples: list[tuple[int, int]] = []
        opened: list[int] = []
        angles = 0
        before = ""
        for at in range(match.start(), min(len(code), match.start() + _LONGEST)):
            char = code[at]
            if not _IN_TYPE.match(char) or (char == "(" and before not in ("<", ",", "(")):
                break
            if char == "(":
                opened.append(at)
            elif char == ")":
                start = opened.pop() if opened else at
                if "," not in code[start:at]:
                    break
                if not opened:
                    tuples.append((start, at + 1))
            angles += (char == "<") - (char == ">")
            if not angles:
                for start, end in tuples if not opened else ():
                    code = f"{code[:start]}{'T' * (end - start)}{code[end:]}"
                break
            before = before if char.isspace() else char
    return code


def _variables_of_calls(code: str) -> str:
    """The code with ``F(a) = 1`` as ``F[a] = 1``, where F gives a variable."""
    names = {match.group(1) for match in _REF_FUNCTION.finditer(code)}
    if not names:
        return code
    assigned = re.compile(_CALL_ASSIGNED.format(names="|".join(sorted(names))))
    found = list(code)
    for match in assigned.finditer(code):
        start, end = match.span("call")
        inside = match.group("inside")
        if inside.strip():
            found[start], found[start + len(inside) + 1] = "[", "]"
        elif end - start > 2:
            found[start:end] = f"[0{']':>{end - start - 2}}"
    return "".join(found)
