"""What an operation that is not followed gives may have in it what its operands have.

    rows = [[0.0, 1.0] for _ in v]
    order = sorted(rows)            # nothing is differentiated as yet: Python does it as it stands
    order[0][1] = x                 # but here a derivative comes into a row, which `rows` has too

Who reads the rows by either name must know of it.  So the rows get a name that nobody reads, which is in both lists
(see `widening`); and where a derivative comes into them, the function is walked again with the operation as one of
differentiated lists, element by element (`restarts.follow_wanted`).
"""

from __future__ import annotations

from collections.abc import Iterator

import gast

from tangentx.analysis import texts, widening
from tangentx.analysis.identity import inside, is_mutable, same_cells
from tangentx.analysis.lists import SAME, closes, holder, seal
from tangentx.analysis.loans import Lent
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.refusals import refuse
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    HELD,
    NUMBER,
    Array,
    Dictionary,
    ListOf,
    Sequence,
    Type,
    Unknown,
    sites_of,
    some,
)
from tangentx.analysis.widening import are_alike, keep
from tangentx.records import Bind
from tangentx.syntax import nodes

_KNOWN = ("item", "copy", "display", "leaf", "twin", "pop")  # whoever emits these says what is kept in what
_READING = ("get", "pop", "popleft", "popitem", "setdefault", "values", "items", "__getitem__")
_CHOOSING = ("@builtins.max", "@builtins.min", "@builtins.next", "@builtins.getattr")
_COMPUTING = ("@numpy.", "@math.", "@runtime.", "@builtins.str", "@builtins.repr", "@builtins.len")


def marked(s, atom: gast.AST, shown: gast.AST, env: Env) -> gast.AST:
    """The display of a container that was taken apart; marked, if others have it who may change it."""
    structure = s.structure(atom, env)
    if _is_round(structure, env):
        refuse(s, "a container that contains itself", s.walking)
    shown.shared = closes(s, atom, env) and any(map(is_mutable, inside(structure)))
    return shown


def _is_round(structure: Structure, env: Env) -> bool:
    """Does it come back to itself?  Then a container in there is in an earlier state, whose cells another one has."""
    owners: dict[str, Structure] = {}
    parts = [part for part in inside(structure) if is_mutable(part)]
    others = (part for other in env.structures.values() for part in inside(other) if is_mutable(part))
    own = ((part, item) for part in (*parts, *others) for item in part.items if isinstance(item, str))
    return any(not same_cells(owners.setdefault(item, part), part) for part, item in own)


def note(s, stmt: Bind, op: Op, env: Env) -> None:
    """Connect what the statement has bound with its operands, by what may be in both."""
    kind = env.types[stmt.target]
    if op.kind in _KNOWN or isinstance(stmt.value, gast.Compare | gast.UnaryOp) or not _may_hold(kind):
        return
    if _is_fresh(stmt.value):
        return
    if any(getattr(node, "shared", False) for node in nodes.walk(stmt.value)):
        # Others change their own cells.
        seal(env, stmt.target)
        _lend(s, s.loans.blind, stmt.target)
    for name in {holder(env, n) for n in nodes.names_read(stmt.value)} - {stmt.target}:
        arrays = held_sites(kind) & held_sites(env.types.get(name)) if op.kind == "inactive" else ()
        if arrays:
            _lend(s, s.loans.lent, *arrays)
        if _is_read(stmt.value, name):
            keep(s, stmt.target, name, None)
        elif _may_lend(env.types.get(name), _may_be(stmt.value)) and not _gives_keys(stmt.value, name, env):
            _connect(s, stmt, name, kind, env)


def read(s, target: str, atom: gast.AST, env: Env) -> None:
    """A loop, or an unpacking, that is left to Python reads the target from a container."""
    if isinstance(atom, gast.Name) and isinstance(env.types.get(target), Unknown):
        keep(s, target, atom.id, None)
        _lend(s, s.loans.lent, atom.id)


def _may_hold(kind: Type | None) -> bool:
    """May it be, or have in it, a container that can be changed?"""
    return isinstance(some(kind), Unknown) or is_changeable(kind) or may_change_inside(kind)


def held_sites(kind: Type | None) -> frozenset[str]:
    """The buffers of the arrays in a container."""
    return frozenset() if isinstance(some(kind), Array | Unknown) else sites_of(kind) - NUMBER


def may_change_inside(kind: Type | None) -> bool:
    """Is there an array, or a container that may be changed, in this one?"""
    return holds_changeable(kind) or bool(held_sites(kind))


def _lend(s, table: Lent, *names: str) -> None:
    s.loans.lend(table, s.walking, names, bool(s.loops))


def _may_lend(kind: Type | None, itself: bool) -> bool:
    """Is there in a container, or is it (`itself`), what may be changed?"""
    return holds_changeable(kind) or itself and (is_changeable(kind) or isinstance(some(kind), Unknown))


def _connect(s, stmt: Bind, name: str, kind: Type, env: Env) -> None:
    """What is in the target may be in the other one as well; the target may be in it, or be it, unless it is made
    here."""
    itself = [(stmt.target, some(kind))] if _may_be(stmt.value) else []
    mine = [*itself, *_parts(s, stmt.target, kind)]
    others = [(name, some(env.types[name]))] if itself else []
    others += _parts(s, name, env.types.get(name))
    pairs = [(one, other) for one, a in mine for other, b in others if are_alike(a, b)]
    for one, other in pairs:
        keep(s, one, other, SAME)
    if isinstance(some(kind), Unknown):
        keep(s, stmt.target, name, SAME)
        _lend(s, s.loans.blind, stmt.target)
    if pairs or isinstance(some(kind), Unknown):
        _lend(s, s.loans.lent, stmt.target, name)


def _is_fresh(value: gast.AST) -> bool:
    """Is it a function that gives numbers, text or arrays of its own?"""
    return (nodes.dotted(getattr(value, "func", None)) or "").startswith(_COMPUTING)


def _gives_keys(value: gast.AST, name: str, env: Env) -> bool:
    """Is it `sorted(table)` or `list(table.keys())`, which has nothing of what is in the table?"""
    kind = some(env.types.get(name))
    if not isinstance(kind, ListOf | Dictionary) or not issubclass(kind.cls, dict):
        return False
    func = nodes.dotted(getattr(value, "func", None)) or ""
    keys = [n for n in nodes.walk(value) if isinstance(n, gast.Attribute) and n.attr == "keys"]
    plain = [a for a in getattr(value, "args", ()) if isinstance(a, gast.Name)]
    return bool(keys or plain) and func.startswith("@builtins.") and func != "@builtins.dict"


def _may_be(value: gast.AST) -> bool:
    """May a function give what it was given, or a part of that?  Those of Python's give new containers, but for a
    few."""
    name = nodes.dotted(getattr(value, "func", None)) or ""
    return name in _CHOOSING or name.startswith("@") and not name.startswith("@builtins.")


def _is_read(value: gast.AST, name: str) -> bool:
    """Is it `name[k]` or `name.get(k)`?"""
    if (
        isinstance(value, gast.Call)
        and isinstance(value.func, gast.Attribute)
        and value.func.attr in _READING
    ):
        value = value.func
    plain = isinstance(value, gast.Subscript | gast.Attribute) and not isinstance(
        getattr(value, "slice", None), gast.Slice
    )
    return plain and getattr(value.value, "id", None) == name


def written(s, base: gast.AST, value: gast.AST, env: Env) -> None:
    """A container or array is changed, and so is whatever has it; a derivative may come into it."""
    reached = widening.reached(s, base.id, env)
    texts.put(s, reached, value)
    if s.is_varied(value, env):
        s.varied |= reached
        s.varied_sites |= sites_of(s.kind(base, env))
    array = env.types.get(base.id)
    buffers = sites_of(array) if isinstance(array, Array) else ()
    s.loans.change([*widening.having(s, base.id, env), *buffers], s.is_varied(base, env))


def is_changeable(kind: Type | None) -> bool:
    """Is it a container that may be changed, whoever has it?"""
    kind = some(kind)
    if isinstance(kind, Sequence):
        return not issubclass(kind.cls, tuple)
    return isinstance(kind, Dictionary) or isinstance(kind, HELD) and not issubclass(kind.cls, tuple)


def _items(kind: Type | None) -> Iterator[tuple[object, Type]]:
    """What is in a container, by key; None where that is any."""
    kind = some(kind)
    if isinstance(kind, ListOf):
        found = [(None, kind.item)]
    else:
        items = getattr(kind, "items", ()) if isinstance(kind, HELD | Sequence | Dictionary) else ()
        found = list(zip(getattr(kind, "keys", range(len(items))), items, strict=False))
    return ((key, item) for key, item in found if isinstance(some(item), HELD | Sequence | Dictionary))


def _kinds_inside(kind: Type | None) -> Iterator[Type]:
    for _, item in _items(kind):
        yield some(item)
        yield from _kinds_inside(item)


def _parts(s, name: str, kind: Type | None) -> Iterator[tuple[str, Type]]:
    """Names for what is in the container that the name stands for, which nobody reads."""
    for key, item in _items(kind):
        part = f"{name}[{'' if key is None else key}]"
        s.loans.ghosts[part] = item
        keep(s, part, name, None if key is None else nodes.constant(key))
        yield part, some(item)
        yield from _parts(s, part, item)


def holds_changeable(kind: Type | None) -> bool:
    """Is there a container that may be changed in this one?"""
    return any(map(is_changeable, _kinds_inside(kind)))
