"""A plan of thirty changes of every kind, for the tests of what happens when one of them fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apimgen.service.plan.plan import Plan
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

OLD_KEYS: Final = {f"KEY_{n}": f"old-secret-number-{n}" for n in range(1, 5)}
NEW_KEYS: Final = {
    "KEY_1": "new-secret-number-1",
    "KEY_2": "new-secret-number-2",
    "KEY_3": "old-secret-number-3",
    "KEY_4": "old-secret-number-4",
}

_KEYED: Final = "".join(
    f"  - {{name: keyed{n}, url: https://keyed{n}.openai.azure.com/, api_key: {{env: KEY_{n}}}}}\n"
    for n in range(1, 5)
)


def _inventory(plain: str, apis: str, policies: str) -> str:
    return f"version: 1\nbackends:\n{_KEYED}{plain}apis:\n{apis}policies:\n{policies}"


def _plain(names: range, host: str) -> str:
    return "".join(f"  - {{name: plain{n}, url: https://plain{n}.{host}/}}\n" for n in names)


def _api(name: str, path: str, operations: str) -> str:
    return (
        f"  - {{name: {name}, path: {path}, subscription_required: false, "
        f"products: [unlimited], operations: [{operations}]}}\n"
    )


_KEY_POLICY = "  - {name: keys, scope: {product: unlimited}, auth: api-key, backends: [%s]}\n"
_PLAIN_POLICY = "  - {name: %s, scope: {api: %s}, backends: [%s]%s}\n"

BEFORE: Final = _inventory(
    _plain(range(1, 9), "old.example"),
    _api("chat", "chat", "POST /chat, POST /old") + _api("gone", "gone", "POST /gone"),
    _KEY_POLICY % "keyed1, keyed2, keyed3"
    + _PLAIN_POLICY % ("chat", "chat", "plain1, plain2, plain3, plain4, plain5", "")
    + _PLAIN_POLICY % ("gone", "gone", "plain6, plain7, plain8", ""),
)
AFTER: Final = _inventory(
    _plain(range(1, 6), "new.example") + _plain(range(9, 14), "new.example"),
    _api("chat", "talk", "POST /chat, POST /fresh") + _api("fresh", "fresh", "POST /fresh"),
    _KEY_POLICY % "keyed1, keyed2, keyed4"
    + _PLAIN_POLICY
    % ("chat", "chat", "plain1, plain2, plain3, plain4, plain5", ", retry: {count: 2}")
    + _PLAIN_POLICY % ("fresh", "fresh", "plain9, plain10, plain11, plain12, plain13", ""),
)


def prepare(driver: Driver, server: ArmServer) -> Plan:
    """Brings the service to where it was before, and makes the plan."""
    driver.environment = dict(OLD_KEYS)
    report = driver.apply(BEFORE)
    assert report.exit_code == 0, report.failure
    driver.environment = dict(NEW_KEYS)
    plan = driver.plan(AFTER, prune=True)
    server.writes.clear()
    server.log.clear()
    return plan
