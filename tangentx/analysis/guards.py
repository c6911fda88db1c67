"""Facts about the outside world that a derivative was written for, each asked again when the derivative is called.

Whatever the compiler looks up outside the function has one: a global, a closure's cell, an attribute of a module or of
a class, one that is not there, the code of a function.  `owner` and `name` are what was asked for, where an attribute
was; see `Externals`, which makes them, and `tangentx.standing`, which asks them all at once.
"""

from __future__ import annotations

import types as python_types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tangentx.analysis.types import Type
from tangentx.libraries import is_library

MISSING = object()


@dataclass(frozen=True, slots=True)
class Guard:
    """`name` in `table` is still `value` (by identity)."""

    table: Any
    name: Any
    value: Any
    owner: Any = None

    def __call__(self) -> bool:
        return self.table.get(self.name, MISSING) is self.value


@dataclass(frozen=True, slots=True)
class TypeGuard:
    """What is read live under `name` in `table` still has the type compiled for."""

    table: Any
    name: str
    kind: Type
    type_of: Callable
    owner: Any = None

    def __call__(self) -> bool:
        return self.name in self.table and self.type_of(self.table[self.name]) == self.kind


@dataclass(frozen=True, slots=True)
class AbsenceGuard:
    """There is still no `name` in `table`."""

    table: Any
    name: str
    owner: Any = None

    def __call__(self) -> bool:
        return self.name not in self.table


@dataclass(frozen=True, slots=True)
class CellGuard:
    """A closure's cell still holds a value of the type (or the very object) compiled for."""

    cell: Any
    kind: Type
    type_of: Callable

    def __call__(self) -> bool:
        try:
            return self.type_of(self.cell.cell_contents) == self.kind
        except ValueError:  # it is empty
            return False


@dataclass(frozen=True, slots=True)
class SlotGuard:
    """What a function or class has in every case, as `__code__` and `__name__`, is still `value`."""

    owner: Any
    name: str
    value: Any

    def __call__(self) -> bool:
        return getattr(self.owner, self.name) is self.value


@dataclass(frozen=True, slots=True)
class AnswerGuard:
    """A function of Python's still gives the same."""

    question: Callable
    operands: tuple
    answer: Any

    def __call__(self) -> bool:
        return self.question(*self.operands) == self.answer


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of something as a table: those that code of the user's computes, as `__getattr__` of a module."""

    owner: Any

    def __getitem__(self, name: str) -> Any:
        return getattr(self.owner, name)

    def __contains__(self, name: str) -> bool:
        return hasattr(self.owner, name)

    def get(self, name: str, default: Any = None) -> Any:
        return getattr(self.owner, name, default)


def is_computed(owner: Any, name: str) -> bool:
    """Does an attribute that is there come from a metaclass, a property or `__getattr__` of the user's?"""
    tables = tables_of(owner)
    found = next((table[name] for table in tables if name in table), MISSING)
    if found is not MISSING or not tables:
        return not isinstance(owner, type) and isinstance(found, property)
    return not isinstance(owner, type) or not any(name in vars(base) for base in (*owner.__mro__, type))


def tables_of(owner: Any, after: type | None = None) -> list:
    """Where Python looks an attribute up, in order; what belongs to a library does not change and is left out.

    after : a class of which only those behind it are asked, as `super()` does.
    """
    if isinstance(owner, python_types.ModuleType):
        return [] if is_library(owner.__name__) else [vars(owner)]
    if isinstance(owner, type):
        mro = owner.__mro__
        bases = mro[mro.index(after) + 1 :] if after in mro else mro
        bases = [vars(base).get("tangentx_original", base) for base in bases]
        return [vars(base) for base in bases if not is_library(base.__module__ or "")]
    if is_library(getattr(owner, "__module__", None) or ""):
        return []
    own = getattr(owner, "__dict__", None)
    return [own] * isinstance(own, dict) + tables_of(type(owner))
