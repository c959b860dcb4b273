"""Which service, and in which cloud."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Cloud(StrEnum):
    """The Azure clouds, by the words of ``--cloud``."""

    PUBLIC = "public"
    USGOVERNMENT = "usgovernment"
    CHINA = "china"

    @property
    def arm(self) -> str:
        """The address of Azure Resource Manager."""
        return {
            Cloud.PUBLIC: "https://management.azure.com",
            Cloud.USGOVERNMENT: "https://management.usgovcloudapi.net",
            Cloud.CHINA: "https://management.chinacloudapi.cn",
        }[self]

    @property
    def authority(self) -> str:
        """The host that gives out tokens."""
        return {
            Cloud.PUBLIC: "login.microsoftonline.com",
            Cloud.USGOVERNMENT: "login.microsoftonline.us",
            Cloud.CHINA: "login.chinacloudapi.cn",
        }[self]


@dataclass(frozen=True)
class Target:
    """A service by its place in Azure."""

    subscription_id: str
    resource_group: str
    name: str

    @property
    def id(self) -> str:
        """The service's id in Azure Resource Manager."""
        return (
            f"/subscriptions/{self.subscription_id}/resourceGroups/{self.resource_group}"
            f"/providers/Microsoft.ApiManagement/service/{self.name}"
        )

    @classmethod
    def from_id(cls, service_id: str) -> Target:
        """The service that an id names.

        Raises:
            ValueError: where it is not the id of a service.
        """
        parts = service_id.strip("/").split("/")
        words = [part.lower() for part in parts[::2]]
        if words != ["subscriptions", "resourcegroups", "providers", "service"]:
            raise ValueError(f"{service_id!r} is not the id of an API Management service")
        return cls(parts[1], parts[3], parts[7])
