"""The inventory: one YAML file in, a checked and frozen model of it or findings out."""

from __future__ import annotations

from apimgen.inventory.load import Loaded, UnreadableError, load, load_bytes, loads
from apimgen.inventory.model.auth import COGNITIVE_SERVICES, Auth, ManagedIdentity
from apimgen.inventory.model.choices import AuthKind, Endpoints, Pick, Routing, Tier
from apimgen.inventory.model.further import Fragment, NamedValue
from apimgen.inventory.model.inventory import Api, Backend, Inventory, OwnDocument, Service
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
from apimgen.inventory.model.secret_source import ApiKey, SecretValue
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
    "Fragment",
    "Inventory",
    "Loaded",
    "ManagedIdentity",
    "NamedValue",
    "Operation",
    "OwnDocument",
    "Path",
    "Pick",
    "PlaceMap",
    "Policy",
    "Retry",
    "Routing",
    "Scope",
    "ScopeKind",
    "SecretValue",
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
