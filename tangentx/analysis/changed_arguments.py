"""Arrays that a recursive function changes in its arguments: which they are, and what a call of it does to them.

*Requires* a specialised recursive callee.  *Gives* the parameters whose arrays the caller sees changed; behind a call
a store without statement (an Op "passed") for each of them, so that the transformations know who is written on:

    _pair = sort(a, lo, p)        # the pair knows what was there, and puts it back
    a[...] = _pair                # "passed"
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis import kept
from tangentx.analysis.activity import chain, holders, written_sites
from tangentx.analysis.program import Op, Program, base_name, statements
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    HELD,
    NUMBER,
    Array,
    Const,
    Dictionary,
    Scalar,
    Sequence,
    is_float_like,
    is_surely_array,
    sites_of,
)
from tangentx.analysis.webs import bound_names
from tangentx.records import Bind, For, Place, Store
from tangentx.syntax import nodes


def of(program: Program) -> tuple[str, ...] | None:
    """The parameters whose arrays the function writes on; None where the caller would see another change as well."""
    written = written_sites(program)
    found = [leaf for leaf in program.leaves if not written.isdisjoint(sites_of(leaf.type))]
    given = {leaf.variable for leaf in program.leaves if isinstance(leaf.type, HELD | Sequence | Dictionary)}
    held = holders(program)
    bases = {base for _, base in kept.changed(program)} if given else ()
    if any(not given.isdisjoint({*chain(held, base), *kept.reaching(program, base)}) for base in bases):
        return None
    if not all(_is_followed(program, leaf) for leaf in found):
        return None
    changed = tuple(leaf.parameter for leaf in found)
    own = frozenset().union(*(sites_of(leaf.type) for leaf in found))
    hidden = not own.isdisjoint(sites_of(program.result_type))
    return None if hidden and returned(program, changed) is None else changed


def returned(program: Program, changed: tuple[str, ...]) -> str | None:
    """The changed parameter that the function returns, if it always is this one."""
    result = program.result
    if not isinstance(result, str) or result in program.optional:
        return None
    binding = [stmt for stmt in statements(program.body) if result in _bound(stmt)]
    values = [stmt.value for stmt in binding if isinstance(stmt, Bind)]
    names = {result} if not binding else {getattr(value, "id", None) for value in values}
    found = names.pop() if len(names) == 1 and len(values) == len(binding) else None
    return found if found in changed else None


def _is_followed(program: Program, leaf: Any) -> bool:
    """Is it an array by itself, under a name that always means this one?"""
    plain = is_surely_array(leaf.type) and leaf.variable == leaf.parameter and not leaf.path
    return (
        plain
        and leaf.variable not in program.optional
        and not any(leaf.variable in _bound(stmt) for stmt in statements(program.body))
    )


def _bound(stmt: Any) -> set[str]:
    return {*bound_names(stmt), *([stmt.target] if isinstance(stmt, For) else [])}


def with_derivative(program: Program, changed: tuple[str, ...]) -> set[str]:
    """Those of the changed parameters whose arrays may hold derivatives behind the call."""
    return {
        leaf.parameter for leaf in program.leaves if leaf.parameter in changed and is_float_like(leaf.type)
    }


def may_be_passed(s, changed: tuple[str, ...], given: dict[str, gast.AST], env: Env) -> bool:
    """Is each array that is written on known to the caller by a name, and the memory of no other argument?"""
    for parameter in changed:
        atom = given[parameter]
        kind = s.kind_or_none(atom, env)
        if not isinstance(atom, gast.Name) or atom.id.startswith("@") or not is_surely_array(kind):
            return False
        others = [a for name, whole in given.items() if name != parameter for a in nodes.names_read(whole)]
        if any(not kind.sites.isdisjoint(sites_of(s.kind_or_none(nodes.name(n), env))) for n in others):
            return False
    return True


def only_read(op: Op) -> list[gast.AST]:
    """The arguments of a recursive call that it may keep; those that it writes on its reverse half is given again."""
    names = [p.name for p in op.callee.program.function.parameters]
    pairs = zip(names, op.operands["arguments"], strict=True)
    return [atom for name, atom in pairs if name not in op.callee.changed]


def in_memory_of_caller(program: Program) -> frozenset[str]:
    """The variables that may be in an array of the caller's that is written on, or in one that a recursive call writes
    on: they are not saved, but taken again."""
    passed = (stmt for stmt in statements(program.body) if program.is_passed(stmt))
    kinds = (program.types.get(base_name(stmt.target)) for stmt in passed)
    memory = program.changed_sites().union(*map(sites_of, kinds)) - NUMBER
    kinds = program.types.items() if memory else ()
    return frozenset(name for name, kind in kinds if not memory.isdisjoint(sites_of(kind)))


def is_value_of(s, stmt: Any, target: str) -> bool:
    """Is it `target = pair[0]`, of a call that writes, and no container?"""
    op = s.ops.get(id(stmt))
    if op is None or op.kind != "pairvalue" or stmt.target != target:
        return False
    return bool(op.callee.changed) and isinstance(op.callee.result, Array | Scalar | Const)


def passed(
    s, pair: str, changed: tuple[str, ...], given: dict[str, gast.AST], place: Place, env: Env
) -> None:
    """Say who is written on by the call whose pair this is."""
    for parameter in changed:
        base = given[parameter]
        s.written(base, nodes.name(pair), place, env)
        stmt = Store(gast.Subscript(base, nodes.constant(...), gast.Store()), nodes.name(pair), place)
        s.know(stmt, Op("passed"))
        s.out.append(stmt)
