"""The types of containers that exist at run time, where what is in them gets another type.

table[i][0] = x         row = table[i] is a list of floats from here on, and table a list of such
best.append(row)        row is in both from here on: whatever is read from either may be it
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import gast

from tangentx.analysis.joins import join, join_slots
from tangentx.analysis.kept import is_keeper
from tangentx.analysis.lists import SAME, holder
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import as_dict, display_items
from tangentx.analysis.types import (
    HELD,
    Array,
    Const,
    Dictionary,
    ListOf,
    Record,
    Sequence,
    SetOf,
    Type,
    is_scalar,
    some,
)
from tangentx.syntax import nodes


def keep(s, element: str, container: str, at: gast.AST | None) -> None:
    """The element is in the container, at this place."""
    s.kept_in.setdefault(element, {})[container] = at


def read_from(s, target: str, base: gast.AST, at: gast.AST, item: Type, word: str) -> None:
    """The target is the item that the container has at this place, or a new list of some of them; `word`: the kind of
    Op that reads it."""
    if isinstance(at, gast.Slice):
        if isinstance(item, ListOf) and item.item is not None and word == "item":
            s.loans.ghosts[f"{target}[]"] = item.item
            keep(s, f"{target}[]", target, None)
            keep(s, f"{target}[]", base.id, None)
    elif word == "item" and not isinstance(item, Array):
        s.holders[target] = base.id
        keep(s, target, base.id, at)
    elif isinstance(item, SetOf) and isinstance(base, gast.Name):
        keep(s, target, base.id, at)


def given(s, target: str, source: str) -> None:
    """A temporary has given its list to the target: what was said of the one holds for the other, also when the name of
    the first is forgotten."""
    if source in s.holders:
        s.holders[target] = s.holders[source]
    s.kept_in.setdefault(target, {}).update(s.kept_in.get(source, {}))
    s.kept_in.setdefault(source, {})[target] = SAME


def named_twice(s, target: str, atom: gast.AST, kind: Type) -> None:
    """The target is another name for a set, or a tuple with lists in it."""
    if isinstance(atom, gast.Name) and isinstance(kind, SetOf):
        keep(s, target, atom.id, None)
    elif isinstance(atom, gast.Name) and is_keeper(kind) and issubclass(some(kind).cls, tuple):
        keep(s, target, atom.id, SAME)


def changed(s, name: str, kind: ListOf | Record | SetOf, env: Env) -> None:
    """The container has another type now, and so has what it is in, and whatever else is read from that."""
    _set(s, name, kind, env)
    todo, seen, widened = [name], {name}, {name}
    for step in todo:
        for other, found in [*_outside(s, step, env), *_inside(s, step, env)]:
            wider = found != _kind(s, other, env) and other not in widened
            if wider:
                _set(s, other, found, env)
                widened.add(other)
            if wider or other not in seen:  # one that is as wide already may be in one that is not
                todo.append(other)
                seen.add(other)


def as_table(s, base: gast.AST, index: gast.AST, env: Env) -> Type:
    """The type of what is written; a dict of numbers that is written at a key that is not known is a table from here
    on."""
    kind = s.kind(base, env)
    if isinstance(kind, Dictionary) and kind.cls is dict and all(map(is_scalar, kind.items)):
        if isinstance(base, gast.Name) and base.id in env.types and not isinstance(s.kind(index, env), Const):
            kind = as_dict(kind, s.sampler.fresh)
            changed(s, base.id, kind, env)
    return kind


def reached(s, name: str, env: Env) -> set[str]:
    """The containers that what is written into one of them may be read from."""
    return _around(s, {name}, set(), env)


def having(s, name: str, env: Env) -> set[str]:
    """The containers that have this one, and what may be another name for it: not what is in it."""
    return _around(s, {holder(env, base) for base in s.kept_in.get(name, ())}, {name}, env)


def _around(s, start: set[str], others: set[str], env: Env) -> set[str]:
    """Names from which one comes to the others by what has them, and what they have."""
    if not start or not s.kept_in:
        return start
    elements: dict[str, set[str]] = {}
    for element, bases in s.kept_in.items():
        for base in bases:
            elements.setdefault(holder(env, base), set()).add(holder(env, element))
    found, todo = start, [*start]
    while todo:
        step = todo.pop()
        near = {holder(env, base) for base in s.kept_in.get(step, ())} | elements.get(step, set())
        todo += near - found - others
        found |= near - others
    return found


def keep_all(s, shown: gast.AST, container: str, env: Env, at: gast.AST | None = None) -> None:
    """The containers that the value which goes into a container, there, is or has in it."""
    kind = env.types.get(shown.id) if isinstance(shown, gast.Name) else None
    if is_keeper(kind) or isinstance(kind, SetOf):
        keep(s, shown.id, container, at)
    items = display_items(shown)
    if items:
        whole = _kind(s, container, env)
        part, kind = f"{container}[{'' if at is None else at.value}]", whole and _part(s, whole, at, env)
        if kind is not None:
            s.loans.ghosts[part] = kind
            keep(s, part, container, at)
            hold_all(s, shown, part, env)


def hold_all(s, shown: gast.AST, container: str, env: Env) -> None:
    """The containers that a display, which the container is made by, has in it."""
    for key, item in display_items(shown):
        keep_all(s, item, container, env, nodes.constant(key))


def _kind(s, name: str, env: Env) -> Type | None:
    """The type of a name, also of one that nothing reads any more: what it was read from, or went into, is connected
    by it."""
    return env.types.get(name) or s.types.get(name) or s.loans.ghosts.get(name)


def _set(s, name: str, kind: Type, env: Env) -> None:
    if name in s.loans.ghosts:
        s.loans.ghosts[name] = kind
        return
    if name in env.types or name not in s.types:
        env.types[name] = kind
    s.note(name, kind)


def _outside(s, name: str, env: Env) -> Iterator[tuple[str, Type]]:
    """The containers that it is in, with the types that they have now."""
    for base, at in s.kept_in.get(name, {}).items():
        outer = _kind(s, holder(env, base), env)
        if at is SAME:
            if are_alike(_kind(s, name, env), outer):
                yield holder(env, base), _as_wide(outer, _kind(s, name, env), s.sampler.fresh)
        elif isinstance(outer, ListOf):
            if are_alike(_kind(s, name, env), outer.item):
                item = join_slots(outer.item, _kind(s, name, env), s.sampler.fresh)
                yield holder(env, base), replace(outer, item=item)
        elif isinstance(outer, SetOf) and are_alike(_kind(s, name, env), outer):
            yield holder(env, base), join(outer, _kind(s, name, env), s.sampler.fresh)
        elif isinstance(outer, Record | Sequence | Dictionary) and _index(s, outer, at, env) is not None:
            items, i = [*outer.items], _index(s, outer, at, env)
            if are_alike(_kind(s, name, env), items[i]):
                items[i] = join(items[i], _kind(s, name, env), s.sampler.fresh)
                yield holder(env, base), replace(outer, items=tuple(items))


def _inside(s, name: str, env: Env) -> Iterator[tuple[str, Type]]:
    """Names for what is in it, with the types that they have now: they may stand for one object."""
    whole = _kind(s, name, env)
    for element, bases in list(s.kept_in.items()):
        for at in [at for base, at in bases.items() if holder(env, base) == name]:
            variable = holder(env, element)
            kind, part = _kind(s, variable, env), _part(s, whole, at, env)
            if kind is not None and are_alike(kind, part):
                yield variable, _as_wide(kind, part, s.sampler.fresh)


def _part(s, whole: Type, at: gast.AST | None, env: Env) -> Type | None:
    """The type of what is at that place."""
    whole = some(whole)
    if at is SAME or isinstance(whole, SetOf):
        return whole
    if isinstance(whole, ListOf):
        return whole.item
    if not isinstance(whole, Record | Sequence | Dictionary):
        return None
    i = _index(s, whole, at, env)
    return None if i is None else whole.items[i]


def _as_wide(kind: Type, other: Type, fresh) -> Type:
    """The type of a name for what may be the other one."""
    made = join(kind, other, fresh)
    return replace(made, frozen=kind.frozen) if isinstance(made, HELD) else made


def _index(s, kind: Record | Sequence | Dictionary, at: gast.AST | None, env: Env) -> int | None:
    """Which of the items it is; None where that is not known."""
    key = None if at is None else s.kind(at, env)
    keys = getattr(kind, "keys", range(len(kind.items)))
    if not isinstance(key, Const) or key.value not in keys:
        return None
    return list(keys).index(key.value)


def are_alike(one: Type, other: Type | None) -> bool:
    """Are they the same container, as far as their types tell?"""
    if isinstance(one, Sequence):
        return isinstance(other, Sequence) and (one.cls, len(one.items)) == (other.cls, len(other.items))
    if isinstance(one, Record | Dictionary):
        return type(one) is type(other) and (one.cls, one.keys) == (other.cls, other.keys)
    whole = isinstance(one, ListOf | SetOf) and type(one) is type(other)
    return whole and one.cls is other.cls
