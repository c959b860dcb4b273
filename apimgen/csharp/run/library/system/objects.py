"""What every object has, and ``Type``."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.model.lookup import base_class, is_enum, is_value
from apimgen.csharp.model.types import Form, Type, named
from apimgen.csharp.run.errors import null_reference
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.system.types import TypeThing
from apimgen.csharp.run.values import Thing
from apimgen.csharp.run.values.casts import type_of
from apimgen.csharp.run.values.equality import equals, hash_of, same
from apimgen.csharp.run.values.texts import text
from apimgen.csharp.run.values.typenames import dotnet_name, namespace, short_name


class Plain(Thing):
    """``new object()``."""

    __slots__ = ()

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("object")


@member("object", "new")
def new() -> Plain:
    """``new object()``."""
    return Plain()


member("object", "ToString")(text)
member("object", "Equals", "object")(equals)
member("object", "Equals", "object, object")(equals)


@member("object", "GetHashCode")
def hash_code(value: Any) -> int:
    """``GetHashCode()``; null in a ``T?`` has one, too."""
    return 0 if value is None else hash_of(value)


@member("object", "ReferenceEquals")
def are_same(one: Any, other: Any) -> bool:
    """``ReferenceEquals(one, other)``."""
    return same(one, other)


@member("object", "GetType")
def type_object(value: Any) -> TypeThing:
    """``GetType()``."""
    if value is None:
        raise null_reference()
    return TypeThing(type_of(value))


@member("MemberInfo", "Name")
def name(of: TypeThing) -> str:
    """``Name``."""
    return short_name(of.of)


@member("Type", "FullName")
def full_name(of: TypeThing) -> str:
    """``FullName``."""
    return dotnet_name(of.of)


@member("Type", "Namespace")
def space(of: TypeThing) -> str | None:
    """``Namespace``."""
    return namespace(of.of)


@member("Type", "IsArray")
def is_array(of: TypeThing) -> bool:
    """``IsArray``."""
    return of.of.form is Form.ARRAY


@member("Type", "IsEnum")
def is_an_enum(of: TypeThing) -> bool:
    """``IsEnum``."""
    return is_enum(of.of)


@member("Type", "IsValueType")
def is_value_type(of: TypeThing) -> bool:
    """``IsValueType``."""
    return is_value(of.of)


@member("Type", "IsGenericType")
def is_generic(of: TypeThing) -> bool:
    """``IsGenericType``."""
    return bool(of.of.arguments) and of.of.form is not Form.ARRAY


@member("Type", "BaseType")
def base_type(of: TypeThing) -> TypeThing | None:
    """``BaseType``."""
    found = base_class(of.of)
    return None if found is None else TypeThing(found)


@member("Type", "Equals")
def are_equal(of: TypeThing, other: Any) -> bool:
    """``Equals``."""
    return of.csharp_equals(other)


for _owner in ("Type", "MemberInfo"):

    @member(_owner, "op_Equality")
    def same_types(one: TypeThing | None, other: TypeThing | None) -> bool:
        """``==``."""
        return one is other if one is None or other is None else one.of is other.of

    @member(_owner, "op_Inequality")
    def other_types(one: TypeThing | None, other: TypeThing | None) -> bool:
        """``!=``."""
        return not same_types(one, other)
