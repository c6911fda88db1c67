"""Which list a name means, for lists that exist at run time.

    b = a              # b is an alias of a
    b.append(x)        # is a.append(x)

One variable holds a list, and every other name for it is an alias of that variable, so that the list's adjoint is in
one place.  Where paths meet, or a loop closes, with a name for different lists, the name gets the list by a copy of the
reference; a list that is then known under two names may not change any more (`ListOf.frozen`).
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis.identity import cells, inside, is_entangled, is_mutable
from tangentx.analysis.joins import join_slots
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.restarts import Restart, release_wanted, split_wanted
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    HELD,
    Const,
    Dictionary,
    ListOf,
    Maybe,
    Mixed,
    Record,
    Sequence,
    Type,
    some,
)
from tangentx.errors import AliasingError
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

_RESIZING = ("append", "appendleft", "extend", "extendleft", "insert", "pop", "popleft", "remove", "clear")

SAME = gast.Constant(Ellipsis, None)  # where one says at which place of another it is kept: it is the other


def is_list(kind: Type | None) -> bool:
    """A list or dict at run time that may change."""
    return isinstance(kind, HELD) and kind.cls is not tuple


def is_dict(kind: Type | None) -> bool:
    """A dict that exists at run time?"""
    return isinstance(kind, ListOf) and issubclass(kind.cls, dict)


def holder(env: Env, name: str) -> str:
    """The variable that holds the list a name stands for."""
    return env.aliases.get(name, name)


def is_temporary(name: str) -> bool:
    """A name that the compiler made, which is read once."""
    return name.startswith("_")


def bound(env: Env, name: str) -> gast.AST:
    """What a name that is bound stands for.  No statement binds what `items.append(x)` gives."""
    nothing = env.types[name] == Const(None) and is_temporary(name)
    return nodes.constant(None) if nothing else nodes.name(holder(env, name))


def alias(env: Env, target: str, source: str) -> None:
    """After `target = source`: one is an alias of the other; a temporary gives its list away."""
    held = holder(env, source)
    if not is_temporary(held) or is_temporary(target):
        env.aliases[target] = held
        return
    for name in [n for n, h in env.aliases.items() if h == held]:
        env.aliases[name] = target
    env.aliases[held] = target
    env.aliases.pop(target, None)


def heirs(env: Env, variable: str) -> list[str]:
    """The aliases of the list that a variable holds."""
    return [name for name, held in env.aliases.items() if held == variable and name != variable]


def settle(s, place: Place, env: Env) -> None:
    """Before paths part: a list in a container that has a name gets a variable that lasts.  A temporary gives its list
    to the next name for it, and that one may be bound again on one of the paths."""
    for name in [n for n in env.structures if not is_temporary(n)]:
        for whole in inside(env.structures[name]):
            for i, item in enumerate(whole.items):
                held = holder(env, item) if isinstance(item, str) else ""
                if is_temporary(held) and is_list(env.types.get(held)):
                    s.copy(s.fresh(f"{name.lstrip('@')}__{i}"), nodes.name(held), place, env)


def leave(s, variable: str, before: Type | None, place: Place, env: Env) -> None:
    """The variable's name stands for something else now, that is no variable at run time: a container that is taken
    apart, a function.  Its list goes to an alias, if there is one."""
    now = env.types.get(variable)
    if now is not before and not is_list(now) and variable not in env.aliases:
        release(s, variable, place, env, before)


def release(s, variable: str, place: Place, env: Env, kind: Type | None = None) -> None:
    """The variable is about to be bound again: its list goes to an alias, if there is one."""
    names = heirs(env, variable)
    if names:
        kind = kind or env.types[variable]
        _hand_over(s, names[0], variable, kind, place)
        env.types[names[0]] = kind
        env.aliases.pop(names[0])
        for name in names[1:]:
            env.aliases[name] = names[0]


def _hand_over(s, target: str, source: str, kind: Type, place: Place, alone: bool = False) -> None:
    """`alone`: nobody else has the list from here on, and its adjoint goes back as a whole."""
    copy = Bind(target, nodes.name(source), place)
    s.know(copy, Op("copy", operands={"handed": True} if alone else {}))
    s.out.append(copy)
    s.moved.add(target)
    s.note(target, kind)
    s.def_types[id(copy)] = kind
    if isinstance(kind, Record):
        s.kept_in.setdefault(target, {})[source] = SAME
    if source in s.varied:
        s.varied.add(target)
    if source in s.factories:
        s.factories[target] = s.factories[source]


def watch(s, stmt) -> None:
    """Does the statement make a list longer or shorter?"""
    call = getattr(stmt, "value", None)
    func = call.func if isinstance(call, gast.Call) else None
    if isinstance(func, gast.Attribute) and func.attr in _RESIZING:
        resized(s, func.value)


def resized(s, base: gast.AST) -> None:
    """The list gets longer or shorter: a loop that runs over it has to ask in each trip."""
    loop = s.reading.get(base.id) if isinstance(base, gast.Name) else None
    if loop is not None and loop not in s.hints.stepped:
        s.hints.stepped.add(loop)
        raise Restart


def part(s, name: str, live, place: Place, env: Env) -> None:
    """The name gets the list by a copy of the reference; known under two of the `live` names, it is frozen."""
    held = env.aliases.pop(name)
    kind = env.types[held]
    seen = is_seen(s, held, live, env) or _is_item(held, live, env)
    _hand_over(s, name, held, kind, place, not seen and not isinstance(kind, Record))
    env.types[name] = kind
    if seen and not isinstance(kind, Record):
        freeze(env, name)
        freeze(env, held)


def is_seen(s, held: str, live, env: Env) -> bool:
    """Is the list that a variable holds known under one of the `live` names?"""
    others = (n for n in (held, *heirs(env, held)) if n in live and not is_temporary(n))
    return any(n not in s.gone for n in others)


def is_new_name(entry: frozenset[str], env: Env, name: str) -> bool:
    """Is it a loop's own name for a list that there is before the loop?  It is one in each trip that binds it."""
    return name not in entry and env.aliases.get(name) in entry


def is_lost(s, name: str, env: Env) -> bool:
    """Is it not known what the variable holds, or what there is in a part of it that paths have brought there?"""
    known = env.structures.get(name) if s.lost else None
    parts = () if known is None else s.lost & cells([known])
    return any(isinstance(env.types.get(n), Mixed) for n in (name, *parts))


def _is_item(held: str, live, env: Env) -> bool:
    """Is the list an item of a container that has one of the `live` names?"""
    known = [part for name, whole in env.structures.items() if name in live for part in inside(whole)]
    return any(isinstance(item, str) and holder(env, item) == held for part in known for item in part.items)


def is_frozen(kind: Type | None) -> bool:
    """May the list not change any more?"""
    return isinstance(kind, HELD) and kind.frozen


def freeze(env: Env, name: str) -> None:
    """The list may not change any more."""
    kind = env.types.get(name)
    if isinstance(kind, HELD):
        env.types[name] = replace(kind, frozen=True)


def seal(env: Env, name: str) -> None:
    """The list may not change any more, nor what is in it: it is known elsewhere too."""
    if name in env.types:
        env.types[name] = sealed(env.types[name])


def seal_items(env: Env, name: str) -> None:
    """The list is a new one; what is in it may not change any more."""
    kind = env.types.get(name)
    if isinstance(kind, ListOf):
        env.types[name] = replace(kind, item=sealed(kind.item), frozen=False)
    elif kind is not None:
        seal(env, name)


def sealed(kind: Type | None) -> Type | None:
    """The type of a container that may not change any more, nor what is in it."""
    if isinstance(kind, Sequence | Dictionary | Record):
        kind = replace(kind, items=tuple(sealed(item) for item in kind.items))
    elif isinstance(kind, ListOf):
        kind = replace(kind, item=sealed(kind.item))
    elif isinstance(kind, Maybe):
        kind = Maybe(sealed(kind.some))
    return replace(kind, frozen=True) if isinstance(kind, HELD) else kind


def closes(s, atom: gast.AST, env: Env) -> bool:
    """Does a list that gets this have a container that has a name of its own?  What is read from it may not be
    changed."""
    structure = s.structure(atom, env)
    if not isinstance(atom, gast.Name) or structure is None:
        return False  # the very container is kept: whoever else has it is found out by `kept`
    return not is_temporary(atom.id) or is_entangled(structure) or _is_seen(structure, env)


def slot_with(s, slot: Type | None, kind: Type, is_known: bool) -> Type:
    """The type of a slot that may have this as well; what others have (`is_known`) is not changed by way of it."""
    return join_slots(slot, sealed(kind) if is_known else kind, s.sampler.fresh)


def _is_seen(structure: Structure, env: Env) -> bool:
    """Has somebody else the container, or one in it that may be changed: a name, or another container?"""
    own = {id(part) for part in inside(structure)}
    told = {id(part) for part in inside(structure) if part is structure or is_mutable(part)}
    for name, other in env.structures.items():
        if id(other) in told and not is_temporary(name):
            return True
        if id(other) not in own and any(id(part) in told for part in inside(other)):
            return True
    return False


def is_closed(name: str, env: Env) -> bool:
    """May what is read from the list not be changed?"""
    return getattr(some(env.types.get(holder(env, name))), "closed", False)


def changeable(s, kind: Type, place: Place) -> None:
    """Refuse a change of a list that is known under several names."""
    if isinstance(kind, HELD) and kind.frozen:
        release_wanted(s)
        split_wanted(s)
        raise AliasingError(
            "the list that is changed here may be known under another name", code="TX237", place=place,
            lines=s.lines(place), help=("make a copy first: list(xs)", "or change it on each path"),
        )  # fmt: skip


def resolved(structure: Structure, env: Env) -> Structure:
    """The structure with the holders of its lists instead of their aliases."""
    if not env.aliases:
        return structure
    items = tuple(resolved(i, env) if isinstance(i, Structure) else holder(env, i) for i in structure.items)
    return structure if items == structure.items else replace(structure, items=items)


def resolve(atom: gast.AST, env: Env) -> gast.AST:
    """The atom, or the holder of the list it stands for."""
    if isinstance(atom, gast.Name) and atom.id in env.aliases:
        return nodes.name(env.aliases[atom.id])
    return atom
