"""`collections.Counter`: what its methods and operators do otherwise than a dict's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

import gast

from tangentx.analysis import containers, counter_loops, dict_methods, iterators, lazily, runtime_dicts
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Const, ListOf, Range
from tangentx.records import Place
from tangentx.syntax import nodes

#: methods: with a mapping, with anything else
_COUNTING = {
    "update": (counter_loops.add, counter_loops.add_items),
    "subtract": (counter_loops.subtract, counter_loops.subtract_items),
}
_ASKING = {
    "most_common": counter_loops.most_common, "total": counter_loops.total, "elements": counter_loops.elements,
}  # fmt: skip
_OPERATORS: Mapping[type, Callable] = MappingProxyType({
    gast.Add: counter_loops.add, gast.Sub: counter_loops.subtract, gast.BitOr: counter_loops.unite,
    gast.BitAnd: counter_loops.intersect,
})  # fmt: skip


def is_counter(s, atom: gast.AST, env: Env) -> bool:
    """Is it a Counter that this function can look into?"""
    structure = s.structure(atom, env)
    if structure is not None:
        return structure.cls is Counter
    kind = s.kind_or_none(atom, env)
    return runtime_dicts.is_dict(kind) and kind.cls is Counter


def method(s, target, base, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """A method that other dicts do not have, or have otherwise; False for the others."""
    if name in _ASKING:
        s.inline_prelude(target, _ASKING[name], [base, *operands, *keywords.values()], place, env)
        return True
    if name not in _COUNTING:
        return False
    for atom in operands:
        _count(s, name, base, atom, place, env)
    if keywords:
        more = s.fresh("_more")
        dict_methods.build(s, more, dict, [*keywords.items()], place, env)
        _count(s, name, base, nodes.name(more), place, env)
    env.bind(target, Const(None))
    return True


def _count(s, name: str, base, atom: gast.AST, place: Place, env: Env) -> None:
    loop = _COUNTING[name][0 if _is_mapping(s, atom, env) else 1]
    s.inline_prelude(s.fresh("_"), loop, [base, atom], place, env)


def operate(s, target: str, op: gast.AST, operands: list, place: Place, env: Env) -> bool:
    """`+ - | &` of two Counters: a copy of the first, changed by the second."""
    if type(op) not in _OPERATORS or not all(is_counter(s, a, env) for a in operands):
        return False
    made = nodes.name(s.fresh("_counter"))
    make(s, made.id, None, operands[:1], {}, place, env)
    change(s, made, op, operands[1], place, env)
    s.copy(target, made, place, env)
    return True


def change(s, base: gast.AST, op: gast.AST, value: gast.AST, place: Place, env: Env) -> bool:
    """`counter op= value`."""
    loop = _OPERATORS.get(type(op))
    if loop is None or not is_counter(s, base, env):
        return False
    s.inline_prelude(s.fresh("_"), loop, [base, value], place, env)
    s.inline_prelude(s.fresh("_"), counter_loops.keep_positive, [base], place, env)
    return True


def make(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`Counter(...)`: of known items, which are counted here; of what can be looped over; of a mapping."""
    operands = [_collected(s, atom, place, env) for atom in operands]
    known = _counted(s, operands, place, env)
    if known is None and not _can_be_counted(s, operands[0], env):
        return False
    made = nodes.name(s.fresh("_counter"))
    pairs = [(key, nodes.constant(n)) for key, n in (known or {}).items()]
    dict_methods.build(s, made.id, Counter, pairs, place, env)
    method(s, s.fresh("_"), made, "update", [] if known is not None else operands, keywords, place, env)
    s.copy(target, made, place, env)
    return True


def _collected(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    if _is_mapping(s, atom, env):
        return atom
    return lazily.collected(s, iterators.sequence(s, atom, place, env), place, env)


def _can_be_counted(s, atom: gast.AST, env: Env) -> bool:
    made_here = isinstance(atom, gast.Name) and atom.id in env.types and not _is_given(s, atom)
    return _is_mapping(s, atom, env) or made_here and isinstance(s.kind(atom, env), ListOf | Range | Array)


def _is_given(s, atom: gast.Name) -> bool:
    """Is it an argument?  Python counts what carries no derivative."""
    return any(leaf.variable == atom.id for leaf in s.leaves)


def _is_mapping(s, atom: gast.AST, env: Env) -> bool:
    structure = s.structure(atom, env)
    return structure is not None and structure.keys is not None or runtime_dicts.is_dict(s.kind(atom, env))


def _counted(s, operands: list, place: Place, env: Env) -> dict | None:
    """How often each item comes, where they are constants; None where they are not known, or for a mapping."""
    if not operands:
        return {}
    if _is_mapping(s, operands[0], env):
        return None
    known = s.kind(operands[0], env)
    if isinstance(known, Const) and isinstance(known.value, str):
        return Counter(known.value)
    atoms = containers.elements(s, operands[0], place, env)
    if atoms is None or not all(isinstance(s.kind(a, env), Const) for a in atoms):
        return None
    return Counter(s.kind(a, env).value for a in atoms)


HANDLERS = {Counter: make}
