"""The words that keys of the inventory choose among."""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """The tier of an API Management instance."""

    CONSUMPTION = "consumption"
    DEVELOPER = "developer"
    BASIC = "basic"
    STANDARD = "standard"
    PREMIUM = "premium"
    BASICV2 = "basicv2"
    STANDARDV2 = "standardv2"
    PREMIUMV2 = "premiumv2"


class AuthKind(StrEnum):
    """How the gateway proves itself to a backend."""

    MANAGED_IDENTITY = "managed-identity"
    API_KEY = "api-key"
    NONE = "none"


class Endpoints(StrEnum):
    """Where the backends' URLs are written: in named values, or in the policy itself."""

    NAMED_VALUES = "named-values"
    INLINE = "inline"


class Routing(StrEnum):
    """How a request finds its backend."""

    SINGLE = "single"
    RANDOM = "random"
    WEIGHTED = "weighted"
    PRIORITY = "priority"
    POOL = "pool"


class Pick(StrEnum):
    """Which backends a retry may go to: any again, or those that this request has not tried."""

    RANDOM = "random"
    UNTRIED = "untried"


class Caller(StrEnum):
    """What tells callers apart."""

    SUBSCRIPTION = "subscription"
    PRODUCT = "product"
    USER = "user"
    ADDRESS = "address"


class Prefer(StrEnum):
    """Which backends come first within their priority."""

    NONE = "none"
    GATEWAY_REGION = "gateway-region"
