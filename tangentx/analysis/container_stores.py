"""Writing into containers and arrays while specialising: `x[i] = e`, `x += e`, `x.append(e)`."""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis import identity
from tangentx.analysis.containers import component, constant_index, elements, escape, refuse, subscript, word
from tangentx.analysis.joins import join
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    ListOf,
)
from tangentx.analysis.writers import Writer, as_array, flat_slot
from tangentx.errors import AliasingError
from tangentx.records import (
    Augment,
    Evaluate,
    Place,
    Store,
)
from tangentx.syntax import nodes


def store(s, target, op, value, place: Place, env: Env, frame, base: gast.AST | None = None) -> None:
    """`base[index] (op)= value`, or `base op= value` on an array."""
    if base is not None:
        value = as_array(s, value, place, env)
        s.written(base, value, place, env)
        s.out.append(Augment(base, op, s.whole(value, env), place))
        return
    if isinstance(target, gast.Attribute):
        refuse(s, "writing an attribute", place)
    base = s.atom(target.value, env, frame, place)
    index = s.index(target.slice, env, frame, place)
    if isinstance(base, gast.Name) and base.id in s.flats:
        base = s.flats[base.id]
        index = flat_slot(Writer(s, place, env), base, index)
    structure = s.structure(base, env)
    if structure is not None:
        _store_structure(s, base, structure, index, op, value, place, env)
        return
    kind = s.kind(base, env)
    known = isinstance(kind, Array | ListOf) or (s.forward and kind == UNKNOWN)
    if not known and (s.is_varied(value, env) or s.is_varied(base, env)):
        refuse(s, f"writing an element of {kind}", place)
    if isinstance(kind, ListOf):
        value, op = _list_slot(s, base, index, op, value, place, env, frame)
    elif isinstance(kind, Array):
        value = as_array(s, value, place, env)
    s.written(base, value, place, env)
    made = gast.Subscript(base, index, gast.Store())
    whole = s.whole(value, env)
    s.out.append(Store(made, whole, place) if op is None else Augment(made, op, whole, place))


def _list_slot(s, base, index, op, value, place, env, frame) -> tuple:
    """`items[i] (op)= value`: what the slot of a real list gets, by a plain store if that comes to the same."""
    kind = s.kind(base, env)
    escape(s, value, env)
    item = join(kind.item, s.kind(value, env), s.sampler.fresh)
    env.bind(base.id, replace(kind, item=item))
    s.note(base.id, env.types[base.id])
    if op is not None and isinstance(kind.item, Array) and not kind.item.scalar:
        element_name = s.fresh("_element")  # `items[i] += e` writes on the array that is there
        subscript(s, element_name, base, index, place, env)
        store(s, None, op, value, place, env, frame, base=nodes.name(element_name))
        value, op = nodes.name(element_name), None
    elif op is not None:
        old, new = s.fresh("_old"), s.fresh("_new")
        subscript(s, old, base, index, place, env)
        s.operate(new, nodes.name(old), op, value, place, env)
        value, op = nodes.name(new), None
    return value, op


def _store_structure(s, base, structure: Structure, index, op, value, place, env) -> None:
    """A store into a container that was taken apart binds the element's variable again."""
    writable(s, structure, place)
    key = constant_index(s, index, env)
    keys = structure.keys if structure.keys is not None else tuple(range(len(structure.items)))
    if structure.keys is None and isinstance(key, int) and key < 0:
        key += len(structure.items)
    if key is None or isinstance(key, slice) or (key not in keys and structure.keys is None):
        refuse(s, "a store at an unknown place of a container", place)
    if key not in keys:
        if s.loops:
            refuse(s, "a new key in a dict inside a loop", place)
        item = component(s, base.id, word(key), value, place, env)
        grown = replace(structure, keys=(*structure.keys, key), items=(*structure.items, item))
        identity.exchange(env, structure, grown)
        return
    item = structure.items[keys.index(key)]
    if op is None and (isinstance(item, Structure) or s.structure(value, env) is not None):
        replace_item(s, structure, keys.index(key), value, place, env)
    elif op is None:
        s.copy(item, value, place, env)
    elif isinstance(item, Structure):
        refuse(s, "changing a nested container in place", place)
    elif isinstance(env.types.get(item), Array) and not env.types[item].scalar:
        store(s, None, op, value, place, env, None, base=nodes.name(item))
    else:
        s.operate(item, nodes.name(item), op, value, place, env)


def replace_item(s, structure: Structure, i: int, value, place, env) -> None:
    """`structure[i] = value` where a nested container comes or goes."""
    inner = s.structure(value, env)
    if inner is not None and any(part is structure for part in identity.inside(inner)):
        refuse(s, "a container that contains itself", place)
    hint = structure.keys[i] if structure.keys is not None else i
    item = component(s, "item", word(hint), value, place, env)
    items = (*structure.items[:i], item, *structure.items[i + 1 :])
    identity.exchange(env, structure, replace(structure, items=items))


def writable(s, structure: Structure, place: Place) -> None:
    """Refuse a store into a container when it depends on the path which one it is."""
    if structure.entangled:
        raise AliasingError(
            "what is changed here may be another container too: one of another path, or a list's element",
            code="TX237", place=place,
            lines=s.lines(place), help=("make a copy first: list(xs), dict(d)", "or change it on each path"),
        )  # fmt: skip


def extend(s, base: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
    """`list += sequence`."""
    atoms = elements(s, value, place, env)
    kind = s.kind(base, env)
    if atoms is None or not isinstance(kind, ListOf) or s.structure(base, env) is not None:
        refuse(s, "extending a list by a sequence of unknown length", place)
    for atom in atoms:
        append(s, base, atom, place, env)


def append(s, base: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
    kind = s.kind(base, env)
    item = join(kind.item, s.kind(value, env), s.sampler.fresh)
    env.bind(base.id, replace(kind, item=item))
    s.note(base.id, env.types[base.id])
    whole = s.whole(value, env)
    escape(s, value, env)
    call = gast.Call(gast.Attribute(base, "append", gast.Load()), [whole], [])
    stmt = Evaluate(call, place)
    s.know(stmt, Op("append", operands={"base": base, "value": whole}, pure=False))
    s.out.append(stmt)
    s.written(base, value, place, env)
