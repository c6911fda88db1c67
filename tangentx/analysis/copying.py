"""`copy.copy`, `copy.deepcopy` and the copies that emitted code makes: of containers, objects, arrays and numbers."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import gast

from tangentx.analysis import containers, identity, lists, objects, prelude, protocol, runtime_objects
from tangentx.analysis.classes_of import is_number, is_value
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import is_taken_apart
from tangentx.analysis.types import (
    HELD,
    Array,
    Const,
    ListOf,
    Sequence,
    Type,
    Unknown,
    is_float_like,
    is_scalar,
    sites_of,
)
from tangentx.records import Place
from tangentx.syntax import nodes

_IMMUTABLE = (int, float, complex, str, bytes, type(None))


def _copy(deep: bool) -> Callable:
    """`copy.copy` and `copy.deepcopy`."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if len(operands) != 1:
            return False
        atom = runtime_objects.taken_apart(s, objects.keyed(s, operands[0], place, env), place, env)
        structure = s.structure(atom, env)
        if structure is None:
            return _copy_of_value(s, target, atom, deep, place, env)
        own = None if deep else protocol.special(s, atom, "__copy__", env)
        if own is not None:
            s.python_call(target, func, own, [operands[0]], {}, place, env)
            return True
        if protocol.is_object(structure) and any(_has(s, structure, n) for n in ("__copy__", "__deepcopy__")):
            protocol.refuse(s, "a copy of an object that says how it is copied", place)
        if deep:
            _check_once(s, structure, place, env)
        made = _copied(s, structure, deep, target, {}, place, env)
        env.bind(target, s.structure_type(made, env), made)
        return True

    return handler


def _has(s, structure: Structure, name: str) -> bool:
    return name in structure.keys or protocol.watched(s, structure.cls, name) is not None


def copy_tree(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`runtime.copy_tree`, as emitted code has it, of dicts and lists of known length, which can be shortened."""
    structure, kind = s.structure(operands[0], env), s.kind(operands[0], env)
    if structure is None and isinstance(kind, Sequence) and kind.cls is list:  # what a rule's function made
        structure = _taken_apart(s, operands[0], kind, place, env)
    parts = [] if structure is None else [*identity.inside(structure)]
    leaves = [s.kind(atom, env) for part in parts for atom in _leaves(part)]
    if (
        not parts
        or any(part.cls not in (list, dict) for part in parts)
        or not all(is_float_like(k) or is_number(k) for k in leaves)
    ):
        return False
    made = _copied(s, structure, True, target, {}, place, env)
    env.bind(target, s.structure_type(made, env), made)
    return True


def _taken_apart(s, atom: gast.AST, kind: Sequence, place: Place, env: Env) -> Structure | None:
    whole = s.fresh("_pieces")
    containers.display(s, whole, list, containers.elements(s, atom, place, env) or [], None, place, env)
    found = s.structure(nodes.name(whole), env)
    return found if found is not None and len(found.items) == len(kind.items) else None


def _leaves(part: Structure) -> list[gast.AST]:
    """The elements of one container that are no containers."""
    return [nodes.name(item) for item in part.items if isinstance(item, str)]


def _check_once(s, structure: Structure, place: Place, env: Env) -> None:
    """What is in a container twice is in its deep copy twice: of an array, only a part of one is another one there;
    of lists, it must be known which are one."""
    parts = {id(part): part for part in identity.inside(structure)}.values()
    seen: frozenset[str] = frozenset()
    held: dict[str, Type] = {}
    for atom in (leaf for part in parts for leaf in _leaves(part)):
        kind = s.kind(atom, env)
        mine = sites_of(kind) if isinstance(kind, Array) and not kind.scalar else frozenset()
        if not mine.isdisjoint(seen):
            what = "a deep copy of a container with the same array, or parts of it, in several places"
            containers.refuse(s, what, place)
        seen |= mine
        if lists.is_list(kind):
            name = lists.holder(env, atom.id)
            held[name] = s.kind(nodes.name(name), env)
    for kind in (
        held.values() if len(held) + len(parts) > 2 else ()
    ):  # as another part of the container, perhaps
        lists.changeable(s, kind, place)
    if len(held) > 1:  # by other names they may be one list
        s.out.append(identity.check_distinct(list(map(nodes.name, held)), place))


def _copied(s, structure: Structure, deep: bool, hint: str, made: dict, place: Place, env: Env) -> Structure:
    """The container's copy; `made`: the copies so far, of containers with what they are of, of lists by name."""
    if id(structure) in made:
        return made[id(structure)][1]
    items = []
    for key, item in zip(structure.keys or range(len(structure.items)), structure.items, strict=True):
        if isinstance(item, str):
            atom = _copy_of_leaf(s, item, made, place, env) if deep else nodes.name(item)
            items.append(containers.component(s, hint, containers.word(key), atom, place, env))
        else:
            items.append(_copied(s, item, deep, hint, made, place, env) if deep else item)
    new = replace(structure, items=tuple(items), entangled=False, attributes_of=None, outlined=False)
    if isinstance(new.origin, gast.AST):
        new = replace(new, origin=replace(place, via=()))  # that of an object outside
    made[id(structure)] = (structure, new)
    return new


def _copy_of_leaf(s, item: str, made: dict, place: Place, env: Env) -> gast.AST:
    """The copy of what is not taken apart; a list that is in the container twice is in its copy twice."""
    held = lists.holder(env, item)
    if held not in made:
        made[held] = nodes.name(s.fresh("_copied"))
        _deep_copy(s, made[held].id, nodes.name(item), place, env)
    return made[held]


def _copy_of_value(s, target: str, atom: gast.AST, deep: bool, place: Place, env: Env) -> bool:
    """The copy of an array, a number or a container that exists at run time; False where it is something else."""
    kind = s.kind(atom, env)
    if isinstance(kind, ListOf) and not deep:
        if kind.cls is tuple:
            s.copy(target, atom, place, env)
        else:
            s.method_call(target, atom, kind, "copy", [], {}, place, env)
        return True
    if isinstance(kind, Sequence) and is_taken_apart(kind):
        _copy_of_sequence(s, target, atom, kind, deep, place, env)
        return True
    if not is_value(kind) and not (isinstance(kind, Const) and isinstance(kind.value, _IMMUTABLE)):
        if not isinstance(kind, ListOf):
            return False
    _deep_copy(s, target, atom, place, env)
    return True


def _copy_of_sequence(
    s, target: str, atom: gast.AST, kind: Sequence, deep: bool, place: Place, env: Env
) -> None:
    """The copy of a list or tuple of known length that exists at run time, as one of the module does."""
    items = containers.elements(s, atom, place, env)
    for i, item in enumerate(items if deep else ()):
        items[i] = nodes.name(s.fresh("_copied"))
        _deep_copy(s, items[i].id, item, place, env)
    containers.display(s, target, list if kind.cls is list else tuple, items, None, place, env)


def _deep_copy(s, target: str, atom: gast.AST, place: Place, env: Env) -> None:
    """`target = deepcopy(atom)` of something that is not taken apart."""
    kind = s.kind(atom, env)
    if isinstance(kind, Array) and not kind.scalar:
        s.method_call(target, atom, kind, "copy", [], {}, place, env)
    elif isinstance(kind, ListOf):
        _deep_copy_of_list(s, target, atom, kind, place, env)
    elif isinstance(kind, Sequence) and is_taken_apart(kind):
        _copy_of_sequence(s, target, atom, kind, True, place, env)
    elif isinstance(kind, Unknown):
        containers.refuse(s, "a deep copy of what is not known", place)
    else:
        s.copy(target, atom, place, env)


def _deep_copy_of_list(s, target: str, atom: gast.AST, kind: ListOf, place: Place, env: Env) -> None:
    """Of a list or dict that exists at run time: of numbers, or of lists of numbers, each of which is another one."""
    inner = kind.item
    if inner is None or is_scalar(inner):
        _copy_of_value(s, target, atom, False, place, env)
        return
    if kind.closed and isinstance(inner, HELD):  # what it has may be one list several times
        lists.changeable(s, replace(inner, frozen=True), place)
    rows = isinstance(inner, ListOf) and inner.cls is list and (inner.item is None or is_scalar(inner.item))
    if not rows or kind.cls is not list:
        containers.refuse(s, "a deep copy of a container of unknown length with others in it", place)
    s.out.append(identity.check_distinct([atom], place))
    s.inline_prelude(target, prelude.copied_rows, [atom], place, env)


HANDLERS: Mapping[Any, Callable] = MappingProxyType({copy.copy: _copy(False), copy.deepcopy: _copy(True)})
