"""Calls that carry no derivative whatever they are given: what only reports, and what makes random numbers.

`print(loss)`, `log.info("step %d", k)` and `warnings.warn(...)` look at values, keep none and write on none.  The
methods of random generators give values whose types a generator of the same class tells.
"""

from __future__ import annotations

import builtins
import logging
import random
import sys
import types as python_types
import warnings
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import gast
import numpy as np

from tangentx import interpolation
from tangentx.analysis.scope import LocalFunction
from tangentx.analysis.types import UNKNOWN, Const, Instance, Type
from tangentx.records import Function

_LEVELS = ("debug", "info", "warning", "error", "critical", "exception", "log")
_FUNCTIONS = (builtins.print, warnings.warn, *(getattr(logging, level) for level in _LEVELS))
_READERS = ("len", "sum", "min", "max", "sorted", "enumerate", "zip", "list", "tuple", "any", "all", "set")
_PARTS = ("linalg", "special", "fft", "signal", "ndimage", "spatial", "sparse", "interpolate")
_PURE = tuple(f"scipy.{part}" for part in _PARTS)
_STATE = (np.geterr, np.geterrcall, np.getbufsize, np.get_printoptions)  # what they give changes
_OF_MODULES = ("numpy.testing", "pprint")
CHANGERS = (
    "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "appendleft", "popleft", "extendleft",
    "rotate", "add", "discard", "update", "setdefault", "popitem", "fill", "put", "itemset", "resize", "partition",
    "heappush", "heappop", "heapify", "heappushpop", "heapreplace", "insort", "insort_left", "insort_right", "shuffle",
    "copyto", "place", "putmask", "fill_diagonal", "put_along_axis", "at", "send", "setattr", "delattr", "next", "exec",
)  # fmt: skip

#: what a call of these gives
_MAKERS: Mapping[Any, type] = MappingProxyType({
    logging.getLogger: logging.Logger, np.random.default_rng: np.random.Generator,
    np.random.RandomState: np.random.RandomState, random.Random: random.Random,
})  # fmt: skip

#: a value of a class whose methods may be tried
_SAMPLES: Mapping[type, Callable] = MappingProxyType({
    np.random.Generator: lambda: np.random.default_rng(1), np.random.RandomState: lambda: np.random.RandomState(1),
    random.Random: lambda: random.Random(1),
})  # fmt: skip


def is_closed(function: python_types.FunctionType, kinds: list[Type]) -> bool:
    """Is it of Python's own library, or NumPy's or SciPy's and given nothing to call back?"""
    root = (function.__module__ or "").partition(".")[0]
    if root in sys.stdlib_module_names:
        return True
    known = [kind.value for kind in kinds if isinstance(kind, Const)]
    return (root == "numpy" or is_pure_scipy(function)) and not any(
        callable(v) or isinstance(v, LocalFunction) for v in known
    )


def is_pure_scipy(function: Any) -> bool:
    """Is it of a part of SciPy that computes values of arrays, and does nothing else?"""
    return (getattr(function, "__module__", None) or "").startswith(_PURE)


def only_computes(callee: Any, keywords: Iterable[str]) -> bool:
    """May its call be dropped, and made with samples?"""
    module = getattr(callee, "__module__", None) or ""
    if any(callee is asks for asks in _STATE):
        return False
    if is_pure_scipy(callee):
        return "output" not in keywords
    if isinstance(getattr(callee, "__self__", None), np.ufunc):
        return callee.__name__ != "at"
    return module.split(".")[0] in ("numpy", "math", "builtins") and "random" not in module


def only_reads(function: Function, given: set[str]) -> bool:
    """Does a function of the user's surely not change the lists of numbers that these parameters are?"""
    reads = 0
    for node in gast.walk(function.tree):
        parts = [getattr(node, part, None) for part in ("iter", "comparators", "left")]
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load):
            parts.append(node.value)
        elif isinstance(node, gast.Call) and getattr(node.func, "id", None) in _READERS:
            parts.append(node.args)
        flat = [p for part in parts for p in (part if isinstance(part, list) else [part])]
        reads += sum(getattr(part, "id", None) in given for part in flat)
    mentions = [n for n in gast.walk(function.tree) if isinstance(n, gast.Name) and n.id in given]
    return reads == sum(not isinstance(n.ctx, gast.Param) for n in mentions)


def only_looks(function: Function) -> bool:
    """Does a recursive function surely change none of its arguments: no store, no method that changes, no call of
    another function of the user's?"""
    names = {p.name for p in function.parameters}
    for node in gast.walk(function.tree):
        if isinstance(node, gast.Subscript | gast.Attribute) and not isinstance(node.ctx, gast.Load):
            return False
        if isinstance(node, gast.AugAssign) and getattr(node.target, "id", None) in names:
            return False
        func = node.func if isinstance(node, gast.Call) else None
        if getattr(func, "attr", getattr(func, "id", None)) in CHANGERS:
            return False
        if isinstance(func, gast.Name) and func.id != function.name and not hasattr(builtins, func.id):
            return False
    return True


def only_reports(callee: Any) -> bool:
    """Does the function look at its arguments only?"""
    try:
        if callee in _FUNCTIONS:
            return True
    except (TypeError, ValueError):  # it cannot be compared
        return False
    module = getattr(callee, "__module__", None) or ""
    owner = getattr(callee, "__self__", None)
    return module.startswith(_OF_MODULES) or reports(type_of_owner(owner), getattr(callee, "__name__", ""))


def reports(owner: Type, name: str) -> bool:
    """Is it a method of a logger, or one that makes text?"""
    if isinstance(owner, Const) and isinstance(owner.value, str):
        return name in ("format", "join")
    return isinstance(owner, Instance) and issubclass(owner.cls, logging.Logger) and name in _LEVELS


def type_of_owner(owner: Any) -> Type:
    """The type of the object a bound method belongs to, as far as it matters here."""
    return UNKNOWN if owner is None or isinstance(owner, python_types.ModuleType) else Instance(type(owner))


def made(callee: Any) -> Type:
    """The type of what a call of a maker gives."""
    try:
        cls = _MAKERS.get(callee)
    except TypeError:  # not hashable
        cls = None
    cls = cls or interpolation.made_by(callee)
    return UNKNOWN if cls is None else Instance(cls)


def stand_in(cls: type) -> Any:
    """An object of the class that may be asked instead of the user's, or None."""
    return _SAMPLES[cls]() if cls in _SAMPLES else interpolation.sample(cls)


def drawn(callee: Any) -> Callable | None:
    """For `random.gauss` and `np.random.rand`: the same method of a generator that is nobody's."""
    other = stand_in(type(getattr(callee, "__self__", None)))
    return None if other is None else getattr(other, callee.__name__)
