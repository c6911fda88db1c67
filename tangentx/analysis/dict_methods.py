"""Dicts that were taken apart: their methods, and the classes of `collections` that behave like dicts or lists."""

from __future__ import annotations

import collections
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import gast

from tangentx.analysis import absent, containers, iterators, namespaces, prelude
from tangentx.analysis.identity import exchange
from tangentx.analysis.program import Structure
from tangentx.analysis.restarts import want_keys
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const
from tangentx.records import Place
from tangentx.syntax import nodes


def method(
    s, target, base, structure: Structure, name: str, operands, keywords, place: Place, env: Env
) -> bool:
    """A method of a taken-apart dict; False when it is not one of those."""
    handler = _METHODS.get(name)
    if handler is None:
        return False
    if name in _KEYED and not operands:
        absent.refuse_count(s, name, place)
    if name in _KEYED and not _is_known(s, operands[0], env):
        want_keys(s, structure)
    if namespaces.is_one(structure) and name not in (*KEEPING, *namespaces.SETTING):
        containers.refuse(s, f"`{name}` of the attributes of an object", place)
    if name not in KEEPING:
        containers.writable(s, structure, place)
    return handler(s, target, base, structure, operands, keywords, place, env) is not False


def _is_known(s, atom: gast.AST, env: Env) -> bool:
    return isinstance(s.kind(atom, env), Const) or constant_tuple(s, atom, env) is not None


def known_key(s, atom: gast.AST, what: str, place: Place, env: Env) -> Any:
    """The value of a key that has to be known."""
    known = s.kind(atom, env)
    if isinstance(known, Const):
        return known.value
    value = constant_tuple(s, atom, env)
    if value is None:
        containers.refuse(s, f"{what} with an unknown key", place)
    return value


def constant_tuple(s, atom: gast.AST, env: Env) -> tuple | None:
    """The value of a tuple of constants, None if it is something else."""
    structure = s.structure(atom, env)
    if structure is None or structure.cls is not tuple:
        return None
    found = []
    for item in structure.items:
        known = env.types.get(item) if isinstance(item, str) else None
        if not isinstance(known, Const):
            return None
        found.append(known.value)
    return tuple(found)


def set_item(
    s, base: gast.AST, structure: Structure, key: Any, value: gast.AST, place: Place, env: Env
) -> None:
    """`table[key] = value`, whether or not the key is there."""
    inner = s.structure(value, env)
    of_object = namespaces.is_one(structure)
    structure = structure.attributes_of if of_object else structure
    if key in structure.keys:
        at = structure.keys.index(key)
        if inner is None and isinstance(structure.items[at], str):
            s.copy(structure.items[at], value, place, env)
            return
        item = inner or _variable(s, base, key, value, place, env)
        made = replace(structure, items=(*structure.items[:at], item, *structure.items[at + 1 :]))
    else:
        item = inner or _variable(s, base, key, value, place, env)
        made = replace(structure, keys=(*structure.keys, key), items=(*structure.items, item))
    exchange(env, structure, made)
    if of_object:
        namespaces.renew(s, base, made, env)


def _variable(s, base: gast.AST, key: Any, value: gast.AST, place: Place, env: Env) -> str:
    owner = base.id if isinstance(base, gast.Name) else "_item"
    name = s.fresh(f"{owner}__{containers.word(key)}")
    s.copy(name, value, place, env)
    return name


def missing(s, target: str, base, structure: Structure, key: Any, place: Place, env: Env) -> bool:
    """`table[key]` of a defaultdict that has no such key: made by its factory.  False for other dicts."""
    if structure.cls is collections.Counter:
        s.copy(target, nodes.constant(0), place, env)
        return True
    if structure.cls is not collections.defaultdict or structure.extra is None:
        return False
    name = s.fresh("_made")
    s.call(name, structure.extra, s.kind(structure.extra, env), [], {}, place, env)
    set_item(s, base, structure, key, nodes.name(name), place, env)
    grown = s.structure(base, env)
    s.copy_item(target, grown.items[grown.keys.index(key)], place, env)
    return True


# -- methods ---------------------------------------------------------------------------------------------


def _get(s, target, base, structure, operands, keywords, place, env):
    key = known_key(s, operands[0], "a dict's `get`", place, env)
    if key in structure.keys:
        s.copy_item(target, structure.items[structure.keys.index(key)], place, env)
    else:
        s.copy(target, operands[1] if len(operands) > 1 else nodes.constant(None), place, env)


def _set_default(s, target, base, structure, operands, keywords, place, env):
    key = known_key(s, operands[0], "a dict's `setdefault`", place, env)
    if key not in structure.keys:
        default = operands[1] if len(operands) > 1 else nodes.constant(None)
        set_item(s, base, structure, key, default, place, env)
        structure = s.structure(base, env)
    s.copy_item(target, structure.items[structure.keys.index(key)], place, env)


def _pop(s, target, base, structure, operands, keywords, place, env):
    key = known_key(s, operands[0], "a dict's `pop`", place, env)
    if key not in structure.keys:
        if len(operands) < 2:
            absent.refuse(s, structure, key, place)
        s.copy(target, operands[1], place, env)
        return
    _taken(s, target, structure, structure.keys.index(key), place, env)


def _pop_item(s, target, base, structure, operands, keywords, place, env):
    if not structure.keys:
        containers.refuse(s, "`popitem` of an empty dict", place)
    first = structure.cls is collections.OrderedDict and _is_false(s, operands, keywords, env)
    at = 0 if first else len(structure.keys) - 1
    value = s.fresh("_value")
    key = structure.keys[at]
    _taken(s, value, structure, at, place, env)
    containers.display(s, target, tuple, [nodes.constant(key), nodes.name(value)], None, place, env)


def _is_false(s, operands, keywords, env) -> bool:
    atom = operands[-1] if operands else keywords.get("last")
    return atom is not None and s.kind(atom, env) == Const(False)


def _taken(s, target: str, structure: Structure, at: int, place: Place, env: Env) -> None:
    s.copy_item(target, structure.items[at], place, env)
    keys, items = list(structure.keys), list(structure.items)
    del keys[at], items[at]
    exchange(env, structure, replace(structure, keys=tuple(keys), items=tuple(items)))


def _move_to_end(s, target, base, structure, operands, keywords, place, env):
    key = known_key(s, operands[0], "`move_to_end`", place, env)
    pairs = dict(zip(structure.keys, structure.items, strict=True))
    moved = {key: pairs.pop(key)}
    pairs = {**moved, **pairs} if _is_false(s, operands[1:], keywords, env) else {**pairs, **moved}
    exchange(env, structure, replace(structure, keys=tuple(pairs), items=tuple(pairs.values())))
    env.bind(target, Const(None))


def _update(s, target, base, structure, operands, keywords, place, env):
    for key, value in [*(_pairs(s, operands[0], place, env) if operands else ()), *keywords.items()]:
        set_item(s, base, s.structure(base, env), key, value, place, env)
    env.bind(target, Const(None))


def _pairs(s, atom: gast.AST, place: Place, env: Env) -> list[tuple[Any, gast.AST]]:
    """Keys and values of a dict, or of a sequence of pairs."""
    atom = s.keyed(atom, place, env)
    structure = s.structure(atom, env)
    if structure is not None and structure.keys is not None:
        values = [containers.element_atom(s, item, place, env) for item in structure.items]
        return list(zip(structure.keys, values, strict=True))
    rows = containers.elements(s, iterators.sequence(s, atom, place, env), place, env)
    found = []
    for row in rows if rows is not None else [None]:
        parts = None if row is None else containers.elements(s, row, place, env)
        if parts is None or len(parts) != 2:
            containers.refuse(s, "a dict of pairs that are not known", place)
        found.append((known_key(s, parts[0], "a dict", place, env), parts[1]))
    return found


def _copy(s, target, base, structure, operands, keywords, place, env):
    pairs = _pairs(s, base, place, env)
    build(s, target, structure.cls, pairs, place, env, structure.extra)


def _clear(s, target, base, structure, operands, keywords, place, env):
    exchange(env, structure, replace(structure, keys=(), items=()))
    env.bind(target, Const(None))


def _view(how: str) -> Callable:
    def handler(s, target, base, structure, operands, keywords, place, env):
        s.view(target, how, base, place, env)

    return handler


def _delete(s, target, base, structure, operands, keywords, place, env):
    _pop(s, target, base, structure, operands[:1], {}, place, env)
    env.bind(target, Const(None))


_KEYED = ("get", "setdefault", "pop", "__delitem__")
KEEPING = ("get", "copy", "keys", "values", "items")
_METHODS: Mapping[str, Callable] = MappingProxyType(
    {
        "get": _get,
        "setdefault": _set_default,
        "pop": _pop,
        "popitem": _pop_item,
        "move_to_end": _move_to_end,
        "update": _update,
        "copy": _copy,
        "clear": _clear,
        "__delitem__": _delete,
        **{how: _view(how) for how in iterators.VIEWS},
    }
)


# -- making dicts and deques -------------------------------------------------------------------------------


def build(s, target: str, cls: type, pairs: list, place: Place, env: Env, extra: Any = None) -> None:
    """A dict, or a subclass of it, of these keys and values."""
    keys = [nodes.constant(k) for k, _ in pairs]
    containers.dictionary(s, target, keys, [v for _, v in pairs], place, env, cls, extra)


def _dict(cls: type) -> Callable:
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if operands and not _are_known(s, operands[0], place, env):
            made = nodes.name(s.fresh("_made"))  # the target may be one of the operands: d = dict(d)
            s.real_dict(made.id, cls, (), [], None, place, env)
            s.put_item(made, None, operands[0], place, env)
            for key, value in keywords.items():
                s.put_item(made, nodes.constant(key), value, place, env)
            s.copy(target, made, place, env)
            return True
        pairs = _pairs(s, operands[0], place, env) if operands else []
        build(s, target, cls, [*pairs, *keywords.items()], place, env)
        return True

    return handler


def _are_known(s, atom: gast.AST, place: Place, env: Env) -> bool:
    """Are the keys of what a dict is made of known, or at least how many there are?"""
    structure = s.structure(atom, env)
    return structure is not None or s.known_trips(atom, place, env) is not None


def _default_dict(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    pairs = _pairs(s, operands[1], place, env) if len(operands) > 1 else []
    factory = operands[0] if operands and s.kind(operands[0], env) != Const(None) else None
    build(s, target, collections.defaultdict, [*pairs, *keywords.items()], place, env, factory)
    return True


def _from_keys(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    atoms = containers.elements(s, iterators.sequence(s, operands[0], place, env), place, env)
    if atoms is None:
        return False
    value = operands[1] if len(operands) > 1 else nodes.constant(None)
    pairs = [(known_key(s, a, "`fromkeys`", place, env), value) for a in atoms]
    build(s, target, dict, pairs, place, env)
    return True


def _deque(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    limit = operands[1] if len(operands) > 1 else keywords.get("maxlen", nodes.constant(None))
    known = s.kind(limit, env)
    source = operands[0] if operands else nodes.constant(())
    items = iterators.sequence(s, source, place, env)
    atoms = containers.elements(s, items, place, env)
    if atoms is None and known == Const(None):
        s.inline_prelude(target, prelude.collected, [items], place, env)
        return True
    if atoms is None and isinstance(known, Const) and isinstance(known.value, int):
        s.inline_prelude(target, prelude.last_ones, [items, nodes.constant(known.value)], place, env)
        env.types[target] = replace(env.types[target], limit=known.value)
        return True
    if atoms is None or not isinstance(known, Const):
        return False
    if known.value is not None:
        atoms = atoms[-known.value :] if known.value else []
    containers.display(s, target, collections.deque, atoms, None, place, env, known.value)
    return True


HANDLERS: dict[Any, Callable] = {
    dict: _dict(dict),
    dict.fromkeys: _from_keys,
    collections.OrderedDict: _dict(collections.OrderedDict),
    collections.defaultdict: _default_dict,
    collections.deque: _deque,
}
