"""Tuples, lists and dicts while specialising.

A container whose structure is known is taken apart: it exists only as one variable for each element, and is put
together again where somebody needs the whole (`Structure`).  A list that grows, or is indexed by something unknown, is
a real list (`ListOf`); its adjoint is a list of the same length.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Any, NoReturn

import gast

from tangentx.analysis import absent, foreign, iterated, protocol, trees, writers
from tangentx.analysis.identity import cells, is_mutable
from tangentx.analysis.indexing import constant_index, index_atoms
from tangentx.analysis.joins import element, may_be_written, opened
from tangentx.analysis.lists import closes, holder, is_closed, is_dict, resolve, seal, seal_items, slot_with
from tangentx.analysis.namespaces import keep_attributes
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.refusals import of_number, refuse
from tangentx.analysis.releasing import escape, followed, released
from tangentx.analysis.restarts import release_wanted, split_wanted, want_keys
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import as_element
from tangentx.analysis.types import (
    HELD,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    ListOf,
    Range,
    Record,
    Sequence,
    Tree,
    Type,
    Unknown,
    is_float_like,
    sites_of,
)
from tangentx.analysis.widening import keep_all, read_from
from tangentx.errors import AliasingError, UnsupportedSyntaxError
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

# -- building ------------------------------------------------------------


def display(
    s, target: str, cls: type, items: list, keys: tuple | None, place: Place, env: Env, extra: Any = None
) -> None:
    """`target = (a, b)` or `[a, b]`."""
    atoms = [a for item in items for a in spread(s, item, place, env)]
    origin = replace(place, via=())
    grows = cls is list and target in s.dynamic
    if (
        grows
        or cls in (list, deque)
        and origin in s.hints.whole
        or cls is tuple
        and (origin, tuple) in s.hints.whole
    ):
        real_list(s, target, tuple if cls is tuple else list, atoms, place, env)
        s.origins[target] = origin
        if cls is deque:
            env.types[target] = replace(env.types[target], limit=extra)
        return
    assemble(s, target, cls, keys, tuple(range(len(atoms))), atoms, place, env, extra)


def assemble(
    s, target: str, cls: type, keys, hints, atoms: list, place: Place, env: Env, extra: Any = None
) -> None:
    """`target` is a new container of these elements: nested containers, and cells of its own."""
    if any(isinstance(atom, gast.Starred) for atom in atoms):
        refuse(s, "`*` of a sequence whose length is not known", place)
    free = _unreachable(target, cls, keys, atoms, env)
    items = [
        component(s, target, h, a, place, env, free[i])
        for i, (h, a) in enumerate(zip(hints, atoms, strict=True))
    ]
    structure = Structure(cls, keys, tuple(items), origin=replace(place, via=()), extra=extra)
    env.bind(target, s.structure_type(structure, env), structure)


def component(s, target: str, i: Any, atom: gast.AST, place: Place, env: Env, cell: str | None = None):
    """One element: a nested structure, or a variable named after the container."""
    inner = s.structure(atom, env)
    if inner is not None:
        keep_attributes(inner, env)
        return inner
    name = cell or s.fresh(f"{target}__{i}")
    if not (isinstance(atom, gast.Name) and atom.id == name):
        s.copy(name, atom, place, env)
    return name


def _unreachable(target: str, cls: type, keys, atoms: list, env: Env) -> list:
    """The cells of the container that `target` stood for, if nobody else refers to it and it has this outline: the
    new one may live in them.  Else as many None."""
    old = env.structures.get(target)
    none = [None] * len(atoms)
    if old is None or old.cls is not cls or old.keys != keys or len(old.items) != len(atoms):
        return none
    own = {c for c in old.items if isinstance(c, str)}
    if any(isinstance(a, gast.Name) and a.id == target for a in atoms):
        return none
    if not own.isdisjoint(cells(other for name, other in env.structures.items() if name != target)):
        return none
    if any(isinstance(a, gast.Name) and a.id in own and a.id != old.items[i] for i, a in enumerate(atoms)):
        return none
    return [c if isinstance(c, str) else None for c in old.items]


def private(s, structure: Structure, target: str, place: Place, env: Env) -> Structure:
    """A container with the same elements in cells of its own: what a slice, a copy or a sum of lists makes."""
    if not is_mutable(structure):
        return structure
    hints = structure.keys or range(len(structure.items))
    pairs = zip(hints, structure.items, strict=True)
    atoms = [(h, i if isinstance(i, Structure) else nodes.name(i)) for h, i in pairs]
    items = [
        i if isinstance(i, Structure) else component(s, target, word(h), i, place, env) for h, i in atoms
    ]
    return replace(structure, items=tuple(items), entangled=False, origin=replace(place, via=()))


def real_list(s, target: str, cls: type, atoms: list, place: Place, env: Env) -> None:
    """A container that exists at run time."""
    kind = None
    stored = [released(s, s.stored(a, place, env), place, env) for a in atoms]
    closed = any(closes(s, atom, env) for atom in atoms)
    for atom in atoms:
        escape(s, atom, env)
    for atom in stored:
        kind = slot_with(s, kind, as_element(s.kind_or_none(atom, env), s.sampler.fresh), closed)
    wholes = [s.whole(a, env, True) for a in stored]
    expr = gast.List(wholes, gast.Load()) if cls is list else gast.Tuple(wholes, gast.Load())
    s.emit(
        Bind(target, expr, place),
        Op("display", operands={"items": tuple(wholes)}),
        ListOf(kind, cls, closed=closed),
        env,
    )
    for whole in wholes:
        keep_all(s, whole, target, env)


def dictionary(
    s, target: str, keys: list, values: list, place: Place, env: Env, cls: type = dict, extra: Any = None
) -> None:
    """`target = {"a": x, **rest}`: a dict that exists at run time where not all keys are constants."""
    origin = replace(place, via=())
    if not all(_known_key(s, k, v, env) for k, v in zip(keys, values, strict=True)):
        made = nodes.name(s.fresh("_made"))  # the target may be one of the values
        s.real_dict(made.id, cls, (), [], extra, place, env)
        for key, value in zip(keys, values, strict=True):
            s.put_item(made, key, value, place, env)
        s.copy(target, made, place, env)
        return
    found: dict[Any, Any] = {}
    for key, value in zip(keys, values, strict=True):
        if key is None:
            inner = s.structure(value, env)
            if inner is None or inner.keys is None:
                refuse(s, "`**` of a dict whose keys are not known", place)
            own = private(s, inner, target, place, env)
            found.update(zip(own.keys, own.items, strict=True))
            continue
        known = constant_index(s, key, env)
        found[known] = component(s, target, word(known), value, place, env)
    if origin in s.hints.whole:
        atoms = [element_atom(s, item, place, env) for item in found.values()]
        s.real_dict(target, cls, tuple(found), atoms, extra, place, env)
        return
    structure = Structure(cls, tuple(found), tuple(found.values()), origin=origin, extra=extra)
    env.bind(target, s.structure_type(structure, env), structure)


def _known_key(s, key: gast.AST | None, value: gast.AST, env: Env) -> bool:
    """Is the key a constant, or are those of `**value`?"""
    if key is None:
        return s.structure(value, env) is not None or not is_dict(s.kind(value, env))
    return constant_index(s, key, env) is not None or s.kind(key, env) == Const(None)


def word(key: Any) -> str:
    """A key as part of a name."""
    return "".join(c if c.isalnum() else "_" for c in str(key))


def writable(s, structure: Structure, place: Place) -> None:
    """Refuse a store into a container when it depends on the path which one it is."""
    if (structure.attributes_of or structure).entangled:
        if isinstance(structure.origin, gast.Name | gast.Attribute | gast.Subscript):
            _refuse_outside(s, structure, place)
        release_wanted(s)
        split_wanted(s)
        raise AliasingError(
            "what is changed here may be another container too: one of another path, or a list's element",
            code="TX237", place=place,
            lines=s.lines(place), help=("make a copy first: list(xs), dict(d)", "or change it on each path"),
        )  # fmt: skip
    if isinstance(structure.origin, str):
        s.changed.add(structure.origin)


def _refuse_outside(s, structure: Structure, place: Place) -> NoReturn:
    """An object of the module, `problem.calls += 1` in a method say, is not the derivative's to change."""
    raise UnsupportedSyntaxError(
        f"a global {structure.cls.__name__} is changed here", code="TX232", place=place, lines=s.lines(place),
        help=("pass it as an argument, whose changes stay in the derivative",
              "or differentiate its method itself: tx.grad(problem.evaluate)"),
    )  # fmt: skip


def owned(s, base: gast.AST, place: Place) -> None:
    """Refuse a change of a list that is an element of another: its adjoint is a part of that one's."""
    if isinstance(base, gast.Name) and base.id in s.borrowed and not s.holders.get(base.id):
        refuse(s, "changing a list inside a list whose length is not known", place)


def spread(s, atom: gast.AST, place: Place, env: Env, kept: bool = False) -> list[gast.AST]:
    """The atoms that an argument or element stands for (`*x` of known length is several; another one may be `kept`)."""
    if not isinstance(atom, gast.Starred):
        return [atom]
    items = elements(s, atom.value, place, env)
    if items is None and not kept and s.is_varied(atom.value, env):
        refuse(s, "`*` of a sequence whose length is not known", place)
    return [atom] if items is None else items


def element_atom(s, item: str | Structure, place: Place, env: Env) -> gast.AST:
    """An atom for an element of a structure."""
    if isinstance(item, str):
        return nodes.name(holder(env, item))
    env.bind(name := s.fresh("_e"), s.structure_type(item, env), item)
    return nodes.name(name)


def elements(s, atom: gast.AST, place: Place, env: Env) -> list[gast.AST] | None:
    """The elements of a sequence of known length, as atoms; None when the length is not known."""
    if isinstance(atom, gast.Tuple | gast.List):
        return [a for e in atom.elts for a in spread(s, e, place, env)]
    if (rest := s.unread_items(atom, place, env)) is not None:
        return rest
    made = iterated.made_by_iter(s, atom, place, env)
    rest = None if made is None else s.unread_items(made, place, env)
    if rest is not None:
        return rest
    source, atom = atom, made or iterated.whole(s, atom, place, env)
    trips = s.known_trips(atom, place, env)
    if trips is None and source is not atom:
        protocol.refuse(s, "the elements of this object", place)
    if trips is not None:
        s.begin(atom, place, env)
    return None if trips is None else [trip(env) for trip in trips]


# -- reading ------------------------------------------------------------


def subscript(
    s, target: str, base: gast.AST, index: gast.AST, place: Place, env: Env, there: bool = False
) -> None:
    """`target = base[index]`; `there`: a dict is known to have the key."""
    base = resolve(s.sliced(base, index, place, env), env)
    if not there and s.ensure_key(target, base, index, place, env):
        return
    if isinstance(base, gast.Name) and base.id in s.flats:
        base = s.flats[base.id]
        index = writers.flat_slot(s, base, index, place, env)
    structure = s.structure(base, env)
    kind = s.kind(base, env)
    if structure is None and s.choose_outer(target, kind, index, place, env):
        return
    if protocol.object_of(s, base, env):
        key = s.key_atom(index, place, env)
        s.object_method(target, base, "__getitem__", [key], place, env)
    elif structure is not None:
        _read_structure(s, target, base, structure, index, place, env)
    elif isinstance(kind, Array):
        s.read_index(target, base, index, place, env)
    elif isinstance(kind, Tree):
        trees.read(s, target, base, index, place, env)
    elif (
        isinstance(kind, HELD | Sequence | Dictionary | Range)
        or not (s.is_varied(base, env) or _is_asked_for(s, index, env))
        or s.forward
        and isinstance(kind, Unknown)  # the tangent has the same structure, whatever that is
    ):
        read_whole(s, target, base, kind, index, place, env)
    else:
        refuse(s, f"reading an element of {kind}", place, of_number(kind, "{} is not subscriptable"))


def read_whole(s, target: str, base: gast.AST, kind: Type, index: gast.AST, place: Place, env: Env) -> None:
    """`target = base[index]` of a container that exists at run time."""
    absent.reach(s, kind, gast.Subscript(base, index, gast.Load()), place, env)
    item = foreign.part(kind, index, _item_type(s, kind, index, env))
    ours, varied = isinstance(base, gast.Name), s.is_varied(base, env)  # what is outside does not change
    if varied and isinstance(index, gast.Slice) and isinstance(kind, ListOf):
        s.slice_list(target, base, index, place, env)
        return
    if varied and isinstance(kind, Sequence) and isinstance(constant_index(s, index, env), slice):
        _read_part(s, target, base, kind, constant_index(s, index, env), place, env)
        return
    if varied and isinstance(index, gast.Slice) and not isinstance(kind, Unknown):
        refuse(s, "a slice of a list of unknown length", place)
    word = "item" if ours and (varied or may_be_written(item)) else "inactive"
    op = Op(word, operands={"base": base, "index": index})
    read_from(s, target, base, index, item, word)
    s.emit(Bind(target, gast.Subscript(base, index, gast.Load()), place), op, item, env)
    if isinstance(item, Unknown) and isinstance(kind, HELD | Sequence | Dictionary):
        s.unseen.add(target)
    is_new = isinstance(index, gast.Slice)
    if not (s.holders.get(target) or is_new) or not ours or is_closed(base.id, env):
        (seal_items if is_new else seal)(env, target)  # a list in something that is not followed


def _read_part(s, target: str, base: gast.AST, kind: Sequence, part: slice, place: Place, env: Env) -> None:
    """A part, known by its positions, of a container of known length."""
    atoms = [nodes.name(s.fresh("_item")) for _ in kind.items[part]]
    for atom, i in zip(atoms, range(len(kind.items))[part], strict=True):
        read_whole(s, atom.id, base, kind, nodes.constant(i), place, env)
    display(s, target, list if kind.cls is list else tuple, atoms, None, place, env)


def _is_asked_for(s, index: gast.AST, env: Env) -> bool:
    """May what something unknown gives for this index depend on the index differentiably?"""
    atoms = index_atoms(index)
    return any(s.is_varied(a, env) and is_float_like(s.kind(a, env)) for a in atoms)


def _item_type(s, kind: Type, index: gast.AST, env: Env) -> Type:
    key = s.kind(index, env) if not isinstance(index, gast.Slice | gast.Tuple) else None
    if isinstance(kind, Sequence) and isinstance(key, Const) and isinstance(key.value, int):
        if -len(kind.items) <= key.value < len(kind.items):
            return kind.items[key.value]
    if isinstance(kind, Record) and isinstance(key, Const) and kind.slot(key.value) is not None:
        return kind.slot(key.value)
    if isinstance(kind, Dictionary) and isinstance(key, Const) and key.value in kind.keys:
        return kind.items[kind.keys.index(key.value)]
    table = isinstance(kind, Dictionary) and kind.cls is dict
    if (table or isinstance(kind, Sequence | ListOf | Range)) and not isinstance(index, gast.Slice):
        return opened(element(kind, s.sampler.fresh), s.sampler.fresh) or UNKNOWN
    part = constant_index(s, index, env) if isinstance(index, gast.Slice) else None
    if isinstance(kind, Sequence) and isinstance(part, slice):
        return replace(kind, items=kind.items[part], cls=list if kind.cls is list else tuple)
    if isinstance(kind, Range) and isinstance(index, gast.Slice):
        return kind
    if isinstance(kind, Const) and isinstance(key, Const):
        return s.infer(lambda x, i: x[i], [kind, key], {})
    if isinstance(kind, ListOf):
        return replace(kind, frozen=False)  # a slice: a list of its own
    return Unknown(sites_of(kind))  # it may be a view


def _read_structure(s, target, base, structure: Structure, index, place, env) -> None:
    key = constant_index(s, index, env)
    known = key is not None or s.kind(index, env) == Const(None)
    if isinstance(key, slice) and structure.keys is None:
        atoms = [element_atom(s, item, place, env) for item in structure.items[key]]
        display(s, target, list if structure.cls is list else tuple, atoms, None, place, env)
        return
    if structure.keys is not None and known and key in structure.keys:
        s.copy_item(target, structure.items[structure.keys.index(key)], place, env)
        return
    if (
        structure.keys is None
        and isinstance(key, int)
        and -len(structure.items) <= key < len(structure.items)
    ):
        s.copy_item(target, structure.items[key], place, env)
        return
    if structure.keys is not None and known and s.missing_key(target, base, structure, key, place, env):
        return
    if known and not isinstance(key, slice):
        absent.refuse(s, structure, key, place)
    atoms = [element_atom(s, item, place, env) for item in structure.items]
    if s.choose_item(target, structure.keys, atoms, index, place, env):
        return
    if structure.keys is not None:
        want_keys(s, structure)
        refuse(s, "reading a dict at a key that is not known", place)
    whole = s.fresh("_whole")
    real_list(s, whole, list, [followed(s, atom, place, env) for atom in atoms], place, env)
    subscript(s, target, nodes.name(whole), index, place, env)
