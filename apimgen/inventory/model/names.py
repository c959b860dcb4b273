"""What names may look like: each field of the inventory that names a thing is checked here.

The bounds are those of the service's resources: named values
(https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/namedvalues), APIs and
products beside it, Azure OpenAI deployments, and of files, since a policy's name becomes one.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from apimgen.inventory.model.entry import Text
from apimgen.inventory.problems import problem

KEY_SUFFIX: Final = "-key"
POOL_SUFFIX: Final = "-pool"
NAMED_VALUE_MAX: Final = 256

NAMED_VALUE: Final = r"^[A-Za-z0-9._-]+$"
FRAGMENT: Final = r"^[A-Za-z0-9_]([A-Za-z0-9_-]{0,78}[A-Za-z0-9_])?$"
FILE: Final = r"^[^/\\][^\\]*$"
API_NAME: Final = r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,78}[A-Za-z0-9])?$"
DEPLOYMENT: Final = r"^[A-Za-z0-9._-]{1,64}$"
RESOURCE_ID: Final = r"^[A-Za-z0-9._~;=!@$(),-]{1,256}$"
API_PATH: Final = r"^([A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*)?$"
VARIABLE: Final = r"^[A-Za-z_][A-Za-z0-9_]*$"
REGION: Final = r"^[A-Za-z0-9]+( [A-Za-z0-9]+)*$"
SUBSCRIPTION: Final = r"^[A-Za-z0-9-]{1,64}$"
RESOURCE_GROUP: Final = r"^[A-Za-z0-9._()-]{0,89}[A-Za-z0-9_()-]$"
SERVICE_NAME: Final = r"^[A-Za-z]([A-Za-z0-9-]{0,48}[A-Za-z0-9])?$"
AUDIENCE: Final = r"^(https|api)://[A-Za-z0-9._~:/-]+$"
CLIENT_ID: Final = r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"

HEADER: Final = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"
PROPERTY: Final = r"^[A-Za-z_][A-Za-z0-9_-]*$"
METRIC_NAMESPACE: Final = r"^[A-Za-z][A-Za-z0-9 ._/-]{0,199}$"

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def backend_name(name: str) -> str:
    """A backend's name, which is a named value's too, and with ``-key`` after it another's."""
    most = NAMED_VALUE_MAX - len(KEY_SUFFIX)
    _match(NAMED_VALUE, name, "a named value's name: letters, digits, dots, hyphens, underscores")
    if len(name) > most:
        raise problem("bad-name", f"{{found}} is longer than {most} characters")
    return name


def named_value(name: str) -> str:
    """The name of a further named value."""
    _match(NAMED_VALUE, name, "a named value's name: letters, digits, dots, hyphens, underscores")
    if len(name) > NAMED_VALUE_MAX:
        raise problem("bad-name", f"{{found}} is longer than {NAMED_VALUE_MAX} characters")
    return name


def fragment(name: str) -> str:
    """The id of a policy fragment, which is its file's name too."""
    _match(
        FRAGMENT,
        name,
        "a fragment's id: up to 80 letters, digits, hyphens, underscores, with no hyphen at "
        "either end",
    )
    _not_reserved(name)
    return name


def file(path: str) -> str:
    """The path of a file from the inventory's folder, the same on every system."""
    if "\\" in path:
        raise problem("bad-name", "{found} has a backslash; write / between folders")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        raise problem(
            "bad-name",
            "{found} is a path from the root; write it from the inventory's folder",
        )
    if not path.strip() or not path.isprintable():
        raise problem("bad-name", "{found} is not the path of a file")
    return path


def pool_name(policy: str) -> str:
    """The id of the pool of a policy with ``routing: pool``."""
    return policy + POOL_SUFFIX


def entity_name(backend: str, deployment: str, *, in_path: bool) -> str:
    """The id of the entity of one deployment of a backend.

    Args:
        backend: its name.
        deployment: the name that callers use.
        in_path: whether requests name it in their path, so that the entity's URL brings it.
    """
    return f"{backend}-{deployment.lower()}" + ("" if in_path else "-by-model")


def policy_name(name: str) -> str:
    """A policy's name, which is its file's name on every system."""
    _match(NAMED_VALUE, name, "a file's name: letters, digits, dots, hyphens, underscores")
    if name.startswith("."):
        raise problem("bad-name", "{found} starts with a dot, which hides the file")
    if len(name) > 200:
        raise problem("bad-name", "{found} is longer than 200 characters")
    _not_reserved(name)
    return name


def api_name(name: str) -> str:
    """The id of an API that is created: the service's rules, and a folder's name besides."""
    _match(
        API_NAME,
        name,
        "an API's id: up to 80 letters, digits, dots, hyphens, underscores, "
        "with a letter or digit at both ends",
    )
    _not_reserved(name)
    return name


def resource_id(name: str) -> str:
    """The id of a product, an API or an operation that may exist already."""
    return _match(
        RESOURCE_ID, name, "a resource's id: up to 256 characters without * # & + : < > ? /"
    )


def deployment(name: str) -> str:
    """The name of a model's deployment, as it is in the request's path."""
    return _match(
        DEPLOYMENT,
        name,
        "a deployment's name: up to 64 letters, digits, dots, hyphens, underscores",
    )


def api_path(path: str) -> str:
    """The part of the gateway's address that leads to an API."""
    if path.startswith("/") or (path.endswith("/") and path):
        raise problem("bad-name", "{found} has a slash at its start or end; write it without")
    return _match(
        API_PATH,
        path,
        "a path: letters, digits, dots, hyphens, underscores, tildes between slashes",
    )


def variable(name: str) -> str:
    """The name of an environment variable. It is never quoted: it may be a key put there."""
    if not re.fullmatch(VARIABLE, name):
        raise problem(
            "bad-name",
            "env takes the name of an environment variable, such as OPENAI_KEY, never a key itself",
        )
    return name


def region(name: str) -> str:
    """An Azure region, as a word (``eastus``) or as the portal shows it (``East US``)."""
    return _match(REGION, name, "a region's name, such as eastus")


def subscription(name: str) -> str:
    """The id of an Azure subscription."""
    return _match(SUBSCRIPTION, name, "a subscription's id: 32 hexadecimal digits with hyphens")


def resource_group(name: str) -> str:
    """The name of a resource group."""
    return _match(
        RESOURCE_GROUP,
        name,
        "a resource group's name: up to 90 letters, digits, dots, hyphens, underscores, brackets, "
        "with no dot at its end",
    )


def service_name(name: str) -> str:
    """The name of an API Management instance, which is a host name too."""
    return _match(
        SERVICE_NAME,
        name,
        "an API Management instance's name: up to 50 letters, digits and hyphens, "
        "with a letter first and no hyphen last",
    )


def client_id(name: str) -> str:
    """The client id of a user-assigned identity."""
    return _match(CLIENT_ID, name, "a client id: 32 hexadecimal digits as 8-4-4-4-12")


def audience(text: str) -> str:
    """The audience of a token: the address of the service that it is for."""
    return _match(AUDIENCE, text, "an audience, such as https://cognitiveservices.azure.com")


def header(name: str) -> str:
    """The name of an HTTP header."""
    return _match(HEADER, name, "a header's name, such as x-session-id")


def property_name(name: str) -> str:
    """The name of a property at the top of a JSON body."""
    return _match(PROPERTY, name, "a property's name: letters, digits, underscores, hyphens")


def metric_namespace(name: str) -> str:
    """The namespace of a metric in Application Insights."""
    return _match(METRIC_NAMESPACE, name, "a metric's namespace: letters, digits, blanks, . _ / -")


def _match(pattern: str, name: str, expected: str) -> str:
    # fullmatch, since $ lets a line break pass
    if not re.fullmatch(pattern, name):
        raise problem("bad-name", f"{{found}} is not {expected}")
    return name


def _not_reserved(name: str) -> None:
    if _RESERVED.fullmatch(name):
        raise problem("bad-name", "{found} is a device on Windows, where no file can have its name")


BackendName = Annotated[str, Text(backend_name, NAMED_VALUE, NAMED_VALUE_MAX - len(KEY_SUFFIX))]
NamedValueName = Annotated[str, Text(named_value, NAMED_VALUE, NAMED_VALUE_MAX)]
FragmentName = Annotated[str, Text(fragment, FRAGMENT)]
FilePath = Annotated[str, Text(file, FILE)]
PolicyName = Annotated[str, Text(policy_name, NAMED_VALUE, 200)]
ApiName = Annotated[str, Text(api_name, API_NAME)]
ResourceId = Annotated[str, Text(resource_id, RESOURCE_ID)]
Deployment = Annotated[str, Text(deployment, DEPLOYMENT)]
ApiPath = Annotated[str, Text(api_path, API_PATH)]
Variable = Annotated[str, Text(variable, VARIABLE)]
Region = Annotated[str, Text(region, REGION)]
SubscriptionId = Annotated[str, Text(subscription, SUBSCRIPTION)]
ResourceGroup = Annotated[str, Text(resource_group, RESOURCE_GROUP)]
ServiceName = Annotated[str, Text(service_name, SERVICE_NAME)]
Audience = Annotated[str, Text(audience, AUDIENCE)]
ClientId = Annotated[str, Text(client_id, CLIENT_ID)]
HeaderName = Annotated[str, Text(header, HEADER)]
PropertyName = Annotated[str, Text(property_name, PROPERTY)]
MetricNamespace = Annotated[str, Text(metric_namespace, METRIC_NAMESPACE)]
