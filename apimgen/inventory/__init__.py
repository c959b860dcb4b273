"""The inventory: one YAML file in, a checked and frozen model of it or findings out."""

from __future__ import annotations

from apimgen.inventory.load import Loaded, UnreadableError, load, load_bytes, loads
from apimgen.inventory.model.auth import COGNITIVE_SERVICES, Auth, ManagedIdentity
from apimgen.inventory.model.choices import AuthKind, Endpoints, Pick, Routing, Tier
from apimgen.inventory.model.inventory import Api, ApiKey, Backend, Inventory, Service
from apimgen.inventory.model.operation import Operation
from apimgen.inventory.model.policy import (
    Cooldown,
    Exhausted,
    Extra,
    Forward,
    Policy,
    Retry,
    Section,
)
from apimgen.inventory.model.scope import Scope, ScopeKind
from apimgen.inventory.model.statuses import StatusRange, is_failure
from apimgen.inventory.schema import json_schema
from apimgen.inventory.yaml.places import Path, PlaceMap

__all__ = [
    "COGNITIVE_SERVICES",
    "Api",
    "ApiKey",
    "Auth",
    "AuthKind",
    "Backend",
    "Cooldown",
    "Endpoints",
    "Exhausted",
    "Extra",
    "Forward",
    "Inventory",
    "Loaded",
    "ManagedIdentity",
    "Operation",
    "Path",
    "Pick",
    "PlaceMap",
    "Policy",
    "Retry",
    "Routing",
    "Scope",
    "ScopeKind",
    "Section",
    "Service",
    "StatusRange",
    "Tier",
    "UnreadableError",
    "is_failure",
    "json_schema",
    "load",
    "load_bytes",
    "loads",
]
