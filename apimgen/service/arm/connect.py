"""Makes the connection: credential, endpoint, the SDK's client."""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from apimgen.errors import ApimgenError
from apimgen.service.arm.client import Arm
from apimgen.service.arm.retrying import Retrying
from apimgen.service.resources.secret import Secret
from apimgen.service.resources.target import Cloud, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from azure.core.credentials import AccessToken

    from apimgen.inventory import Service

DEFAULT_PARALLELISM: Final = 8
CREATED: Final = 201
ACCEPTED: Final = 202
POLLING_SECONDS: Final = 0.5
"""Between two looks at a long-running operation, where the service does not say."""


class ServiceError(ApimgenError):
    """A live command cannot go on; the message says why and what to do next, in one line."""


@dataclass(frozen=True)
class Connecting:
    """How to reach a service: what the command line and the environment say.

    Attributes:
        subscription_id: overrides the inventory's.
        resource_group: overrides the inventory's.
        name: overrides the inventory's.
        cloud: which Azure cloud.
        arm_endpoint: another address of Azure Resource Manager, such as an emulator's.
        token: a bearer token to use instead of a login.
        parallelism: calls at the same time.
        retrying: when a failed call is tried again.
    """

    subscription_id: str | None = None
    resource_group: str | None = None
    name: str | None = None
    cloud: Cloud = Cloud.PUBLIC
    arm_endpoint: str | None = None
    token: Secret | None = None
    parallelism: int = DEFAULT_PARALLELISM
    retrying: Retrying = field(default_factory=Retrying)

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, **given: Any
    ) -> Connecting:
        """The options given, with ``APIMGEN_ARM_ENDPOINT`` and ``APIMGEN_ARM_TOKEN`` added.

        Raises:
            ServiceError: where the token cannot be one.
        """
        token = environment.get("APIMGEN_ARM_TOKEN")
        if token and not (token.isascii() and token.isprintable() and " " not in token):
            raise ServiceError(
                "APIMGEN_ARM_TOKEN is not a token: it holds a blank, a line break or another "
                "character that no token has; "
                "az account get-access-token --query accessToken -o tsv prints one"
            )
        given["arm_endpoint"] = given.get("arm_endpoint") or environment.get("APIMGEN_ARM_ENDPOINT")
        return cls(token=Secret(token, token=True) if token else None, **given)

    def target(self, service: Service | None) -> Target:
        """Which service: the options first, then what the inventory says.

        Raises:
            ServiceError: where neither names all of it.
        """
        found = {
            "--subscription": self.subscription_id or (service and service.subscription_id),
            "--resource-group": self.resource_group or (service and service.resource_group),
            "--service-name": self.name or (service and service.name),
        }
        missing = [option for option, value in found.items() if not value]
        if missing:
            raise ServiceError(
                f"which service? give {', '.join(missing)}, or subscription_id, resource_group and "
                "name under service: in the inventory"
            )
        return Target(*(str(value) for value in found.values()))

    def agree_with(self, target: Target, source: str) -> None:
        """Refuses options that name another service than a plan or a journal is for.

        Raises:
            ServiceError: where they do.
        """
        given = (self.subscription_id, self.resource_group, self.name)
        said = (target.subscription_id, target.resource_group, target.name)
        for option, other in zip(given, said, strict=True):
            if option is not None and option.lower() != other.lower():
                raise ServiceError(f"{source} is for {target.id}, but the options say {option}")


@contextmanager
def connected(connecting: Connecting, target: Target) -> Iterator[Arm]:
    """The service, ready to be called; the connections are closed afterwards.

    Raises:
        ServiceError: where the endpoint is not an https address.
    """
    endpoint = (connecting.arm_endpoint or connecting.cloud.arm).rstrip("/")
    if not re.match("https://[^/:]", endpoint, re.IGNORECASE):
        raise ServiceError(
            f"--arm-endpoint must begin with https://, got {endpoint!r}; a token is never sent "
            "unencrypted"
        )
    import requests  # noqa: PLC0415 - only commands that connect
    from azure.core.pipeline.policies import RetryPolicy  # noqa: PLC0415
    from azure.core.pipeline.transport import RequestsTransport  # noqa: PLC0415
    from azure.mgmt.apimanagement import ApiManagementClient  # noqa: PLC0415

    with requests.Session() as session:
        session.mount(
            "https://", requests.adapters.HTTPAdapter(pool_maxsize=connecting.parallelism + 2)
        )
        client = ApiManagementClient(
            _credential(connecting),
            target.subscription_id,
            base_url=endpoint,
            credential_scopes=[f"{connecting.cloud.arm}/.default"],
            polling_interval=POLLING_SECONDS,
            retry_policy=RetryPolicy.no_retries(),
            transport=RequestsTransport(session=session, session_owner=False),
            per_call_policies=[_accepted_as_created()],
        )
        yield Arm(client, target, connecting.retrying)


def _accepted_as_created() -> Any:
    """Has an answer 202 to PUT polled like 201, which alone the SDK knows.

    The reference lists it for named values, fragments and APIs:
    https://learn.microsoft.com/rest/api/apimanagement/named-value/create-or-update.
    """
    from azure.core.pipeline.policies import SansIOHTTPPolicy  # noqa: PLC0415

    class AcceptedAsCreated(SansIOHTTPPolicy):  # type: ignore[type-arg]  # of the SDK's own types
        def on_response(self, request: Any, response: Any) -> None:
            answer = response.http_response
            if request.http_request.method == "PUT" and answer.status_code == ACCEPTED:
                answer.status_code = CREATED

    return AcceptedAsCreated()


def _credential(connecting: Connecting) -> _StaticToken | _OneAtATime:
    if connecting.token is not None:
        return _StaticToken(connecting.token)
    from azure.identity import DefaultAzureCredential  # noqa: PLC0415

    return _OneAtATime(DefaultAzureCredential(authority=connecting.cloud.authority))


class _StaticToken:
    """A token from the caller; when it has expired, the service says so."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        from azure.core.credentials import AccessToken  # noqa: PLC0415

        return AccessToken(self._token.open(), int(time.time()) + 3600)


class _OneAtATime:
    """Keeps many threads from all logging in at once; the first login serves the others."""

    def __init__(self, credential: Any) -> None:
        self._credential, self._lock = credential, threading.Lock()
        self._tokens: dict[tuple[str, ...], AccessToken] = {}

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        with self._lock:
            known = self._tokens.get(scopes)
            if known is None or known.expires_on < time.time() + 300 or options.get("claims"):
                known = self._tokens[scopes] = self._credential.get_token(*scopes, **options)
                Secret(known.token, token=True)
            return known
