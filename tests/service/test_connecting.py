"""Each usual failure of a connection is one line that says what to do next."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from apimgen.service.connect import Connecting, ServiceError, connected
from apimgen.service.explain import explained
from apimgen.service.parallel import each
from apimgen.service.retrying import CallError, Retrying
from apimgen.service.secret import Secret
from apimgen.service.target import Cloud, Target
from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer

TARGET = Target(SUBSCRIPTION, GROUP, SERVICE)


def message(connecting: Connecting, target: Target = TARGET) -> str:
    """What a person reads when the service cannot be read."""
    with connected(connecting, target) as arm:
        try:
            arm.service()
        except CallError as error:
            text = str(explained(error, arm, connecting))
            assert "\n" not in text
            return text
    pytest.fail("it worked")


def options(server: ArmServer, **more: Any) -> Connecting:
    given = {"arm_endpoint": server.url, "token": Secret("the-token"), **more}
    return Connecting(retrying=Retrying(attempts=2, base=0.001), **given)


def test_a_service_that_is_not_there_suggests_the_nearest_name(server: ArmServer) -> None:
    assert message(options(server), Target(SUBSCRIPTION, GROUP, "apim-tset")) == (
        "there is no API Management service apim-tset in resource group rg-ai; "
        "did you mean apim-test in rg-ai?"
    )


def test_a_service_of_another_resource_group_is_found(server: ArmServer) -> None:
    assert message(options(server), Target(SUBSCRIPTION, "rg-else", SERVICE)) == (
        "apim-test is in resource group rg-ai, not in rg-else"
    )


def test_an_expired_token(server: ArmServer) -> None:
    server.token_problem = "expired"
    assert message(options(server)) == "the token has expired; renew APIMGEN_ARM_TOKEN"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The access token is from the wrong issuer", "the token is of another tenant"),
        ("The access token has been obtained for wrong audience", "the token is meant for another"),
        ("The token is odd", "the service does not accept the token: The token is odd; renew"),
    ],
)
def test_a_token_of_elsewhere(server: ArmServer, said: str, expected: str) -> None:
    server.token_problem = said
    assert message(options(server)).startswith(expected)


def test_no_permission_names_the_action_and_the_role(server: ArmServer) -> None:
    server.forbidden = {"/read"}
    text = message(options(server))
    assert "no permission to do Microsoft.ApiManagement/service" in text
    assert '"API Management Service Contributor"' in text
    assert "az role assignment create" in text


def test_a_self_signed_certificate(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert "set REQUESTS_CA_BUNDLE to a PEM file" in message(options(server))


def test_a_bundle_that_is_not_there(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    assert "set REQUESTS_CA_BUNDLE to a PEM file" in message(options(server))


def test_a_name_that_cannot_be_resolved(server: ArmServer) -> None:
    text = message(options(server, arm_endpoint="https://nowhere.invalid"))
    assert text.startswith("the name of https://nowhere.invalid cannot be resolved")


def test_nobody_listens(server: ArmServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"https://127.0.0.1:{free.getsockname()[1]}"
        text = message(options(server, arm_endpoint=endpoint))
    assert text.startswith(f"no answer from {endpoint}")


def test_a_proxy_that_does_not_answer(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    text = message(options(server))
    assert text.startswith("the proxy does not let the call")
    assert "HTTPS_PROXY" in text


def test_not_logged_in(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from azure.core.exceptions import ClientAuthenticationError

    class NobodyThere:
        def __init__(self, **_: Any) -> None:
            pass

        def get_token(self, *_: str, **__: Any) -> None:
            raise ClientAuthenticationError(message="DefaultAzureCredential failed\nand failed")

    monkeypatch.setattr("azure.identity.DefaultAzureCredential", NobodyThere)
    text = message(options(server, token=None, cloud=Cloud.CHINA))
    assert text.startswith("not logged in to Azure: run `az login`")
    assert "az cloud set --name AzureChinaCloud" in text


def test_a_token_is_never_sent_in_the_clear() -> None:
    connecting = Connecting(arm_endpoint="http://127.0.0.1:1", token=Secret("the-token"))
    with (
        pytest.raises(ServiceError, match="must begin with https://"),
        connected(connecting, TARGET),
    ):
        pass


def test_which_service_is_missing() -> None:
    with pytest.raises(ServiceError, match="give --subscription, --resource-group, --service-name"):
        Connecting().target(None)


def test_each_cloud_has_its_own_endpoint_and_authority() -> None:
    assert {cloud.arm for cloud in Cloud} == {
        "https://management.azure.com",
        "https://management.usgovcloudapi.net",
        "https://management.chinacloudapi.cn",
    }
    assert len({cloud.authority for cloud in Cloud}) == 3


@pytest.mark.parametrize(
    ("status", "code", "said", "expected"),
    [
        (404, "SubscriptionNotFound", "gone", "this login has no subscription"),
        (409, "", "busy\nvery", "the service refused (status 409): busy very"),
        (None, "", "it did not work out.", "the service refused: it did not work out"),
        (403, "AuthorizationFailed", "no", "no permission to do this on apim-test"),
    ],
)
def test_other_refusals_in_one_line(
    server: ArmServer, status: int | None, code: str, said: str, expected: str
) -> None:
    connecting = options(server)
    with connected(connecting, TARGET) as arm:
        text = str(explained(CallError(said, status=status, code=code), arm, connecting))
    assert text.startswith(expected)
    assert "\n" not in text


def test_a_subscription_with_other_services(server: ArmServer) -> None:
    assert message(options(server), Target(SUBSCRIPTION, GROUP, "quite-another")).endswith(
        "the subscription has apim-test"
    )


def test_a_subscription_without_services(server: ArmServer) -> None:
    text = message(options(server), Target("another-subscription", GROUP, SERVICE))
    assert text.endswith("the subscription shows none; check --subscription and --cloud")


def test_many_threads_log_in_once(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from azure.core.credentials import AccessToken

    logins: list[str] = []

    class Login:
        def __init__(self, **_: Any) -> None:
            pass

        def get_token(self, *scopes: str, **_: Any) -> AccessToken:
            logins.append(scopes[0])
            time.sleep(0.02)
            return AccessToken("a-token-from-a-login", int(time.time()) + 3600)

    monkeypatch.setattr("azure.identity.DefaultAzureCredential", Login)
    connecting = options(server, token=None, cloud=Cloud.USGOVERNMENT)
    with connected(connecting, TARGET) as arm:
        each(lambda _: arm.service(), range(8), 8)
    assert logins == ["https://management.usgovcloudapi.net/.default"]
