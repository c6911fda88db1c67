"""Writing into containers and arrays while specialising: `x[i] = e`, `x += e`, `x.append(e)`."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import replace

import gast
import numpy as np

from tangentx.analysis import counters, dict_methods, identity, iterators, list_methods, prelude, protocol
from tangentx.analysis.as_arrays import as_given, as_stored
from tangentx.analysis.choices import is_function
from tangentx.analysis.classes_of import class_of
from tangentx.analysis.containers import (
    component,
    constant_index,
    elements,
    owned,
    refuse,
    subscript,
    word,
    writable,
)
from tangentx.analysis.extents import made_since
from tangentx.analysis.joins import element, join_slots
from tangentx.analysis.kept import is_keeper
from tangentx.analysis.lists import changeable, closes, resized, resolve, slot_with
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.refusals import NO_ITEMS, of_attribute, of_number
from tangentx.analysis.releasing import escape, released
from tangentx.analysis.restarts import KnownLengthWanted, make_whole, want_keys
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import as_element
from tangentx.analysis.types import (
    ANY_DIM,
    HELD,
    Array,
    Const,
    Dictionary,
    ListOf,
    Record,
    Sequence,
    Type,
    Unknown,
    is_scalar,
    may_differ,
)
from tangentx.analysis.widening import as_table, changed, keep_all
from tangentx.analysis.writable import check_slot
from tangentx.analysis.writers import flat_slot
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Augment, Bind, Evaluate, Place, Store
from tangentx.syntax import nodes

_WINDOWS = (np.flatiter, memoryview)  # who writes on one, writes on an array


def store(s, target, op, value, place: Place, env: Env, frame, base: gast.AST | None = None) -> None:
    """`base[index] (op)= value`, or `base op= value` on an array."""
    if base is not None:
        _store_whole(s, op, value, place, env, resolve(base, env))
        return
    if isinstance(target, gast.Attribute):
        _store_attribute(s, target, op, value, place, env, frame)
        return
    base = s.atom(target.value, env, frame, place)
    index = s.index(target.slice, env, frame, place)
    if isinstance(base, gast.Name) and base.id in s.flats:
        base = s.flats[base.id]
        index = flat_slot(s, base, index, place, env)
    if op is not None and isinstance(index, gast.Slice):
        value, op = list_methods.changed_part(s, base, index, op, value, place, env)
    if protocol.object_of(s, base, env):
        _store_item(s, base, index, op, value, place, env)
        return
    if (structure := s.structure(base, env)) is not None:
        _store_structure(s, base, structure, index, op, value, place, env)
        return
    check_slot(s, base, index, value, place, env)
    kind, before = as_table(s, base, index, env), None
    if isinstance(kind, Record) and isinstance(s.kind(index, env), Const):
        s.write_slot(base, kind.place(s.kind(index, env).value), op, value, place, env, frame)
        return
    known = isinstance(kind, Array | ListOf) or (s.forward and isinstance(kind, Unknown))
    matters = isinstance(kind, Record) or getattr(kind, "cls", None) in _WINDOWS
    if not known and (matters or s.is_varied(value, env) or s.is_varied(base, env)):
        refuse(s, f"writing an element of {kind}", place, of_number(kind, NO_ITEMS))
    if isinstance(kind, ListOf):
        before, value, op = _list_slot(s, base, index, op, value, place, env, frame)
        if value is None:
            return
    elif isinstance(kind, Array) and isinstance(op, gast.FloorDiv):
        _floored(s, base, index, op, value, place, env)
        return
    elif isinstance(kind, Array):
        value = as_given(s, value, place, env) if op is not None else as_stored(s, kind, value, place, env)
    _put(s, base, index, op, value, place, env, before)


def _put(s, base, index: gast.AST, op, value, place: Place, env: Env, before: str | None = None) -> None:
    """The statement itself; `before`: what has been read of the slot."""
    kind = s.kind(base, env)
    s.written(base, value, place, env)
    made = gast.Subscript(base, index, gast.Store())
    whole = s.whole(value, env, True)
    keep_all(s, whole, base.id, env)
    stmt = Store(made, whole, place) if op is None else Augment(made, op, whole, place)
    if isinstance(kind, ListOf):
        read = gast.Subscript(base, index, gast.Load())
        there = nodes.method(base, "get", index) if issubclass(kind.cls, dict) else read
        note_replaced(s, stmt, there, kind.item, place, env, before)
    s.out.append(stmt)


def note_replaced(
    s,
    stmt: Store | Augment,
    there: gast.AST,
    kind: Type | None,
    place: Place,
    env: Env,
    before: str | None = None,
) -> None:
    """What a slot has before another container is put there, or what may be of another shape: the reverse sweep may
    ask for it."""
    if is_keeper(kind) or not s.forward and may_differ(kind):
        name = before or s.fresh("_replaced")
        if before is None:
            s.emit(Bind(name, there, place), Op("inactive"), kind, env)
        s.know(stmt, Op("store", operands={"old": nodes.name(name)}))


def _store_whole(s, op: gast.AST, value, place: Place, env: Env, base: gast.AST) -> None:
    """`base op= value` on an array."""
    if isinstance(op, gast.FloorDiv):
        _floored(s, base, None, op, value, place, env)
        return
    augment_whole(s, base, op, as_given(s, value, place, env), place, env)


def augment_whole(s, base: gast.AST, op: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
    """The statement `base op= value` itself."""
    s.written(base, value, place, env)
    stmt = Augment(base, op, s.whole(value, env), place)
    s.def_types[id(stmt)] = s.kind(base, env)
    s.walked.append(stmt)
    s.out.append(stmt)


def _floored(s, base, index, op: gast.AST, value, place: Place, env: Env) -> None:
    """`base[index] //= value`: a store of what has no derivative."""
    old, new = base, s.fresh("_floored")
    if index is not None:
        old = nodes.name(s.fresh("_old"))
        subscript(s, old.id, base, index, place, env)
    s.combine(new, old, op, value, place, env)
    s.written(base, nodes.name(new), place, env)
    slot = nodes.constant(...) if index is None else index
    s.out.append(Store(gast.Subscript(base, slot, gast.Store()), nodes.name(new), place))


def _list_slot(s, base, index, op, value, place, env, frame) -> tuple:
    """`items[i] (op)= value` of a real list: the variable that the slot was read into, if it was, and what it gets, by
    a plain store if that comes to the same; None when it keeps the array that is there."""
    kind = s.kind(base, env)
    changeable(s, kind, place)
    owned(s, base, place)
    if isinstance(index, gast.Slice) and kind.cls is list:
        return None, *_list_part(s, base, index, value, place, env)
    if kind.cls is list and _is_part(s.kind(index, env), kind, s.kind(value, env)):
        refuse(s, "a store into a slice of a list that is known only at run time", place)
    if op is not None and isinstance(kind.item, Array) and not kind.item.scalar:
        element_name = s.fresh("_element")  # `items[i] += e` writes on the array that is there
        subscript(s, element_name, base, index, place, env)
        store(s, None, op, value, place, env, frame, base=nodes.name(element_name))
        return None, None, None
    old = None
    if op is not None:
        old, new = s.fresh("_old"), s.fresh("_new")
        subscript(s, old, base, index, place, env)
        if changes(s, nodes.name(old), op, value, place, env):
            return None, None, None
        if s.updated_as_it_is(nodes.name(old), op, value, "...", place, env, base.id):
            new = old
        else:
            s.combine(new, nodes.name(old), op, value, place, env)
        value, kind = nodes.name(new), s.kind(base, env)
    value = released(s, value, place, env)
    stored = s.stored(value, place, env)
    kind = _holding(s, kind, value, stored, env)
    escape(s, value, env)
    changed(s, base.id, s.with_key(kind, index, env), env)
    return old, stored, None


def _holding(s, kind: ListOf, value, stored, env: Env) -> ListOf:
    """The type of a list that gets this: what others have as well is not changed by way of the list."""
    is_known = closes(s, value, env)
    item = slot_with(s, kind.item, _slot_type(s, stored, env), is_known)
    return replace(kind, item=item, closed=kind.closed or is_known)


def _slot_type(s, stored: gast.AST, env: Env) -> Type:
    """The type of what is put into a list: lengths that each trip of a loop finds anew differ from slot to slot."""
    kind = as_element(s.kind_or_none(stored, env), s.sampler.fresh)
    if not s.loops or not isinstance(kind, Array) or not isinstance(kind.shape, tuple):
        return kind
    since = s.loops[0].unknowns
    dims = tuple(ANY_DIM if any(made_since(n, since) for n, _ in d.terms) else d for d in kind.shape)
    return replace(kind, shape=dims)


def _list_part(s, base, part: gast.Slice, value, place: Place, env: Env) -> tuple:
    """`items[a:b] = values`: the same, where the statement may stay as it is."""
    resized(s, base)
    if s.assign_slice(base, part, value, place, env):
        return None, None
    kind, more = s.kind(base, env), s.kind(value, env)
    if isinstance(more, Sequence | ListOf | Array):
        item = join_slots(kind.item, element(more, s.sampler.fresh), s.sampler.fresh)
        changed(s, base.id, replace(kind, item=item), env)
    return value, None


def _is_part(index: Type, items: ListOf, value: Type) -> bool:
    """Does `items[index] = value` store into a slice?  Assumed where a sequence is stored among numbers."""
    if isinstance(index, Const):
        return isinstance(index.value, slice)
    return isinstance(index, Unknown) and is_scalar(items.item) and isinstance(value, Sequence | ListOf)


def _store_attribute(s, target, op, value, place: Place, env: Env, frame) -> None:
    """`base.name (op)= value`."""
    holder = s.fresh("_holder")
    s.bind_value(holder, target.value, place, env, frame)
    base = nodes.name(holder)
    if not protocol.object_of(s, base, env):
        kind = s.kind(base, env)
        refuse(s, f"writing the attribute `{target.attr}` of {kind}", place, of_attribute(kind, target.attr))
    s.set_attribute(base, target.attr, op, value, place, env, frame)
    env.structures.pop(holder, None)  # it is nobody's other name from here on


def _store_item(s, base, index, op, value, place: Place, env: Env) -> None:
    """`base[index] (op)= value` of an object: its `__setitem__`."""
    key = s.key_atom(index, place, env)
    if op is not None:
        old, new = s.fresh("_old"), s.fresh("_new")
        s.object_method(old, base, "__getitem__", [key], place, env)
        s.combine(new, nodes.name(old), op, value, place, env, in_place=True)
        value = nodes.name(new)
    s.object_method(s.fresh("_"), base, "__setitem__", [key, value], place, env)


def _store_structure(s, base, structure: Structure, index, op, value, place, env) -> None:
    """A store into a container that was taken apart binds the element's variable again."""
    writable(s, structure, place)
    key = constant_index(s, index, env)
    if structure.keys is None and isinstance(key, slice) and op is None:
        list_methods.assign_slice(s, base, structure, key, value, place, env)
        return
    keys = structure.keys if structure.keys is not None else tuple(range(len(structure.items)))
    if structure.keys is None and isinstance(key, int) and key < 0:
        key += len(structure.items)
    if key is None or isinstance(key, slice) or (key not in keys and structure.keys is None):
        (make_whole if structure.keys is None else want_keys)(s, structure)
        refuse(s, "a store at an unknown place of a container", place)
    if structure.cls is tuple or hasattr(structure.cls, "_fields"):
        refuse(s, "a store into a tuple", place)
    if op is not None:
        item = structure.items[keys.index(key)] if key in keys else None
        value = _combined(s, base, item, index, op, value, place, env)
    if value is not None:
        _replace_item(s, base, s.structure(base, env), key, value, place, env)


def _replace_item(s, base, structure: Structure, key, value, place, env) -> None:
    if structure.keys is not None:
        dict_methods.set_item(s, base, structure, key, value, place, env)
    elif isinstance(structure.items[key], Structure) or s.structure(value, env) is not None:
        replace_item(s, structure, key, value, place, env)
    else:
        s.copy(structure.items[key], value, place, env)


def _combined(s, base, item: str | Structure | None, index, op, value, place, env) -> gast.AST | None:
    """The new element of `items[i] op= value`; None where the element itself was written on."""
    cell = nodes.name(item) if isinstance(item, str) else None
    kind = None if cell is None else s.kind_or_none(cell, env)
    if isinstance(kind, Unknown) and s.updated_as_it_is(cell, op, value, "...", place, env):
        return None
    known = isinstance(kind, Array | Unknown)
    writes = known and s.writes_in_place(nodes.name(item), op, value, "...", place, env)
    old = s.fresh("_old")
    subscript(s, old, base, index, place, env)
    kind = env.types[old]
    if changes(s, nodes.name(old), op, value, place, env):
        return None
    if writes or not known and isinstance(kind, Array) and not kind.scalar:
        store(s, None, op, value, place, env, None, base=nodes.name(old))
        return None
    if isinstance(kind, Unknown) and (s.is_varied(nodes.name(old), env) or s.is_varied(value, env)):
        refuse(s, f"`op=` on an element of which it is not known whether it is an array ({kind})", place)
    new = s.fresh("_new")
    s.combine(new, nodes.name(old), op, value, place, env)
    return nodes.name(new)


def replace_item(s, structure: Structure, i: int, value, place, env) -> None:
    """`structure[i] = value` where a nested container comes or goes."""
    inner = s.structure(value, env)
    if inner is not None and any(part is structure for part in identity.inside(inner)):
        refuse(s, "a container that contains itself", place)
    hint = structure.keys[i] if structure.keys is not None else i
    item = component(s, "item", word(hint), value, place, env)
    items = (*structure.items[:i], item, *structure.items[i + 1 :])
    identity.exchange(env, structure, replace(structure, items=items))


#: what `items op= value` does to a container that others may see as well
_IN_PLACE = {
    (list, gast.Mult): prelude.repeat_in_place, (dict, gast.BitOr): prelude.update, (set, gast.BitOr): prelude.update,
    (defaultdict, gast.BitOr): prelude.update, (OrderedDict, gast.BitOr): prelude.update,
    (set, gast.BitAnd): prelude.intersect, (set, gast.Sub): prelude.subtract, (set, gast.BitXor): prelude.exclude,
}  # fmt: skip


def changes(s, base: gast.AST, op: gast.AST, value: gast.AST, place: Place, env: Env) -> bool:
    """`base op= value` on a list, dict or set; False where it is `base = base op value`."""
    kind = s.kind(base, env)
    if extends(s, kind, op, value, place, env):
        extend(s, base, value, place, env)
        return True
    if counters.change(s, base, op, value, place, env):
        return True
    loop, by = _IN_PLACE.get((class_of(kind), type(op))), s.kind_or_none(value, env)
    if loop is None or isinstance(by, Array) and not by.scalar:
        return False
    s.inline_prelude(s.fresh("_"), loop, [base, value], place, env)
    return True


def extends(s, kind: Type, op: gast.AST, value: gast.AST, place: Place, env: Env) -> bool:
    """Does `list += value` extend the list?  An array comes first: NumPy adds, and gives an array."""
    if not (isinstance(kind, ListOf | Sequence) and kind.cls is list and isinstance(op, gast.Add)):
        return False
    other = s.kind_or_none(value, env)
    if isinstance(other, Unknown):
        raise UnsupportedSyntaxError(
            "`list += ...`: whether this is an array, to which NumPy adds the list, is not known", code="TX236",
            place=place, lines=s.lines(place), help=("write items.extend(...)",),
        )  # fmt: skip
    return not isinstance(other, Array)


def extend(s, base: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
    """`list += sequence`."""
    base = resolve(base, env)
    structure, kind = s.structure(base, env), s.kind(base, env)
    if structure is not None and structure.cls is list:
        list_methods.method(s, None, base, structure, "extend", [value], {}, place, env)
        return
    value = resolve(iterators.sequence(s, value, place, env), env)
    atoms = elements(s, value, place, env)
    if not isinstance(kind, ListOf) or structure is not None:
        refuse(s, "extending a sequence that is no list", place)
    if atoms is None:
        loop = prelude.doubled if nodes.equal(base, value) else prelude.extended
        s.inline_prelude(s.fresh("_"), loop, [base, value], place, env)
        return
    for atom in atoms:
        append(s, base, atom, place, env)


def append(s, base: gast.AST, value: gast.AST, place: Place, env: Env, at: gast.AST | None = None) -> None:
    """`base.append(value)`, or `base.insert(at, value)`."""
    base = resolve(base, env)
    kind = s.kind(base, env)
    owned(s, base, place)
    if s.hints.attempts and (is_container(s.kind(value, env)) or is_function(s.kind(value, env))):
        s.hints.whole.discard(s.origins.get(base.id))
        raise KnownLengthWanted
    value = released(s, value, place, env)
    stored = s.stored(value, place, env)
    changeable(s, kind, place)
    changed(s, base.id, _holding(s, kind, value, stored, env), env)
    whole = s.whole(stored, env, True)
    escape(s, value, env)
    how, where, index = ("append", [], {}) if at is None else ("insert", [at], {"index": at})
    stmt = Evaluate(nodes.method(base, how, *where, whole), place)
    s.know(stmt, Op("append", operands={"base": base, "value": whole, **index}, pure=False))
    keep_all(s, whole, base.id, env)
    s.out.append(stmt)
    s.written(base, value, place, env)


def is_container(kind) -> bool:
    """A value with structure of its own, which a list of unknown length would hide."""
    return isinstance(kind, Sequence | HELD | Dictionary)
