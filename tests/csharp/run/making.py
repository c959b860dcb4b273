"""Expressions made at random that compile, and that run to a value or an exception alike anywhere.

Their numbers are in variables, so that neither compiler works with constants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

# The variables, with values that lie at the ends of their types and between.
VARIABLES: dict[str, list[str]] = {
    "int": ["0", "1", "-1", "7", "-13", "100000", "int.MaxValue", "int.MinValue"],
    "long": ["0L", "3L", "-5L", "5000000000", "long.MaxValue", "long.MinValue"],
    "uint": ["0u", "9u", "3000000000", "uint.MaxValue"],
    "ulong": ["0ul", "12ul", "ulong.MaxValue"],
    "byte": ["(byte)0", "(byte)200", "(byte)255"],
    "short": ["(short)-5", "short.MaxValue"],
    "char": ["'a'", "'Z'", "'0'", "'\\u00e9'"],
    "double": ["0.0", "1.5", "-2.25", "1e10", "0.1", "1e-7", "123456.789"],
    "decimal": ["0m", "1.50m", "-2.25m", "3m", "0.001m", "79228162514264337593543950335m"],
    "bool": ["true", "false"],
    "string": ['"a"', '""', '"xyz"', "null"],
    "int?": ["null", "4", "-9"],
    "object": ['(object)"a"', "(object)5", "(object)2.5", "null", "(object)'c'", "(object)7L"],
    "DayOfWeek": ["DayOfWeek.Monday", "DayOfWeek.Saturday"],
}

# For each type, what an expression of it may be; {int} is any expression of the type int.
RULES: dict[str, list[str]] = {
    "int": [
        *("({int} + {int})", "({int} - {int})", "({int} * {int})", "({int} / {int})", "(-{int})"),
        *("({int} % {int})", "({int} & {int})", "({int} | {int})", "({int} ^ {int})", "(~{int})"),
        *(
            "({int} << {int})",
            "({int} >> {int})",
            "((int){long})",
            "((int){uint})",
            "((int){char})",
        ),
        *("((int){double})", "((int){byte})", "({bool} ? {int} : {int})", "({int?} ?? {int})"),
        *("{int?}.Value", "{int?}.GetValueOrDefault()", "{string}.Length", "((int){object})"),
        *(
            "({byte} + {short})",
            "({char} - {char})",
            "checked({int} + {int})",
            "((int){DayOfWeek})",
        ),
        *(
            "checked({int} * {int})",
            "new[] {{ {int}, {int} }}[{int} & 3]",
            "({object} as int? ?? 1)",
        ),
        "({DayOfWeek} - {DayOfWeek})",
    ],
    "long": [
        *("({long} + {int})", "({long} * {long})", "({int} + {uint})", "((long){double})"),
        *("({long} << {int})", "((long){ulong})", "(-{uint})", "({long} / {long})", "(~{long})"),
        *("({long} % {int})", "({long} >> {int})", "({bool} ? {long} : {int})"),
    ],
    "uint": [
        *("({uint} + {uint})", "({uint} * {uint})", "((uint){int})", "((uint){long})", "(~{uint})"),
        *("({uint} - {uint})", "({uint} >> {int})", "({uint} << {int})", "({uint} / {uint})"),
    ],
    "ulong": [
        "({ulong} + {uint})",
        "({ulong} * {ulong})",
        "((ulong){long})",
        "({ulong} - {ulong})",
    ],
    "byte": ["((byte){int})", "((byte)({byte} + {byte}))", "((byte){long})"],
    "short": ["((short){int})", "((short)-{short})"],
    "char": [
        "((char){int})",
        "((char)({char} + 1))",
        "{string}[{int} & 1]",
        "({bool} ? {char} : 'q')",
    ],
    "double": [
        *("({double} + {double})", "({double} * {int})", "({double} / {double})", "(-{double})"),
        *(
            "({double} - {long})",
            "({double} % {double})",
            "((double){decimal})",
            "({int} / {double})",
        ),
        "((double){uint})",
    ],
    "decimal": [
        *("({decimal} + {decimal})", "({decimal} * {int})", "({decimal} / {decimal})"),
        *("({decimal} - {long})", "({decimal} % {decimal})", "(-{decimal})", "((decimal){double})"),
    ],
    "bool": [
        *(
            "({int} < {int})",
            "({long} >= {uint})",
            "({double} > {int})",
            "({decimal} <= {decimal})",
        ),
        *("({string} == {string})", "({string} != {string})", "(!{bool})", "({bool} && {bool})"),
        *("({bool} || {bool})", "({bool} ^ {bool})", "({bool} & {bool})", "({int?} < {int?})"),
        *("({int?} == {int?})", "({char} < {char})", "({object} is int)", "({object} is string)"),
        *("{object}.Equals({object})", "object.Equals({object}, {object})", "{int?}.HasValue"),
        *("({object} == null)", "({uint} > {int})", "({DayOfWeek} == {DayOfWeek})"),
        *("({object} is IComparable)", "({int?} != null)", "({char} == {string}[0])"),
        "({object} is long n@ && n@ > {int})",
    ],
    "string": [
        *(
            "({string} + {string})",
            "({string} + {int})",
            "({char} + {string})",
            '({string} ?? "d")',
        ),
        *(
            "({string} + {double})",
            "({string} + {decimal})",
            "({string} + {int?})",
            "{int}.ToString()",
        ),
        *('$"{{{int}}}|{{{string}}}|{{{decimal}}}"', "({object} as string)", "((string){object})"),
        *("({bool} ? {string} : null)", "({string} + {object} + {bool})", "{char}.ToString()"),
        *("({int} + {int} + {string})", "({string} + {int} + {int})", "{DayOfWeek}.ToString()"),
        *(
            "({string}?.Length + {string})",
            "({int}, {string}).ToString()",
            "({object}?.ToString())",
        ),
        *("new {{ A = {int}, B = {string} }}.ToString()", "({string} + {DayOfWeek})"),
        *("((Func<int, string>)(p@ => p@ + {string}))({int})", "(typeof(int?) + {string})"),
    ],
    "int?": [
        "({int?} + {int?})",
        "({bool} ? {int} : (int?)null)",
        "({string}?.Length)",
        "(-{int?})",
    ],
    "object": [
        *("((object){int})", "((object){string})", "((object){long})", "((object){double})"),
        *("({bool} ? (object){int} : {string})", "((object){decimal})", "((object){char})"),
        *("((object){int?})", "((object){DayOfWeek})"),
    ],
    "DayOfWeek": ["((DayOfWeek)({int} & 7))", "({DayOfWeek} + {int})", "({DayOfWeek} - 1)"],
}
STATEMENTS = """
{type} r = {value}; return r;
if ({bool}) return {value}; return {value};
{type} r = {value}; for (int i = 0; i < 3; i++) {{ if ({bool}) continue; r = {value}; }} return r;
try {{ return {value}; }} catch (DivideByZeroException) {{ return 1; }}
{type} r = {value}; try {{ r = {value}; }} catch (OverflowException) {{ return null; }} return r;
switch ({int} % 3) {{ case 0: return {value}; case 1: goto default; default: return {value}; }}
int n = {int}; n += {int}; n -= {int}; n *= {int}; n++; return n;
byte n = {byte}; n += {byte}; n--; n <<= 1; return n;
string n = {string}; n += {object}; n += {char}; return n;
int? n = {int?}; n += {int}; n++; return n;
decimal n = {decimal}; n /= {decimal}; n++; return n;
uint n = {uint}; n += {uint}; n >>= 3; return n;
foreach (var c in {string}) {{ if (c > {char}) return c; }} return {value};
int s = 0; foreach (var n in new[] {{ {int}, {int} }}) s += n; return s;
var f = new Func<int>[2]; for (int i = 0; i < 2; i++) {{ int j = i + {int}; f[i] = () => j++; }} \
return f[0]() + f[0]() + f[1]();
{type} F(int n) {{ if (n > 1) return F(n - 1); return {value}; }} return F(3);
""".strip().splitlines()


class Maker:
    """Makes expressions.

    Args:
        dice: where their forms come from.
    """

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._used: dict[str, str] = {}
        self._names = 0

    def expression(self) -> str:
        """A policy expression in ``@{ }``."""
        self._used = {}
        type_ = self._dice.choice(sorted(RULES))
        text = self._filled(self._dice.choice(STATEMENTS), 3, type_)
        declared = "".join(
            f"{name.split('_')[0]} {name.split('_')[1]} = {value}; "
            for name, value in sorted(self._used.items())
        )
        return f"@{{ {declared}{text} }}"

    def value(self, type_: str, depth: int) -> str:
        """An expression of a type."""
        if depth <= 0 or self._dice.random() < 0.2:
            return self._variable(type_)
        return self._filled(self._dice.choice(RULES[type_]), depth - 1, type_)

    def _variable(self, type_: str) -> str:
        value = self._dice.choice(VARIABLES[type_])
        at = VARIABLES[type_].index(value)
        name = f"x{sorted(VARIABLES).index(type_)}n{at}"
        self._used[f"{type_}_{name}"] = value
        return name

    def _filled(self, text: str, depth: int, type_: str) -> str:
        self._names += 1
        text = text.replace("@", str(self._names)).replace("{type}", type_)
        parts: dict[str, str] = {}
        for name, of in (("value", type_), *((one, one) for one in RULES)):
            while f"{{{name}}}" in text:
                parts[f"p{len(parts)}"] = self.value(of, depth)
                text = text.replace(f"{{{name}}}", f"{{p{len(parts) - 1}}}", 1)
        return text.format(**parts)
