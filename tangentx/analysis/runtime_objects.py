"""Objects and dicts of known keys that exist at run time, because a list of unknown length has them.

    ps = [Particle(x[i]) for i in range(n)]         ps = []
    for p in ps:                              ->    for i in range(n): ps.append(instance(Particle, x=x[i], v=0.0))
        p.x += dt * p.v                             for k in range(len(ps)): p = ps[k]; p.x = p.x + dt * p.v

Which class it is, and so which methods, is known (`Record`); what is in a slot is read where it is asked for and
written where it is changed, like an element of a list.  Until the text is written an attribute is a subscript by a
`Field`, so that whatever is said of elements is said of attributes.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis import containers
from tangentx.analysis.container_stores import extends, note_replaced, store
from tangentx.analysis.eithers import outlines
from tangentx.analysis.lists import changeable, closes, slot_with
from tangentx.analysis.program import Structure
from tangentx.analysis.protocol import refuse
from tangentx.analysis.releasing import escape, released
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import as_element
from tangentx.analysis.types import Array, Record, Sequence
from tangentx.analysis.widening import changed, keep_all
from tangentx.records import Place, Store
from tangentx.syntax import nodes


def is_record(s, atom: gast.AST, env: Env) -> bool:
    """Is it something that exists at run time and whose slots are known?"""
    return s.structure(atom, env) is None and isinstance(s.kind(atom, env), Record)


def read(s, target: str, base: gast.AST, name, place: Place, env: Env) -> None:
    """`target = base.name`, or `base["name"]`."""
    base = containers.resolve(base, env)
    kind = s.kind(base, env)
    containers.read_whole(s, target, base, kind, nodes.constant(kind.index(name)), place, env)


def write(s, base: gast.AST, name, value: gast.AST, place: Place, env: Env) -> None:
    """`base.name = value`."""
    base = containers.resolve(base, env)
    kind = s.kind(base, env)
    if name not in kind.keys:
        refuse(s, f"a new attribute `{name}` of an object in a list whose length is not known", place)
    changeable(s, kind, place)
    containers.owned(s, base, place)
    value = released(s, value, place, env)
    kept = s.stored(value, place, env)
    is_known = closes(s, value, env)
    item = slot_with(s, kind.slot(name), as_element(s.kind_or_none(kept, env), s.sampler.fresh), is_known)
    closed = kind.closed or is_known
    escape(s, value, env)
    at = kind.keys.index(name)
    items = (*kind.items[:at], item, *kind.items[at + 1 :])
    changed(s, base.id, replace(kind, items=items, closed=closed), env)
    s.written(base, kept, place, env)
    made = gast.Subscript(base, nodes.constant(kind.index(name)), gast.Store())
    keep_all(s, s.whole(kept, env, True), base.id, env, made.slice)
    stmt = Store(made, s.whole(kept, env, True), place)
    there = nodes.subscript(base, kind.index(name))
    note_replaced(s, stmt, there, kind.slot(name), place, env)
    s.out.append(stmt)


def augment(s, base: gast.AST, name, op: gast.AST, value: gast.AST, place: Place, env: Env, frame) -> None:
    """`base.name op= value`: on an array or list in place, else a new value."""
    old, new = s.fresh("_slot"), s.fresh("_slot")
    read(s, old, base, name, place, env)
    kind = s.kind(nodes.name(old), env)
    if isinstance(kind, Array) and not kind.scalar:
        store(s, None, op, value, place, env, frame, base=nodes.name(old))
    elif extends(s, kind, op, value, place, env):
        containers.refuse(s, "`+=` on a list that an object in a list has", place)
    else:
        if s.updated_as_it_is(nodes.name(old), op, value, str(name), place, env, base.id):
            new = old
        else:
            s.combine(new, nodes.name(old), op, value, place, env, in_place=True)
        write(s, base, name, nodes.name(new), place, env)


def taken_apart(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What is in it now, as a container that can be looked at; anything else as it is."""
    kind = s.kind(atom, env)
    if isinstance(kind, Record) and outlines(kind.cls):
        refuse(s, "all attributes of an object that is of one class or another", place)
    named = isinstance(kind, Sequence) and hasattr(kind.cls, "_fields")
    if s.structure(atom, env) is not None or not (named or isinstance(kind, Record)):
        return atom
    items = []
    for i, name in enumerate(kind.cls._fields if named else kind.keys):
        items.append(s.fresh(f"_{containers.word(name)}"))
        index = nodes.constant(i) if named else nodes.constant(kind.index(name))
        containers.read_whole(s, items[-1], containers.resolve(atom, env), kind, index, place, env)
    keys = None if named or kind.cls is list else kind.keys
    made = Structure(kind.cls, keys, tuple(items), entangled=True, label="item")
    name = nodes.name(s.fresh("_apart"))
    env.bind(name.id, s.structure_type(made, env), made)
    return name
