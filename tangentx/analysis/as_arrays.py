"""Lists and tuples where NumPy takes an array.

[1.0, 2.0] * v          np.array([1.0, 2.0]) * v
a[i] = [x, y]           a[i] = np.array([x, y])
"""

from __future__ import annotations

from typing import Any

import gast
import numpy as np

from tangentx.analysis import protocol
from tangentx.analysis.callees import rank_of
from tangentx.analysis.identity import inside
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import plain_sequences
from tangentx.analysis.trees import check_leaves
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Const,
    ListOf,
    Range,
    Scalar,
    Sequence,
    Type,
    is_complex,
    is_float_like,
)
from tangentx.records import Bind, Place
from tangentx.syntax import nodes
from tangentx.templating import registry

_TREES = "tangentx.shadows"  # its functions take lists as they are


def as_array(s, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """A list or tuple of differentiated numbers where NumPy takes an array: the array that NumPy makes of it."""
    kind = s.kind(value, env)
    if not isinstance(kind, ListOf | Sequence) or not is_float_like(kind) or not s.is_varied(value, env):
        return value
    return made_array(s, value, place, env)


def as_given(s, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """The same for what is stored in an array, or added to it."""
    check_leaves(s, [value], place, env)
    return as_array(s, value, place, env)


def as_stored(s, kind: Type, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """What `a[i] = value` puts into an array: of a complex value the real part, if the array is real so far."""
    value = as_given(s, value, place, env)
    if is_complex(kind) or not is_complex(s.kind(value, env)) or not s.is_varied(value, env):
        return value
    part = nodes.name(s.fresh("_real"))
    s.call(part.id, external("numpy.real"), Const(np.real), [value], {}, place, env)
    return part


def taken(
    s, key: Any, operands: list, keywords: dict, place: Place, env: Env
) -> tuple[list[gast.AST], dict[str, gast.AST]]:
    """The operands and keywords of a rule that takes arrays, not sequences of them."""
    rule = registry.find(key, tuple(rank_of(s.kind(a, env)) for a in operands))
    ours = isinstance(key, str) or getattr(key, "__module__", None) == _TREES
    if rule is None or ours or any(p.variadic for p in rule.parameters):
        return operands, keywords
    if rule.elementwise and rule.differentiable and _varied(s, [*operands, *keywords.values()], env):
        places = {p.name for p in rule.parameters if not p.keyword_only}
        made = {n: _listed(s, a, place, env) if n in places else a for n, a in keywords.items()}
        return [_listed(s, a, place, env) for a in operands], made
    whole = {p.name for p in rule.parameters if p.sequence or p.static}
    names = [p.name for p in rule.parameters if not p.keyword_only] + [""] * len(operands)
    pairs = zip(operands, names, strict=False)
    return [a if n in whole else as_array(s, a, place, env) for a, n in pairs], keywords


def _varied(s, atoms: list, env: Env) -> bool:
    return any(s.is_varied(a, env) for a in atoms)


def _listed(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """An operand of a function of numbers: a list of constants becomes an array too, with which its rule computes."""
    listed = isinstance(s.kind(atom, env), ListOf | Sequence | Range)
    return made_array(s, atom, place, env) if listed else atom


def of_object(s, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """An object whose class has an `__array__`, as the array that this gives; else the atom."""
    method = protocol.special(s, value, "__array__", env) if isinstance(value, gast.Name) else None
    if method is None:
        return value
    name = s.fresh("_array")
    s.python_call(name, value, method, [value], {}, place, env)
    return nodes.name(name)


def without_class(s, value: gast.AST, env: Env) -> gast.AST:
    """A named tuple whose class the function makes, as the tuple that it is to a library; else the atom."""
    structure = s.structure(value, env) if isinstance(value, gast.Name) else None
    if structure is None or all(not hasattr(p.cls, "_fields") or canonical(p.cls) for p in inside(structure)):
        return value
    name, plain = s.fresh("_tuple"), plain_sequences(structure)
    env.bind(name, s.structure_type(plain, env), plain)
    return nodes.name(name)


def beside_array(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """An operand of an array: what is a list or tuple of the program becomes one as well, also where nothing is
    differentiated, so that the type of the result is known."""
    listed = isinstance(s.kind(atom, env), ListOf | Sequence)
    made_here = isinstance(atom, gast.Name) and atom.id in env.types
    return made_array(s, atom, place, env) if listed and made_here else atom


def made_array(s, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """A variable with `np.array(value)`."""
    name = s.fresh("_value")
    s.call(name, external("numpy.array"), Const(np.array), [value], {}, place, env)
    return nodes.name(name)


def nonzero(s, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """A variable with `value != 0`.  What may be None or a text is no number: its truth is what NumPy asks for."""
    name, kind = s.fresh("_nonzero"), s.kind_or_none(value, env)
    if isinstance(kind, Array | Scalar | ListOf | Sequence):
        other = [as_array(s, value, place, env), nodes.constant(0)]
        s.call(name, external("numpy.not_equal"), Const(np.not_equal), other, {}, place, env)
    else:
        dtype = gast.keyword("dtype", external("builtins.bool"))
        expr = gast.Call(external("numpy.asarray"), [s.whole(value, env)], [dtype])
        s.emit(Bind(name, expr, place), Op("inactive", reason="a question of truth"), UNKNOWN, env)
    s.varied.discard(name)  # booleans, also of what is not known
    return nodes.name(name)
