"""Draws in C#: an expression has the same odds whether its draws split late or at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apimgen.csharp import Kind
from apimgen.csharp.run import runnable
from apimgen.csharp.run.errors import NotModelledError, Thrown
from apimgen.csharp.run.plain_host import PlainHost
from apimgen.csharp.run.values import text_of
from apimgen.gateway.worlds.odds import FollowedDice, Salt, SplitDice
from tests.gateway.survive.following import follow

if TYPE_CHECKING:
    from apimgen.gateway.survive.paths import Paths

EXPRESSIONS = (
    "new Random().Next(3) == 1",
    "new Random().Next(3).Equals(1)",
    "new Random().Next(3).CompareTo(1)",
    'new Random().Next(0, 100) >= 50 ? "a" : "b"',
    "Math.Abs(new Random().Next(-5, 5)) % 3",
    "Math.Min(new Random().Next(6), 3)",
    "Math.Max(new Random().Next(6), 3)",
    "Math.Pow(new Random().Next(3), 2)",
    "Math.Sqrt(new Random().Next(3)) > 1.2",
    "(double)new Random().Next(10) / 10 < 0.35",
    "new Random().Next(10) / 10.0 < 0.35",
    "(long)new Random().Next(4) * 3L",
    "(byte)new Random().Next(4)",
    "(char)('a' + new Random().Next(3))",
    "(object)new Random().Next(3) is int",
    "(int)(object)new Random().Next(3)",
    "(int?)new Random().Next(3) ?? 7",
    "new Random().Next(8) & 1",
    "new Random().Next(8) | 1",
    "new Random().Next(8) ^ 5",
    "new Random().Next(8) >> 1",
    "new Random().Next(8) << 2",
    "~new Random().Next(3)",
    "-new Random().Next(3)",
    "new Random().Next(new Random().Next(1, 4))",
    "checked(new Random().Next(3) + 1)",
    "new Random().Next(3) > 0 && new Random().Next(3) > 0",
    "new Random().Next(3) == new Random().Next(3)",
    "new Random().Next(3) != new Random().Next(2)",
    "new Random().Next(4) <= new Random().Next(3)",
    "new Random().Next(4) - new Random().Next(3)",
    "new Random().Next(4) * new Random().Next(3)",
    "int.MaxValue - new Random().Next(2) + 1",
    "new Random().Next(3).ToString()",
    "new Random().Next(3).ToString().PadLeft(3, '0')",
    "Convert.ToString(new Random().Next(4))",
    "Convert.ToInt32(new Random().Next(4))",
    "Convert.ToDouble(new Random().Next(4)) < 1.5",
    "int.Parse(new Random().Next(3).ToString()) + 1",
    'string.Format("{0}-{1}", new Random().Next(2), new Random().Next(2))',
    '$"b{new Random().Next(3):D2}"',
    '"b" + new Random().Next(3)',
    'new[] {"a", "b", "c"}[new Random().Next(3)]',
    'new List<string> {"a", "b", "c"}[new Random().Next(0, 3)]',
    'new List<string> {"a", "b", "c"}.ElementAt(new Random().Next(0, 3))',
    "new List<int> {5, 6, 7}.Skip(new Random().Next(3)).First()",
    'new Dictionary<int, string> {{0, "x"}, {1, "y"}}[new Random().Next(2)]',
    "new List<int> {1, 2}.Contains(new Random().Next(4))",
    "new[] {1, 2}.Any(x => x == new Random().Next(3))",
    "Enumerable.Range(0, new Random().Next(1, 4)).Sum()",
    'string.Join(",", new[] {1, 2, 3}.OrderBy(x => new Random().Next(10)))',
    "\"a,b,c\".Split(',')[new Random().Next(0, 4)]",
    '"abcdef".Substring(new Random().Next(3), 1)',
    "new string('x', new Random().Next(3))",
    '(string)new JArray("a", "b", "c")[new Random().Next(3)]',
    'new JObject(new JProperty("n", new Random().Next(3))).ToString()',
    "JToken.FromObject(new Random().Next(3)).ToString()",
    "TimeSpan.FromSeconds(new Random().Next(3)).TotalSeconds",
    "DateTime.UtcNow.AddSeconds(new Random().Next(3)) > DateTime.UtcNow",
)
BLOCKS = (
    'switch (new Random().Next(3)) { case 0: return "a"; case 1: return "b"; default: return ""; }',
    "int n = 0; while (new Random().Next(2) == 0 && n < 4) { n++; } return n;",
    """var w = new[] {5, 3, 2}; var at = new Random().Next(w.Sum());
    for (int i = 0; i < w.Length; i++) { if (at < w[i]) return i; at -= w[i]; } return -1;""",
    """var l = new List<string> {"a", "b", "c"}; var r = new Random();
    for (int i = 2; i > 0; i--) { int j = r.Next(i + 1); var t = l[i]; l[i] = l[j]; l[j] = t; }
    return string.Concat(l);""",
    "var r = new Random(7 + new Random().Next(2)); return r.Next(3) == r.Next(3);",
)


def result(code: str, kind: Kind, dice: Any) -> str:
    host = PlainHost(now=1735689600.0)
    host.dice = dice
    try:
        return text_of(runnable(code, kind).call(None, host))
    except Thrown as thrown:
        return thrown.type


@pytest.mark.parametrize(
    ("code", "kind"),
    [*((one, Kind.EXPRESSION) for one in EXPRESSIONS), *((one, Kind.BLOCK) for one in BLOCKS)],
)
def test_the_odds_are_those_of_numbers_that_are_drawn_at_once(code: str, kind: Kind) -> None:
    found = runnable(code, kind)
    assert (found.gaps, found.problems) == ((), ())

    def late(paths: Paths) -> str:
        return result(code, kind, FollowedDice(paths, Salt(0)))

    def at_once(paths: Paths) -> str:
        return result(code, kind, SplitDice(paths, Salt(0)))

    odds, paths = follow(late)
    plain, most = follow(at_once)
    assert odds == plain
    assert paths <= most


def test_where_only_a_plain_number_will_do_the_draw_splits_at_once() -> None:
    code = "(decimal)new Random().Next(4) / 2m > 0.6m"
    with pytest.raises(NotModelledError):
        follow(lambda paths: result(code, Kind.EXPRESSION, FollowedDice(paths, Salt(0))))
    odds, _ = follow(lambda paths: result(code, Kind.EXPRESSION, SplitDice(paths, Salt(0))))
    assert {result: float(share) for result, share in odds.items()} == {"True": 0.5, "False": 0.5}
