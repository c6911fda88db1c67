"""Finding what a name outside the function means, and how emitted code will say it.

An external is written `@root.attribute...`.  Roots: a module (`@numpy`), `@_m0`, `@_m1`, ... for the namespaces of the
primal and of the callees inlined into it (globals and cells, read live), `@runtime` for tangentx.runtime, and
`@builtins`.
"""

from __future__ import annotations

import builtins
import enum
import sys
import types as python_types
import typing
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.analysis.arguments import bind_dims, outer_type_of
from tangentx.analysis.guards import (
    AbsenceGuard,
    AnswerGuard,
    Attributes,
    CellGuard,
    Guard,
    SlotGuard,
    TypeGuard,
    is_computed,
    tables_of,
)
from tangentx.analysis.observed import UNIONS, type_of
from tangentx.analysis.program import external
from tangentx.analysis.types import Const, Type
from tangentx.libraries import is_library
from tangentx.records import Function, Namespace
from tangentx.syntax import nodes

_UFUNCS = ("numpy", "scipy.special")  # where those are that do not say it
_MODULES = {"@builtins": builtins, "@runtime": runtime}


@dataclass
class Externals:
    """The outside world of one compilation: namespaces in order of first use, and guards on what was found there."""

    spaces: list[tuple[Namespace, str]] = field(default_factory=list)  # (namespace, module name)
    guards: list[Any] = field(default_factory=list)
    seen: dict = field(default_factory=dict)  # (id of what was asked, the question) -> what was asked

    def root(self, function: Function) -> str:
        """`_m0`, `_m1`, ...: the namespace of a function."""
        for i, (space, _) in enumerate(self.spaces):
            same_cells = {k: id(c) for k, c in space.cells.items()} == {
                k: id(c) for k, c in function.namespace.cells.items()
            }
            if space.globals is function.namespace.globals and same_cells:
                return f"_m{i}"
        self.spaces.append((function.namespace, function.module))
        return f"_m{len(self.spaces) - 1}"

    def lookup(self, function: Function, name: str) -> tuple[gast.AST, Type]:
        """How to write the free name `name` of `function`, and its type.  KeyError when there is no such name."""
        try:
            kind, value = function.namespace.lookup(name)
        except KeyError:
            self.guards.append(AbsenceGuard(function.namespace.globals, name))
            raise
        if kind == "builtin":
            self.guard(function.namespace, kind, name, value, Const(value))
            return external(f"builtins.{name}"), Const(value)
        root = self.root(function)
        found = outer_type_of(value)
        self.guard(function.namespace, kind, name, value, found)
        ours = getattr(value, "__module__", None) or ""
        if ours.startswith("tangentx.") and getattr(sys.modules.get("tangentx.runtime"), name, None) is value:
            return external(f"runtime.{name}"), found
        if isinstance(found, Const) and is_module(value):
            return external(value.__name__), found
        return external(f"{root}.{name}"), bind_dims(found, f"?{root}.{name}")

    def named(self, function: Function) -> gast.AST | None:
        """A function by its name in its module, or in its class; None where it has none."""
        original: Any = function.callable
        first, *parts = original.__qualname__.split(".")
        try:
            kind, value = function.namespace.lookup(first)
            self.guard(function.namespace, kind, first, value, outer_type_of(value))
            for part in parts:
                self.asked(value, part)
                value = getattr(value, part)
        except (KeyError, AttributeError):
            return None
        path = [self.root(function), first, *parts]
        for inner in ("__func__", "__wrapped__"):
            if value is not original and hasattr(value, inner):
                value, path = getattr(value, inner), [*path, inner]
        return external(".".join(path)) if value is original else None

    def known(self, node: gast.AST, types: dict[str, Type]) -> None:
        """What `@builtins.len` and `@runtime.is_sequence` are, for code that says it so itself."""
        written = nodes.dotted(node) or ""
        module, _, name = written.partition(".")
        if written not in types and module in _MODULES:
            types[written] = Const(getattr(_MODULES[module], name))

    def asked(self, owner: Any, name: str, after: type | None = None, exactly: bool = False) -> None:
        """Watch what `owner.name` is, or that there is none.

        after : see `guards.tables_of`.
        exactly : the value is written down in the derivative, also that of a number.
        """
        if not self._first(owner, (name, after, exactly)):
            return
        told = owner if after is None else None
        for table in tables_of(owner, after):
            if name in table:
                self.guards.append(_entry(table, name, told, exactly))
                return
            self.guards.append(AbsenceGuard(table, name, told))
        if name in ("__name__", "__qualname__") and tables_of(owner):
            self.guards.append(SlotGuard(owner, name, getattr(owner, name)))

    def computed(self, owner: Any, name: str, value: Any) -> None:
        """Watch the type of an attribute that code of the user's computes."""
        if is_computed(owner, name) and not isinstance(value, python_types.MethodType):
            if self._first(owner, (name, "computed")):
                self.guards.append(TypeGuard(Attributes(owner), name, outer_type_of(value), outer_type_of))

    def followed(self, fun: Any) -> None:
        """Watch that a function whose body is followed keeps it, and its defaults."""
        if not isinstance(fun, python_types.FunctionType) or is_library(fun.__module__ or ""):
            return
        if self._first(fun, "code"):
            defaults = [kept for kept in ("__defaults__", "__kwdefaults__") if getattr(fun, kept) is not None]
            self.guards += [SlotGuard(fun, kept, getattr(fun, kept)) for kept in ("__code__", *defaults)]

    def written(self, table: dict) -> None:
        """Watch a dict whose keys and values are written down."""
        if self._first(table, "written"):
            self.guards += [TypeGuard(table, k, known_type_of(v), known_type_of) for k, v in table.items()]
            self.guards.append(AnswerGuard(len, (table,), len(table)))

    def kept(self, owner: Any, name: str) -> None:
        """Watch which object an object of a library has under a name."""
        if self._first(owner, ("kept", name)):
            self.guards.append(SlotGuard(owner, name, getattr(owner, name)))

    def answered(self, question: Any, operands: tuple, answer: Any) -> None:
        """Watch what a function of Python's says."""
        if self._first(question, operands):
            self.guards.append(AnswerGuard(question, operands, answer))

    def guard(self, space: Namespace, kind: str, name: str, value: Any, found: Type) -> None:
        """Watch a global, a cell, or that no global hides a builtin."""
        if not self._first(space.cells[name] if kind == "cell" else space.globals, name):
            return
        if kind == "cell":
            self.guards.append(CellGuard(space.cells[name], found, outer_type_of))
        elif kind == "builtin":
            self.guards.append(AbsenceGuard(space.globals, name))
        elif is_the_object(found):
            self.guards.append(Guard(space.globals, name, value))
        else:
            self.guards.append(TypeGuard(space.globals, name, found, outer_type_of))

    def _first(self, owner: Any, question: Any) -> bool:
        """Is it the first time that this is asked?"""
        key = (id(owner), question)
        known = key in self.seen
        self.seen[key] = owner  # alive, so that its id is its own
        return not known


def _entry(table: Any, name: str, owner: Any, exactly: bool) -> Guard | TypeGuard:
    """The guard on what a class body, a module or an object has under a name."""
    value = table[name]
    if exactly:
        return TypeGuard(table, name, known_type_of(value), known_type_of, owner)
    found = outer_type_of(value)
    if is_the_object(found) or hasattr(type(value), "__get__"):
        return Guard(table, name, value, owner)
    return TypeGuard(table, name, found, outer_type_of, owner)


def known_type_of(value: Any) -> Type:
    """The type of a value that is written down in a derivative."""
    return type_of(value, constants=True)


def is_the_object(found: Type) -> bool:
    """Does the type say which object it is?"""
    return isinstance(found, Const) and not isinstance(found.value, bool | str | type(None))


def is_module(value: Any) -> bool:
    """A module that can be imported by its name."""
    return isinstance(value, python_types.ModuleType) and sys.modules.get(value.__name__) is value


def _method_of_distribution(owner: Any, method: str) -> gast.AST | None:
    """`scipy.stats.norm.cdf`, for a method of an object that SciPy's module has under the object's own name."""
    module = sys.modules.get("scipy.stats")
    name = getattr(owner, "name", type(owner).__name__.removesuffix("_gen"))  # those of vectors have no name
    if not isinstance(name, str) or module is None or getattr(module, name, None) is not owner:
        return None
    return external(f"scipy.stats.{name}.{method}")


def _homes(value: Any) -> tuple[str, ...]:
    """The modules where it may be: `scipy.interpolate` first for one of `scipy.interpolate._bsplines`."""
    module = getattr(value, "__module__", None)
    if module:
        return module.partition("._")[0], module, module.split(".")[0]
    return _UFUNCS if type(value).__name__ == "ufunc" else ()


def _union(value: Any) -> gast.AST | None:
    """`int | float`; None where a class cannot be written."""
    parts = [nodes.constant(None) if cls is type(None) else canonical(cls) for cls in typing.get_args(value)]
    return None if None in parts else reduce(lambda a, b: gast.BinOp(a, gast.BitOr(), b), parts)


def canonical(value: Any) -> gast.AST | None:
    """An external expression that evaluates to this function, class or slice, or None.

    >>> import numpy
    >>> canonical(numpy.linalg.solve).attr
    'solve'
    """
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if isinstance(value, python_types.ModuleType):
        return external(value.__name__) if is_module(value) else None
    if isinstance(value, slice):
        bounds = [value.start, value.stop, value.step][: 2 if value.step is None else 3]
        shown = bounds[1:] if bounds[0] is None and len(bounds) == 2 else bounds
        return gast.Call(external("builtins.slice"), [gast.Constant(b, None) for b in shown], [])
    if isinstance(value, enum.Enum):
        cls = canonical(type(value))
        return None if cls is None or value.name is None else gast.Attribute(cls, value.name, gast.Load())
    if isinstance(value, UNIONS):
        return _union(value)
    owner = getattr(value, "__self__", None)
    if isinstance(owner, np.ufunc):  # `np.multiply.reduce`
        ufunc = canonical(owner)
        return None if ufunc is None else gast.Attribute(ufunc, value.__name__, gast.Load())
    if isinstance(value, python_types.MethodType) and not isinstance(owner, type):
        return _method_of_distribution(owner, value.__name__)
    for candidate in _homes(value) if name is not None else ():
        found: Any = sys.modules.get(candidate)
        for part in name.split("."):
            found = getattr(found, part, None)
        if found is value:
            return external(f"{candidate}.{name}")
    return None
