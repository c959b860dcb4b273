"""Each usual failure of a connection is one line that says what to do next."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from apimgen.inventory import Service
from apimgen.service.arm.connect import Connecting, ServiceError, connected
from apimgen.service.arm.explain import explained
from apimgen.service.arm.parallel import each
from apimgen.service.arm.retrying import CallError, Retrying
from apimgen.service.resources.secret import Secret, redact
from apimgen.service.resources.target import Cloud, Target
from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION

if TYPE_CHECKING:
    from pathlib import Path

    from azure.core.credentials import AccessToken

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
        ("The access token is from the wrong issuer", "the token belongs to another tenant"),
        ("The access token is of another tenant", "the token belongs to another tenant"),
        ("The access token has been obtained for wrong audience", "the token is for another cloud"),
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
    assert text.endswith(f"--assignee YOU --scope {TARGET.id}")


def test_a_self_signed_certificate(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert "set REQUESTS_CA_BUNDLE to a PEM file" in message(options(server))


def test_a_bundle_of_something_else(
    server: ArmServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    assert "names a file without a certificate" in message(options(server))


def test_a_bundle_that_is_not_there(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    assert "REQUESTS_CA_BUNDLE names a file that can't be read" in message(options(server))


@pytest.mark.parametrize("endpoint", ["", "https://nowhere.invalid"])
def test_what_no_later_attempt_can_mend_is_tried_once(
    server: ArmServer, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    """A certificate that is not trusted, a name that is none: a run that is stopped waits never."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    retrying = Retrying()
    retrying.stop.set()
    connecting = replace(options(server, arm_endpoint=endpoint or server.url), retrying=retrying)
    with connected(connecting, TARGET) as arm, pytest.raises(CallError):
        arm.service()


def test_a_name_that_cannot_be_resolved(server: ArmServer) -> None:
    text = message(options(server, arm_endpoint="https://nowhere.invalid"))
    assert text.startswith("the name of https://nowhere.invalid cannot be resolved")


def test_nobody_listens(server: ArmServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"https://127.0.0.1:{free.getsockname()[1]}"
        text = message(options(server, arm_endpoint=endpoint))
    assert text == f"nothing listens at {endpoint}; check --arm-endpoint, or that the emulator runs"


def test_a_proxy_that_does_not_answer(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    text = message(options(server))
    assert text.startswith("the proxy does not pass on the call")
    assert "HTTPS_PROXY" in text


@pytest.mark.parametrize(
    ("cloud", "name"),
    [(Cloud.CHINA, "AzureChinaCloud"), (Cloud.USGOVERNMENT, "AzureUSGovernment")],
)
def test_not_logged_in(
    server: ArmServer, monkeypatch: pytest.MonkeyPatch, cloud: Cloud, name: str
) -> None:
    from azure.core.exceptions import ClientAuthenticationError

    class NobodyThere:
        def __init__(self, **_: Any) -> None:
            pass

        def get_token(self, *_: str, **__: Any) -> None:
            raise ClientAuthenticationError(message="DefaultAzureCredential failed\nand failed")

    monkeypatch.setattr("azure.identity.DefaultAzureCredential", NobodyThere)
    text = message(options(server, token=None, cloud=cloud))
    assert text.startswith("not logged in to Azure: run `az login`")
    assert f"az cloud set --name {name}`" in text


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
    from azure.identity import AzureAuthorityHosts

    assert {cloud: (cloud.arm, cloud.authority) for cloud in Cloud} == {
        Cloud.PUBLIC: ("https://management.azure.com", AzureAuthorityHosts.AZURE_PUBLIC_CLOUD),
        Cloud.USGOVERNMENT: (
            "https://management.usgovcloudapi.net",
            AzureAuthorityHosts.AZURE_GOVERNMENT,
        ),
        Cloud.CHINA: ("https://management.chinacloudapi.cn", AzureAuthorityHosts.AZURE_CHINA),
    }


@pytest.mark.parametrize(
    ("status", "code", "said", "expected"),
    [
        (404, "SubscriptionNotFound", "gone", "this login does not see subscription"),
        (404, "InvalidSubscriptionId", "odd", "this login does not see subscription"),
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
    assert text.endswith(
        "the subscription has none that you may see; check --subscription and --cloud"
    )


class Login:
    """A login that works: what it is asked for, and tokens that are good for so many seconds."""

    asked: ClassVar[list[tuple[str, str]]] = []
    seconds = 3600

    def __init__(self, *, authority: str) -> None:
        self.authority = authority

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        from azure.core.credentials import AccessToken

        self.asked.append((self.authority, scopes[0]))
        time.sleep(0.02)
        return AccessToken("a-token-from-a-login", int(time.time()) + self.seconds)


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch) -> type[Login]:
    monkeypatch.setattr("azure.identity.DefaultAzureCredential", Login)
    monkeypatch.setattr(Login, "asked", [])
    return Login


def test_many_threads_log_in_once(server: ArmServer, login: type[Login]) -> None:
    connecting = options(server, token=None, cloud=Cloud.USGOVERNMENT)
    with connected(connecting, TARGET) as arm:
        each(lambda _: arm.service(), range(8), 8)
    scope = "https://management.usgovcloudapi.net/.default"
    assert login.asked == [("login.microsoftonline.us", scope)]
    assert redact("it says a-token-from-a-login") == "it says ***"


def test_a_token_that_is_about_to_expire_is_renewed(
    server: ArmServer, login: type[Login], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "seconds", 200)
    with connected(options(server, token=None), TARGET) as arm:
        arm.service()
        asked = len(login.asked)
        arm.service()
    assert len(login.asked) > asked


def test_an_expired_login(server: ArmServer, login: type[Login]) -> None:
    server.token_problem = "expired"
    text = message(options(server, token=None))
    assert text == "the token has expired; run `az login` again"


def test_a_service_that_is_not_there_in_a_subscription_that_may_not_be_listed(
    server: ArmServer,
) -> None:
    server.token_problem = "not for you"
    with connected(options(server), TARGET) as arm:
        text = str(explained(CallError("gone", status=404), arm, options(server)))
    assert text.startswith("there is no API Management service apim-test in resource group rg-ai")


def test_a_long_answer_is_cut(server: ArmServer) -> None:
    with connected(options(server), TARGET) as arm:
        said = str(explained(CallError("word " * 1000, status=500), arm, Connecting()))
    assert len(said) < 600


def test_what_was_given_comes_before_the_environment_and_the_inventory() -> None:
    environment = {"APIMGEN_ARM_ENDPOINT": "https://of.environment", "APIMGEN_ARM_TOKEN": ""}
    assert Connecting.from_environment(environment).arm_endpoint == "https://of.environment"
    assert Connecting.from_environment(environment).token is None
    given = Connecting.from_environment(environment, arm_endpoint="https://given")
    assert given.arm_endpoint == "https://given"
    service = Service(subscription_id="s1", resource_group="g1", name="n1")
    assert Connecting().target(service) == Target("s1", "g1", "n1")
    assert Connecting("s2", "g2", "n2").target(service) == Target("s2", "g2", "n2")


def test_an_option_in_another_case_agrees() -> None:
    Connecting(name="APIM-Test").agree_with(TARGET, "the plan")
    with pytest.raises(ServiceError, match="the options say rg-else"):
        Connecting(resource_group="rg-else").agree_with(TARGET, "the plan")


def test_an_endpoint_may_end_in_a_slash(server: ArmServer) -> None:
    with connected(options(server, arm_endpoint=f"{server.url}/"), TARGET) as arm:
        assert arm.service()["name"] == SERVICE
