"""`array op thing` where the thing is an object: what its `__rmul__` gets, if NumPy asks it at all.

NumPy leaves the operation to the object as a whole if its class says so: by `__array_ufunc__ = None`, or by an
`__array_priority__` above its own.  Otherwise it multiplies element by element, with the elements as Python numbers;
of a NumPy scalar there is one, and the result is what the object gives.
"""

from __future__ import annotations

import gast
import numpy as np

from tangentx.analysis import protocol
from tangentx.analysis.program import external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Const, Type, Unknown
from tangentx.records import Place
from tangentx.syntax import nodes

_PYTHONS = {"f": float, "i": int, "u": int, "b": bool, "c": complex}
_PRIORITIES = {True: 0.0, False: -1_000_000.0}  # of arrays, of NumPy scalars
_AS_ARRAYS = ("__array__", "__array_interface__", "__array_struct__", "__buffer__", "__getitem__")


def is_numpys(kind: Type) -> bool:
    """Is it an array or a NumPy scalar, whose operators come first?"""
    return (
        isinstance(kind, Array) or isinstance(kind, Const) and isinstance(kind.value, np.generic | np.ndarray)
    )


def is_surely_numpys(s, atom: gast.AST, env: Env, op: gast.AST) -> bool:
    """The same of an operand of a list: what is not known, but differentiated, is no count that repeats it.  What is
    added to it may be a list as well; with other operations Python knows nothing to do."""
    kind = s.kind(atom, env)
    if not isinstance(kind, Unknown) or isinstance(op, gast.Add):
        return is_numpys(kind)
    return not isinstance(op, gast.Mult) or s.is_varied(atom, env)


def given_by_numpy(s, left, right, place: Place, env: Env, in_place: bool) -> gast.AST:
    """The atom that the method of the object gets."""
    kind, cls = s.kind(left, env), protocol.class_with_methods(s, right, env)
    whole = (
        isinstance(kind, Array) and not kind.scalar or isinstance(getattr(kind, "value", None), np.ndarray)
    )
    deferred = _is_deferred(s, right, cls, _PRIORITIES[whole], place, env)
    if deferred and not (in_place and whole):
        return left
    if whole or any(protocol.watched(s, cls, name) is not None for name in _AS_ARRAYS):
        protocol.refuse(s, "an array combined with an object, element by element", place)
    return _as_pythons(s, left, kind, place, env)


def _is_deferred(s, right, cls: type, own: float, place: Place, env: Env) -> bool:
    known = protocol.object_of(s, right, env)
    said = {"__array_ufunc__", "__array_priority__"}
    if known is not None and not said.isdisjoint(known.keys or ()):
        protocol.refuse(s, "an object that says itself, not its class, what NumPy does with it", place)
    s.externals.asked(cls, "__array_ufunc__")
    ufunc = next((vars(base) for base in cls.__mro__ if "__array_ufunc__" in vars(base)), None)
    if ufunc is not None:
        if ufunc["__array_ufunc__"] is not None:
            protocol.refuse(s, "an operation that `__array_ufunc__` is asked for", place)
        return True
    priority = protocol.watched(s, cls, "__array_priority__")
    if priority is not None and not isinstance(priority, int | float):
        protocol.refuse(s, "an `__array_priority__` that is no number", place)
    return priority is not None and own < priority


def _as_pythons(s, left, kind: Type, place: Place, env: Env) -> gast.AST:
    """The NumPy scalar as the Python number that it is."""
    if isinstance(kind, Const):
        return nodes.constant(kind.value.item())
    number = _PYTHONS.get(kind.kind)
    if number is None:
        protocol.refuse(s, "a NumPy scalar of this kind combined with an object", place)
    made = s.fresh("_number")
    s.call(made, external(f"builtins.{number.__name__}"), Const(number), [left], {}, place, env)
    return nodes.name(made)
