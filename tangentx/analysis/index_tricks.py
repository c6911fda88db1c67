"""Objects of a library that are indexed for what they make: `np.r_[a, b]`, `np.c_[a, b]`.

*Gives* the calls that they stand for; what may need a derivative and is no such call is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import gast
import numpy as np

from tangentx.analysis import containers
from tangentx.analysis.as_arrays import beside_array
from tangentx.analysis.indexing import build_index, index_atoms
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import UNKNOWN, Array, Const, Dictionary, Dim, Instance, Scalar, Sequence, Type
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def read(s, target: str, base: gast.AST, index: gast.AST, place: Place, env: Env) -> bool:
    """`target = base[index]`, where the object is known by its class; False where it is no such object."""
    kind = s.kind(base, env)
    known = isinstance(kind, Dictionary | Instance) and not issubclass(kind.cls, dict)
    if not known or s.structure(base, env) is not None:
        return False
    parts = nodes.elements_of(index)
    if kind.cls in _JOINS:
        parts = [_without_lists(s, p, place, env) for p in parts]
    function = _function(s, kind, parts, env)
    if function is not None:
        joined = s.fresh("_joined")
        containers.display(s, joined, tuple, [_array(s, p, place, env) for p in parts], None, place, env)
        keywords = {"axis": nodes.constant(0)} if function is np.concatenate else {}
        func = external(f"numpy.{function.__name__}")
        s.call(target, func, Const(function), [nodes.name(joined)], keywords, place, env)
        return True
    if isinstance(kind, Instance) and not issubclass(kind.cls, _MAKERS):
        return False
    if any(s.is_varied(atom, env) for atom in (base, *index_atoms(index))):
        containers.refuse(s, "what this object makes of its index", place)
    s.emit(
        Bind(target, gast.Subscript(base, index, gast.Load()), place),
        Op("inactive"),
        _made(s, kind.cls, index, env),
        env,
    )
    return True


def _without_lists(s, part: gast.AST, place: Place, env: Env) -> gast.AST:
    """A list or tuple among the parts as the array that it is there."""
    if isinstance(part, gast.Slice):
        return part
    if isinstance(part, gast.Tuple):
        name = s.fresh("_row")
        containers.display(s, name, tuple, part.elts, None, place, env)
        part = nodes.name(name)
    return beside_array(s, part, place, env)


def _made(s, cls: type, index: gast.AST, env: Env) -> Type:
    """The type of `np.mgrid[:n, :m]`; of what others make of their index nothing is known."""
    if cls not in _GRIDS:
        return UNKNOWN
    kinds = [s.kind(atom, env) for atom in index_atoms(index)]
    known = s.infer(lambda *values: _GRIDS[cls][build_index(index, list(values))], kinds, {})
    return known if all(isinstance(k, Const) for k in kinds) else _of_any_size(s, known)


def _of_any_size(s, kind: Type) -> Type:
    """The type of grids whose sizes follow from numbers of which a sample has some."""
    if isinstance(kind, Sequence):
        return replace(kind, items=tuple(_of_any_size(s, item) for item in kind.items))
    if not isinstance(kind, Array) or not isinstance(kind.shape, tuple):
        return UNKNOWN
    return replace(kind, shape=tuple(Dim(((s.sampler.fresh(), 1),)) for _ in kind.shape))


def _function(s, kind: Dictionary | Instance, parts: list[gast.AST], env: Env) -> Callable | None:
    """The function that joins these parts in the same way, to the last bit of the type."""
    choose = _JOINS.get(kind.cls)
    slices = [p for p in parts if isinstance(p, gast.Slice)]
    if choose is None or not all(_is_range(s, p, env) for p in slices):
        return None
    kinds = [s.kind(p, env) for p in parts if not isinstance(p, gast.Slice)]
    ranks = [_rank(k) for k in kinds]
    if None in ranks:
        return None
    narrow = any(isinstance(k, Array) and k.dtype not in _WIDE for k in kinds)
    if narrow and (slices or 0 in ranks):
        return None  # a Python number does not widen a float32 array there
    return choose([*ranks, *[1 for _ in slices]])


def _rank(kind: Type) -> int | None:
    if isinstance(kind, Array):
        return kind.rank
    number = isinstance(kind, Scalar) or isinstance(kind, Const) and type(kind.value) in (int, float, complex)
    return 0 if number else None


def _is_range(s, part: gast.Slice, env: Env) -> bool:
    step = None if part.step is None else s.kind(part.step, env)
    real = (
        step is None or step == Const(None) or isinstance(step, Const) and not isinstance(step.value, complex)
    )
    return part.upper is not None and real


def _array(s, part: gast.AST, place: Place, env: Env) -> gast.AST:
    """`0:n` is `np.arange(0, n)`."""
    if not isinstance(part, gast.Slice):
        return part
    name = s.fresh("_range")
    bounds = [nodes.constant(0) if part.lower is None else part.lower, part.upper]
    bounds += [] if part.step is None else [part.step]
    s.call(name, external("numpy.arange"), Const(np.arange), bounds, {}, place, env)
    return nodes.name(name)


def _rows(ranks: list[int]) -> Callable | None:
    if max(ranks) <= 1:
        return np.hstack
    return np.concatenate if len(set(ranks)) == 1 else None


def _columns(ranks: list[int]) -> Callable | None:
    return np.column_stack if max(ranks) <= 2 else None


_WIDE = ("float64", "complex128", "int64", "bool")  # numbers make nothing else of those than arrays do
_GRIDS: Mapping[type, object] = MappingProxyType({type(one): one for one in (np.mgrid, np.ogrid)})
_MAKERS = tuple(type(one) for one in (np.s_, np.mgrid, np.ogrid, np.r_, np.c_))  # they keep nothing of it
_JOINS: Mapping[type, Callable] = MappingProxyType({type(np.r_): _rows, type(np.c_): _columns})
