"""Uses a derivative that an earlier process wrote, when everything it was made from is the same.

The record beside each file says, as one digest, what the text was made from (`fingerprints`), and what else `compile`
gives: the guards, by the function in whose reach each stands, and the type of the result.
"""

from __future__ import annotations

import functools
import importlib
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np

from tangentx.analysis import types as kinds
from tangentx.analysis.arguments import outer_type_of
from tangentx.analysis.guards import AbsenceGuard, Attributes, CellGuard, Guard, SlotGuard, TypeGuard
from tangentx.analysis.names import Externals, known_type_of
from tangentx.analysis.types import Type
from tangentx.fingerprints import Reach, Unstable, where
from tangentx.frontend.parse import namespace_of
from tangentx.loader import cache
from tangentx.loader.places import Location
from tangentx.records import Emitted, Namespace
from tangentx.templating import registry

_STARTED = time.time_ns()
_FORM = "2"  # of the records
_RECORDED = {
    cls.__name__: cls
    for cls in (
        kinds.Unknown, kinds.Const, kinds.Scalar, kinds.Text, kinds.Array, kinds.Ragged, kinds.Sequence, kinds.ListOf,
        kinds.Dictionary, kinds.Range, kinds.Instance, kinds.Dim,
    )
}  # fmt: skip
_OF_FUNCTIONS = ("__code__", "__defaults__", "__kwdefaults__")
_TOLD = (FunctionType, BuiltinFunctionType, ModuleType, type, np.ufunc, staticmethod)
_NUMBERS = {"float": float, "complex": complex}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, as a digest; `functions`, `owners`, `names`: see `Reach`, of the primal."""

    digest: str
    functions: tuple[FunctionType, ...]
    owners: tuple = ()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Made:
    """A text, and what goes with it."""

    emitted: Emitted
    key: str
    guards: tuple
    namespaces: tuple[
        tuple[str, Namespace], ...
    ]  # those the text cannot import, by the names it has for them
    result_type: Type | None
    notices: tuple[str, ...] = ()  # warnings for the user


def request(primal: Any, types: tuple, *asked: str) -> Request | None:
    """What identifies a derivative in every process; None where nothing does."""
    compiler = _compiler()
    if compiler is None or not isinstance(primal, FunctionType):
        return None
    try:
        reach = Reach(primal, types)
    except (Unstable, RecursionError):
        return None
    versions = (_FORM, compiler, sys.version, np.__version__, np.dtype(int).str)
    digest = cache.digest(*versions, *registry.registered(), *asked, *reach.fields)
    return Request(digest, tuple(reach.functions), reach.owners, frozenset(reach.names))


@functools.cache
def _compiler() -> str | None:
    """A digest of tangentx and its rules; None when a file is newer than what this process runs."""
    parts: list[str | bytes] = []
    for top in (Path(__file__).parent, registry.folder()):
        for folder, inner, names in os.walk(top):
            inner.sort()
            for name in sorted(name for name in names if name.endswith(".py")):
                with open(os.path.join(folder, name), "rb", buffering=0) as file:
                    if os.fstat(file.fileno()).st_mtime_ns >= _STARTED:
                        return None
                    parts += [name, file.read()]
    return cache.digest(*parts)


# -- finding and keeping ------------------------------------------------------------------------------


def find(asked: Request | None, location: Location) -> Made | None:
    """What an earlier process stored for this request; None where there is nothing that may be used."""
    if asked is None or location.path is None:
        return None
    known = cache.meta(location)
    record = known.get("ingredients")
    if not isinstance(record, dict) or record.get("request") != asked.digest:
        return None
    text = cache.lookup(location, known.get("key"))
    if text is None:
        return None
    try:
        return Made(
            Emitted(text, record["entry"]), known["key"], _guards(asked, record["guards"]),
            tuple((name, namespace_of(asked.functions[i])) for name, i in record["namespaces"]),
            _unpack(record["result"]), tuple(record["notices"]),
        )  # fmt: skip
    except (LookupError, TypeError, ValueError, AttributeError, ImportError):
        return None


def keep(asked: Request | None, location: Location, made: Made) -> bool:
    """Put the text on disk, with a record when other processes may use it; False if nothing was written."""
    record: dict[str, Any] = {}
    if asked is not None:
        try:
            record = {
                "request": asked.digest, "entry": made.emitted.entry, "notices": list(made.notices),
                "guards": [_place_of(guard, asked) for guard in made.guards],
                "namespaces": [[name, _owner_of(space, asked.functions)] for name, space in made.namespaces],
                "result": _pack(made.result_type),
            }  # fmt: skip
        except Unstable:
            record = {}
    return cache.store(location, made.emitted.text, made.key, record)


# -- guards -------------------------------------------------------------------------------------------


def _place_of(guard: Any, asked: Request) -> list:
    """[number of a function or owner, what it is there, name]: where a guard looks."""
    if getattr(guard, "owner", None) is not None:
        return _place_of_attribute(guard, asked)
    for number, function in enumerate(asked.functions):
        if isinstance(guard, Guard | TypeGuard) and guard.table is function.__globals__:
            return [number, "global", guard.name]
        if isinstance(guard, AbsenceGuard) and guard.table is function.__globals__:
            return [number, "builtin", guard.name]
        if isinstance(guard, CellGuard):
            for name, cell in namespace_of(function).cells.items():
                if cell is guard.cell:
                    return [number, "cell", name]
    raise Unstable(f"the guard {guard!r}")


def _place_of_attribute(guard: Any, asked: Request) -> list:
    """The same where something has an attribute, or has none: the digest tells of those that are functions or data."""
    if isinstance(guard, SlotGuard) and guard.name in _OF_FUNCTIONS:
        for number, function in enumerate(asked.functions):
            if function is guard.owner:
                return [number, "function", guard.name]
    plain = isinstance(guard, AbsenceGuard | TypeGuard) and not isinstance(guard.table, Attributes)
    plain = plain or isinstance(guard, Guard) and isinstance(guard.value, _TOLD)
    plain = (
        plain and getattr(guard, "type_of", None) is not known_type_of
    )  # the digest has types of numbers only
    for number, owner in enumerate(asked.owners):
        if owner is guard.owner and plain and guard.name in asked.names:
            return [number, "attribute", guard.name]
        if owner is guard.owner and isinstance(guard, AbsenceGuard):
            return [number, "attribute", guard.name]
    raise Unstable(f"the guard {guard!r}")


def _owner_of(space: Namespace, functions: Iterable[FunctionType]) -> int:
    for number, function in enumerate(functions):
        own = namespace_of(function)
        same = own.cells.keys() == space.cells.keys() and all(
            own.cells[k] is c for k, c in space.cells.items()
        )
        if own.globals is space.globals and same:
            return number
    raise Unstable("a namespace out of reach")


def _guards(asked: Request, places: list) -> tuple:
    """The guards that were recorded, on what is there now: the request says that it is as it was."""
    externals = Externals()
    for number, kind, name in places:
        if kind == "attribute":
            externals.asked(asked.owners[number], name)
        elif kind == "function":
            externals.followed(asked.functions[number])
        else:
            space = namespace_of(asked.functions[number])
            found, value = space.lookup(name)
            if found != kind:
                raise LookupError(name)
            externals.guard(space, kind, name, value, outer_type_of(value))
    return tuple(externals.guards)


# -- types as JSON ------------------------------------------------------------------------------------


def _pack(value: Any) -> Any:
    """A type as JSON: numbers and strings as they are, all else as a list that begins with its kind."""
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) in _NUMBERS.values():
        return [type(value).__name__, repr(value)]
    if isinstance(value, type) and where(value):
        return ["class", value.__module__, value.__qualname__]
    if type(value) in (tuple, frozenset):
        return [type(value).__name__, *map(_pack, sorted(value) if isinstance(value, frozenset) else value)]
    if is_dataclass(value) and type(value) is _RECORDED.get(type(value).__name__):
        return [type(value).__name__, *(_pack(getattr(value, field.name)) for field in fields(value))]
    raise Unstable(f"{value!r} in a type")


def _unpack(packed: Any) -> Any:
    if not isinstance(packed, list):
        return packed
    kind, *parts = packed
    if kind == "class":
        found: Any = importlib.import_module(parts[0])
        for part in parts[1].split("."):
            found = getattr(found, part)
        return found
    if kind in _NUMBERS:
        return _NUMBERS[kind](parts[0])
    items = tuple(map(_unpack, parts))
    return (
        {"tuple": tuple, "frozenset": frozenset}[kind](items)
        if kind not in _RECORDED
        else _RECORDED[kind](*items)
    )
