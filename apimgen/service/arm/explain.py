"""The usual failures of a connection, each as one line with the next step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from apimgen.nearest import nearest
from apimgen.service.arm.connect import Connecting, ServiceError
from apimgen.service.arm.retrying import CallError, NoAnswerError
from apimgen.service.resources.target import Cloud, Target

if TYPE_CHECKING:
    from apimgen.service.arm.client import Arm

ROLE: Final = "API Management Service Contributor"

_ACTION: Final = re.compile(r"perform action '([^']+)'")


def explained(error: CallError, arm: Arm, connecting: Connecting) -> ServiceError:
    """The failure as a message for a person, in one line."""
    if isinstance(error, NoAnswerError):
        return ServiceError(_no_answer(str(error), connecting))
    if error.code == "NoCredential":
        return ServiceError(
            "not logged in to Azure: run `az login`, or in a pipeline set AZURE_CLIENT_ID, "
            f"AZURE_TENANT_ID and a federated token or secret{_cloud_hint(connecting)}; "
            "APIMGEN_ARM_TOKEN takes a token of your own"
        )
    match error.status:
        case 401:
            message = _unauthorised(error, connecting)
        case 403:
            message = _forbidden(error, arm.target)
        case 404:
            message = _not_found(error, arm, connecting)
        case 407:
            message = _no_answer("the proxy", connecting)
        case int(status) if status < 400:
            message = _no_answer("no JSON", connecting)
        case status:
            shown = f" (status {status})" if status else ""
            message = f"the service refused{shown}: {_one_line(str(error))}"
    return ServiceError(message)


# Parts of the message of a failed connection, and what they mean.
_CONNECTIONS: Final = {
    ("invalid path", "No such file"): (
        "REQUESTS_CA_BUNDLE names a file that can't be read; it takes a PEM file with certificates"
    ),
    ("NO_CERTIFICATE_OR_CRL_FOUND", "PEM lib", "BAD_BASE64"): (
        "REQUESTS_CA_BUNDLE names a file without a certificate; it takes a PEM file"
    ),
    ("CERTIFICATE_VERIFY_FAILED",): (
        "the certificate of {endpoint} is not trusted; set REQUESTS_CA_BUNDLE to a PEM file with "
        "the certificate of the proxy or emulator that answers there"
    ),
    ("non-TLS",): "{endpoint} redirects to an address without TLS, which no token is sent to",
    ("deserialize", "JSON"): (
        "{endpoint} is not Azure Resource Manager: it does not answer with JSON; check "
        "--arm-endpoint and HTTPS_PROXY, and whether the network asks for a login"
    ),
    ("roxy",): (
        "the proxy does not pass on the call to {endpoint}; check HTTPS_PROXY and NO_PROXY"
    ),
    ("Name or service", "getaddrinfo", "nodename", "resolve"): (
        "the name of {endpoint} cannot be resolved; check the network, DNS, HTTPS_PROXY, and "
        "--cloud or --arm-endpoint"
    ),
    ("Read timed out",): "{endpoint} did not answer in time; try again",
    ("Connection aborted", "reset by peer"): (
        "{endpoint} closed the connection; try again, and check the network and HTTPS_PROXY"
    ),
    ("Connection refused",): (
        "nothing listens at {endpoint}; check --arm-endpoint, or that the emulator runs"
    ),
}


def _no_answer(message: str, connecting: Connecting) -> str:
    endpoint = connecting.arm_endpoint or connecting.cloud.arm
    for signs, meaning in _CONNECTIONS.items():
        if any(sign in message for sign in signs):
            return meaning.format(endpoint=endpoint)
    return f"no answer from {endpoint}: {_one_line(message)}; check the network and try again"


def _unauthorised(error: CallError, connecting: Connecting) -> str:
    source = "renew APIMGEN_ARM_TOKEN" if connecting.token else "run `az login` again"
    said = f"{error.code} {error}".lower()
    if "expir" in said:
        return f"the token has expired; {source}"
    if "tenant" in said or "issuer" in said:
        return (
            "the token belongs to another tenant than the subscription; run `az login --tenant ID` "
            "or pick the subscription with `az account set --subscription ID`"
        )
    if "audience" in said:
        return (
            f"the token is for another cloud than {connecting.cloud}; check --cloud, and "
            "`az cloud show`"
        )
    return f"the service does not accept the token: {_one_line(str(error))}; {source}"


def _forbidden(error: CallError, target: Target) -> str:
    action = _ACTION.search(str(error))
    what = f"do {action[1]}" if action else "do this"
    return (
        f"no permission to {what} on {target.name}; ask for the role "
        f'"{ROLE}": az role assignment create --role "{ROLE}" --assignee YOU --scope {target.id}'
    )


def _not_found(error: CallError, arm: Arm, connecting: Connecting) -> str:
    target = arm.target
    if error.code in {"SubscriptionNotFound", "InvalidSubscriptionId"}:
        return (
            f"this login does not see subscription {target.subscription_id} in the "
            f"{connecting.cloud} cloud; check --subscription, --cloud and `az account list`"
        )
    try:
        services = arm.services()
    except CallError:
        services = []
    places = {item["name"]: Target.from_id(item["id"]) for item in services}
    if target.name in places:
        group = places[target.name].resource_group
        return f"{target.name} is in resource group {group}, not in {target.resource_group}"
    near = nearest(target.name, places)
    if near:
        hint = f"did you mean {near} in {places[near].resource_group}?"
    elif places:
        hint = f"the subscription has {', '.join(sorted(places)[:5])}"
    else:
        hint = "the subscription has none that you may see; check --subscription and --cloud"
    return (
        f"there is no API Management service {target.name} in resource group "
        f"{target.resource_group}; {hint}"
    )


def _cloud_hint(connecting: Connecting) -> str:
    names = {Cloud.USGOVERNMENT: "AzureUSGovernment", Cloud.CHINA: "AzureChinaCloud"}
    name = names.get(connecting.cloud)
    return f" (after `az cloud set --name {name}`)" if name else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500].rstrip(". ")
