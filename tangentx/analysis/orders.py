"""`sorted`, `min` and `max`: the order is a fact about values, what is chosen carries derivatives.

    sorted(x, key=f)    ->      order = sorted(range(len(keys)), key=keys.__getitem__)
                                [x[i] for i in order]

Ties go as Python's do, because Python sorts the positions by the same keys.
"""

from __future__ import annotations

from typing import Any, NoReturn

import gast

from tangentx.analysis import checks, containers, indexed, iterators, prelude
from tangentx.analysis.joins import element
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.scope import Env, Unreached, join_structures
from tangentx.analysis.types import INT, UNKNOWN, Array, Const, ListOf, Range, Scalar, Sequence, SetOf, Type
from tangentx.records import Bind, Place, Raise
from tangentx.syntax import nodes

_BUILTINS = {"min": min, "max": max}


def order_of(s, keys: gast.AST, count: gast.AST, reverse: gast.AST | None, place: Place, env: Env) -> str:
    """A variable for the positions in which `sorted` would put values with these keys."""
    target = s.fresh("_order")
    named = [_by(keys)] + ([] if reverse is None else [gast.keyword("reverse", reverse)])
    positions = gast.Call(external("builtins.range"), [count], [])
    expr = gast.Call(external("builtins.sorted"), [positions], named)
    s.emit(Bind(target, expr, place), Op("inactive"), ListOf(INT, list), env)
    return target


def position_of(s, which: str, keys: gast.AST, count: gast.AST, place: Place, env: Env) -> str:
    """A variable for the position of the first smallest or largest key."""
    target = s.fresh("_at")
    positions = gast.Call(external("builtins.range"), [count], [])
    expr = gast.Call(external(f"builtins.{which}"), [positions], [_by(keys)])
    s.emit(Bind(target, expr, place), Op("inactive"), INT, env)
    return target


def _by(keys: gast.AST) -> gast.AST:
    return gast.keyword("key", gast.Attribute(keys, "__getitem__", gast.Load()))


def key_atoms(s, function: gast.AST | None, atoms: list, place: Place, env: Env) -> list:
    """The key of every element."""
    if function is None or s.kind(function, env) == Const(None):
        return atoms
    found = []
    for atom in atoms:
        name = s.fresh("_key")
        s.call(name, function, s.kind(function, env), [atom], {}, place, env)
        found.append(nodes.name(name))
    return found


def listed(s, atoms: list, place: Place, env: Env) -> gast.AST:
    """A real list of these elements."""
    name = s.fresh("_keys")
    containers.real_list(s, name, list, atoms, place, env)
    return nodes.name(name)


# -- elements at positions that are not known ----------------------------------------------------------


def columns(s, atoms: list, place: Place, env: Env) -> Any:
    """Real lists from which elements can be picked: one for each variable of elements that are alike."""
    structures = [s.structure(a, env) for a in atoms]
    first = structures[0]
    if first is not None and all(x is not None and join_structures(first, x) for x in structures):
        parts = []
        for atom in atoms:
            containers.escape(s, atom, env)  # which of them is picked is not known: none may change any more
        for i in range(len(first.items)):
            column = [containers.element_atom(s, x.items[i], place, env) for x in structures]
            parts.append(columns(s, column, place, env))
        return Structure(first.cls, first.keys, tuple(parts))
    if all(isinstance(s.kind(a, env), Const) for a in atoms):
        kinds = {s.kind(a, env) for a in atoms}
        if len(kinds) == 1:
            return atoms[0]
    name = s.fresh("_items")
    containers.real_list(s, name, list, atoms, place, env)
    return name


def pick(s, target: str, column: Any, index: gast.AST, place: Place, env: Env) -> None:
    """`target` = the element at `index`."""
    if isinstance(column, Structure):
        parts = []
        for i, part in enumerate(column.items):
            name = s.fresh(f"{target}__{i}")
            pick(s, name, part, index, place, env)
            parts.append(env.structures.get(name, name))
        structure = Structure(column.cls, column.keys, tuple(parts), entangled=True)
        env.bind(target, s.structure_type(structure, env), structure)
    elif isinstance(column, gast.AST):
        s.copy(target, column, place, env)
    else:
        containers.subscript(s, target, nodes.name(column), index, place, env)


def _leading(s, keys: list, env: Env) -> list[Const]:
    """What decides between tuples, where that is known: `("a", x) < ("b", y)`; else nothing."""
    structures = [s.structure(a, env) for a in keys]
    count = min((len(x.items) if x is not None and x.cls is tuple else 0 for x in structures), default=0)
    rows = [[s.kind_or_none(nodes.name(n), env) if isinstance(n, str) else None for n in x.items[:count]]
            for x in structures if count]  # fmt: skip
    found: list[tuple] = [()] * len(rows)
    for column in zip(*rows, strict=True):
        values = [k.value for k in column if isinstance(k, Const) and isinstance(k.value, int | float | str)]
        if len(values) < len(rows):
            return []
        found = [(*lead, value) for lead, value in zip(found, values, strict=True)]
        if len({*found}) == len(rows):
            return [Const(lead) for lead in found]
    return []


def arranged(s, atoms: list, key: gast.AST | None, reverse: gast.AST | None, place: Place, env: Env) -> list:
    """Known elements in sorted order."""
    keys = key_atoms(s, key, atoms, place, env)
    known = _leading(s, keys, env) or [s.kind(a, env) for a in keys]
    backwards = Const(False) if reverse is None else s.kind(reverse, env)
    if all(isinstance(k, Const) for k in known) and isinstance(backwards, Const):
        order = sorted(range(len(atoms)), key=lambda i: known[i].value, reverse=bool(backwards.value))
        return [atoms[i] for i in order]
    if len(atoms) < 2:
        return atoms
    order = order_of(s, listed(s, keys, place, env), nodes.constant(len(atoms)), reverse, place, env)
    source = columns(s, atoms, place, env)
    found = []
    for i in range(len(atoms)):
        index, name = s.fresh("_at"), s.fresh("_sorted")
        containers.subscript(s, index, nodes.name(order), nodes.constant(i), place, env)
        pick(s, name, source, nodes.name(index), place, env)
        found.append(nodes.name(name))
    return found


# -- the builtins ------------------------------------------------------------------------------------------


def sort(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`sorted(items, key=..., reverse=...)`."""
    items = _items(s, operands[0], place, env)
    key, reverse = keywords.get("key"), keywords.get("reverse")
    atoms = containers.elements(s, items, place, env)
    if atoms is not None:
        s.picked.append(s.structure(items, env))
        containers.display(s, target, list, arranged(s, atoms, key, reverse, place, env), None, place, env)
        return True
    if _plain(s, items, key, env):
        _outside(s, target, func, items, keywords, ListOf(_item(s, items, env), list), place, env)
        return True
    keys = _keys(s, key, items, place, env)
    order = order_of(s, keys, indexed.length(s, items, place, env), reverse, place, env)
    s.inline_prelude(target, prelude.ordered, [items, nodes.name(order)], place, env)
    return True


def _plain(s, items: gast.AST, key: gast.AST | None, env: Env) -> bool:
    """Nothing differentiated in it, and no function that exists only while the derivative is written?"""
    return not s.is_varied(items, env) and (key is None or s.is_outside(key, env))


def _item(s, items: gast.AST, env: Env) -> Type:
    kind = s.kind(items, env)
    return (
        element(kind, s.sampler.fresh) or UNKNOWN if isinstance(kind, ListOf | Range | Sequence) else UNKNOWN
    )


def _items(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What is ordered, as something with positions."""
    if isinstance(s.kind(atom, env), SetOf):
        return iterators.listed(s, atom, place, env)
    return iterators.sequence(s, atom, place, env)


def _outside(s, target, func, items, keywords, kind: Type, place: Place, env: Env) -> None:
    """The call itself: nothing in it is differentiated."""
    named = [gast.keyword(k, s.whole(a, env)) for k, a in keywords.items()]
    s.emit(Bind(target, gast.Call(func, [s.whole(items, env)], named), place), Op("inactive"), kind, env)


def _keys(s, key: gast.AST | None, items: gast.AST, place: Place, env: Env) -> gast.AST:
    if key is None or s.kind(key, env) == Const(None):
        return items
    name = s.fresh("_keys")
    s.inline_prelude(name, prelude.keys_of, [key, items], place, env)
    return nodes.name(name)


def _is_integer(kind) -> bool:
    """Numbers that carry no derivative: sizes, counts."""
    if isinstance(kind, Const):
        return type(kind.value) is int
    return isinstance(kind, Scalar) and kind.kind == "int"


def extremum(which: str):
    """`min` or `max`, of several arguments or of one iterable, with `key` and `default`."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        key, default = keywords.get("key"), keywords.get("default")
        if len(operands) > 1 and key is None and all(_is_integer(s.kind(a, env)) for a in operands):
            return _of_integers(s, target, which, func, operands, place, env)
        if len(operands) > 1:
            return _of_atoms(s, target, which, func, operands, key, None, place, env, True)
        items = _items(s, operands[0], place, env)
        atoms = containers.elements(s, items, place, env)
        if atoms is not None:
            s.picked.append(s.structure(items, env))
            return _of_atoms(s, target, which, func, atoms, key, default, place, env)
        if key is not None and _plain(s, items, key, env):
            _outside(s, target, func, items, keywords, _item(s, items, env), place, env)
            return True
        if key is None and default is None and not isinstance(s.kind(items, env), ListOf):
            _check_vector(s, which, items, place, env)
            return False
        if default is not None:
            name, given = (f"{which}_or", []) if key is None else (f"{which}_by_or", [key])
            s.inline_prelude(target, getattr(prelude, name), [items, default, *given], place, env)
            return True
        keys = _keys(s, key, items, place, env)
        at = position_of(s, which, keys, indexed.length(s, items, place, env), place, env)
        containers.subscript(s, target, items, nodes.name(at), place, env)
        return True

    return handler


def _check_vector(s, which: str, items: gast.AST, place: Place, env: Env) -> None:
    """Of an array that has one row, the builtin gives the row."""
    kind = s.kind(items, env)
    if isinstance(kind, Array) and not kind.scalar and kind.rank not in (0, 1):
        checks.check(s, "check_vector", [nodes.constant(which), items], place)


def _of_integers(s, target, which, func, atoms, place: Place, env: Env) -> bool:
    known = s.infer(_BUILTINS[which], [s.kind(a, env) for a in atoms], {})
    known = known if isinstance(known, Const) else INT  # which length is shorter the samples do not know
    s.emit(Bind(target, gast.Call(func, list(atoms), []), place), Op("inactive"), known, env)
    return True


def _of_atoms(s, target, which, func, atoms, key, default, place, env, several: bool = False) -> bool:
    if not atoms and default is not None:
        s.copy(target, default, place, env)
        return True
    if key is None and all(s.structure(a, env) is None for a in atoms):
        if several or len(atoms) < 2:
            return not several and _single(s, target, atoms, place, env)
        if all(_is_integer(s.kind(a, env)) for a in atoms):
            return _of_integers(s, target, which, func, atoms, place, env)
        s.rule_call(target, func, f"builtin:{which}", _BUILTINS[which], atoms, {}, place, env)
        return True
    if len(atoms) == 1:
        return _single(s, target, atoms, place, env)
    if not atoms:
        _raise_empty(s, which, place)
    keys = key_atoms(s, key, atoms, place, env)
    at = position_of(s, which, listed(s, keys, place, env), nodes.constant(len(atoms)), place, env)
    pick(s, target, columns(s, atoms, place, env), nodes.name(at), place, env)
    return True


def _raise_empty(s, which: str, place: Place) -> NoReturn:
    """Of nothing there is no largest: what follows is not reached."""
    try:
        _BUILTINS[which]([])
    except ValueError as error:
        message = str(error)
    s.out.append(
        Raise(gast.Call(external("builtins.ValueError"), [nodes.constant(message)], []), None, place)
    )
    raise Unreached


def _single(s, target, atoms, place, env) -> bool:
    if len(atoms) != 1:
        return False
    s.copy(target, atoms[0], place, env)
    return True
