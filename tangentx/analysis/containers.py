"""Tuples, lists and dicts while specialising.

A container whose structure is known is taken apart: it exists only as one variable for each element, and is put together again
where somebody needs the whole (`Structure`).  A list that grows, or is indexed by something unknown, is a real list
(`ListOf`); its adjoint is a list of the same length.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis.joins import element, join
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    UNKNOWN, Array, Const, Dictionary, ListOf, Range, Scalar, Sequence, Type, is_float_like, sites_of, with_sites,
)  # fmt: skip
from tangentx.errors import NotDifferentiableError, UnsupportedSyntaxError
from tangentx.records import Augment, Bind, Evaluate, For, If, Place, Store, Unpack, While
from tangentx.syntax import nodes

_GROWING = ("append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse")
_NUMBER = (int, bool)


def grown_names(body: tuple) -> set[str]:
    """Names on which a list-changing method is called, or whose elements are stored at unknown places."""
    found: set[str] = set()
    for stmt in body:
        value = getattr(stmt, "value", None)
        if isinstance(stmt, Bind | Evaluate) and isinstance(value, gast.Call):
            func = value.func
            if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name) and func.attr in _GROWING:
                found.add(func.value.id)
        target = getattr(stmt, "target", None)
        if isinstance(stmt, Store | Augment) and isinstance(target, gast.Subscript):
            if isinstance(target.value, gast.Name) and not isinstance(target.slice, gast.Constant):
                found.add(target.value.id)
        if isinstance(stmt, Augment) and isinstance(target, gast.Name) and isinstance(stmt.op, gast.Add):
            found.add(target.id)
        for part in ("setup", "body", "orelse"):
            if isinstance(stmt, If | For | While):
                found |= grown_names(getattr(stmt, part, ()))
    return found


def count_leaves(kind: Type) -> int:
    """How many variables a container would be taken apart into."""
    return sum(count_leaves(t) for t in kind.items) if isinstance(kind, Sequence | Dictionary) else 1


def as_list(kind: Sequence, fresh) -> Type:
    """The type of a container that stays whole."""
    return ListOf(element(kind, fresh), kind.cls)


def allocated(kind: Type | None, stmt: Bind, op: Op | None) -> Type | None:
    """The type with a buffer of its own, when it is a fresh array."""
    if kind is None or op is None or op.kind in ("copy", "leaf") or sites_of(kind):
        return kind
    return with_sites(kind, frozenset((stmt.target,)))


# -- building ----------------------------------------------------------------------------------------


def display(s, target: str, cls: type, items: list, keys: tuple | None, place: Place, env: Env) -> None:
    """`target = (a, b)` or `[a, b]`."""
    atoms = [a for item in items for a in spread(s, item, place, env)]
    if cls is list and (not atoms or target in s.dynamic):
        real_list(s, target, cls, atoms, place, env)
        return
    env.bind(target, UNKNOWN)
    structure = Structure(cls, keys, tuple(component(s, target, i, a, place, env) for i, a in enumerate(atoms)))
    env.bind(target, s.structure_type(structure, env), structure)


def component(s, target: str, i: Any, atom: gast.AST, place: Place, env: Env):
    """One element: a nested structure, or a variable named after the container."""
    inner = s.structure(atom, env)
    if inner is not None:
        return inner
    name = f"{target}__{i}"
    s.taken.add(name)
    s.copy(name, atom, place, env)
    return name


def real_list(s, target: str, cls: type, atoms: list, place: Place, env: Env) -> None:
    """A container that exists at run time."""
    kind = None
    for atom in atoms:
        kind = join(kind, s.kind(atom, env), s.sampler.fresh)
    wholes = [s.whole(a, env) for a in atoms]
    expr = gast.List(wholes, gast.Load()) if cls is list else gast.Tuple(wholes, gast.Load())
    s.emit(Bind(target, expr, place), Op("display", operands={"items": tuple(wholes)}), ListOf(kind, cls), env)


def dictionary(s, target: str, keys: list, values: list, place: Place, env: Env) -> None:
    """`target = {"a": x, ...}`: keys must be constants."""
    found: dict[Any, Any] = {}
    for key, value in zip(keys, values, strict=True):
        if key is None:
            inner = s.structure(value, env)
            if inner is None or inner.keys is None:
                _refuse(s, "`**` of a dict whose keys are not known", place)
            found.update(zip(inner.keys, inner.items, strict=True))
            continue
        known = s.kind(key, env)
        if not isinstance(known, Const):
            _refuse(s, "a dict whose keys are not known while the derivative is written", place)
        found[known.value] = component(s, target, _word(known.value), value, place, env)
    structure = Structure(dict, tuple(found), tuple(found.values()))
    env.bind(target, s.structure_type(structure, env), structure)


def _word(key: Any) -> str:
    return "".join(c if c.isalnum() else "_" for c in str(key))


def _refuse(s, what: str, place: Place) -> None:
    raise UnsupportedSyntaxError(
        f"{what} cannot be differentiated", code="TX230", place=place, lines=s.lines(place),
        help=("use plain variables, a tuple of fixed length, or a dict with literal keys",),
    )  # fmt: skip


def spread(s, atom: gast.AST, place: Place, env: Env) -> list[gast.AST]:
    """The atoms that an argument or element stands for (`*x` of known length is several)."""
    if not isinstance(atom, gast.Starred):
        return [atom]
    items = elements(s, atom.value, place, env)
    if items is None:
        if s.is_varied(atom.value, env):
            _refuse(s, "`*` of a sequence whose length is not known", place)
        return [atom]
    return items


def spread_keywords(s, atom: gast.AST, place: Place, env: Env) -> dict[str, gast.AST]:
    """The keyword arguments that `**atom` stands for."""
    structure = s.structure(atom, env)
    if structure is None or structure.keys is None:
        _refuse(s, "`**` of a dict whose keys are not known", place)
    return {k: element_atom(s, i, place, env) for k, i in zip(structure.keys, structure.items, strict=True)}


def element_atom(s, item: str | Structure, place: Place, env: Env) -> gast.AST:
    """An atom for an element of a structure."""
    if isinstance(item, str):
        return nodes.name(item)
    name = s.fresh("_e")
    env.bind(name, s.structure_type(item, env), item)
    return nodes.name(name)


def elements(s, atom: gast.AST, place: Place, env: Env) -> list[gast.AST] | None:
    """The elements of a sequence of known length, as atoms; None when the length is not known."""
    if isinstance(atom, gast.Tuple | gast.List):
        return [a for e in atom.elts for a in spread(s, e, place, env)]
    structure = s.structure(atom, env)
    if structure is not None:
        if structure.keys is not None:
            return [nodes.constant(k) for k in structure.keys]
        return [element_atom(s, item, place, env) for item in structure.items]
    kind = s.kind(atom, env)
    if isinstance(kind, Const) and isinstance(kind.value, tuple):
        return [nodes.constant(v) for v in kind.value]
    if isinstance(kind, Sequence):
        found = []
        for i in range(len(kind.items)):
            name = s.fresh("_e")
            subscript(s, name, atom, nodes.constant(i), place, env)
            found.append(nodes.name(name))
        return found
    return None


# -- reading -----------------------------------------------------------------------------------------


def subscript(s, target: str, base: gast.AST, index: gast.AST, place: Place, env: Env) -> None:
    """`target = base[index]`."""
    structure = s.structure(base, env)
    kind = s.kind(base, env)
    if structure is not None:
        _read_structure(s, target, base, structure, index, place, env)
    elif isinstance(kind, Array):
        s.read_index(target, base, index, place, env)
    elif isinstance(kind, ListOf | Sequence | Dictionary | Range) or not s.is_varied(base, env) or (
        s.forward and kind == UNKNOWN  # the tangent has the same structure, whatever that is
    ):
        item = _item_type(s, kind, index, env)
        varied = s.is_varied(base, env)
        if varied and isinstance(index, gast.Slice) and kind != UNKNOWN:
            _refuse(s, "a slice of a list of unknown length", place)
        op = Op("item" if varied else "inactive", operands={"base": base, "index": index})
        s.emit(Bind(target, gast.Subscript(base, index, gast.Load()), place), op, item, env)
    else:
        _refuse(s, f"reading an element of {kind}", place)


def _item_type(s, kind: Type, index: gast.AST, env: Env) -> Type:
    key = s.kind(index, env) if not isinstance(index, gast.Slice | gast.Tuple) else None
    if isinstance(kind, Sequence) and isinstance(key, Const) and isinstance(key.value, int):
        if -len(kind.items) <= key.value < len(kind.items):
            return kind.items[key.value]
    if isinstance(kind, Dictionary) and isinstance(key, Const) and key.value in kind.keys:
        return kind.items[kind.keys.index(key.value)]
    if isinstance(kind, Sequence | ListOf | Range) and not isinstance(index, gast.Slice):
        return element(kind, s.sampler.fresh) or UNKNOWN
    if isinstance(kind, Range) and isinstance(index, gast.Slice):
        return kind
    if isinstance(kind, Const) and isinstance(key, Const):
        return s.infer(lambda x, i: x[i], [kind, key], {})
    return kind if isinstance(kind, ListOf) else UNKNOWN


def _read_structure(s, target, base, structure: Structure, index, place, env) -> None:
    key = _constant_index(s, index, env)
    if isinstance(key, slice) and structure.keys is None:
        env.bind(target, UNKNOWN)
        part = Structure(tuple if structure.cls is not list else list, None, structure.items[key])
        env.bind(target, s.structure_type(part, env), part)
        return
    if structure.keys is not None and key in structure.keys:
        s.copy_item(target, structure.items[structure.keys.index(key)], place, env)
        return
    if structure.keys is None and isinstance(key, int) and -len(structure.items) <= key < len(structure.items):
        s.copy_item(target, structure.items[key], place, env)
        return
    if structure.keys is not None or key is not None:
        _refuse(s, f"reading `[{key!r}]` of a container that has no such element", place)
    whole = s.fresh("_whole")
    atoms = [element_atom(s, item, place, env) for item in structure.items]
    real_list(s, whole, list, atoms, place, env)
    subscript(s, target, nodes.name(whole), index, place, env)


def _constant_index(s, index: gast.AST, env: Env) -> Any:
    """The value of an index that is known, else None."""
    if isinstance(index, gast.Slice):
        parts = [None if e is None else s.kind(e, env) for e in (index.lower, index.upper, index.step)]
        if all(p is None or isinstance(p, Const) for p in parts):
            return slice(*(None if p is None else p.value for p in parts))
        return None
    if isinstance(index, gast.Tuple):
        return None
    known = s.kind(index, env)
    return known.value if isinstance(known, Const) else None


def unpack(s, targets: tuple[str, ...], value: gast.AST, place: Place, env: Env) -> None:
    """`a, *b, c = value`."""
    kind = s.kind(value, env)
    star = next((i for i, t in enumerate(targets) if t[0] == "*"), None)
    items = elements(s, value, place, env)
    whatever = s.forward and kind == UNKNOWN and s.is_varied(value, env)
    if items is None and star is None and (isinstance(kind, Array | ListOf) or whatever):
        for i, target in enumerate(targets):
            subscript(s, target, value, nodes.constant(i), place, env)
        return
    if items is None:
        if s.is_varied(value, env):
            _refuse(s, "unpacking a sequence whose length is not known", place)
        s.out.append(Unpack(targets, s.whole(value, env), place))
        for target in targets:
            env.bind(target.lstrip("*"), UNKNOWN)
            s.note(target.lstrip("*"), UNKNOWN)
        return
    if len(items) != len(targets) if star is None else len(items) < len(targets) - 1:
        _refuse(s, f"unpacking {len(items)} values into {len(targets)} names", place)
    if star is not None:
        after = len(targets) - star - 1
        middle = items[star : len(items) - after]
        display(s, targets[star][1:], list, middle, None, place, env)
        pairs = [*zip(targets[:star], items[:star], strict=True)]
        pairs += [*zip(targets[star + 1 :], items[len(items) - after :], strict=True)]
    else:
        pairs = list(zip(targets, items, strict=True))
    bound: set[str] = set()
    for target, _ in pairs:
        bound.add(target)
    for i, (target, atom) in enumerate(pairs):
        if isinstance(atom, gast.Name) and atom.id in bound and atom.id != target:
            name = s.fresh("_old")  # `a, b = b, a`: all values are taken before any name is bound
            s.copy(name, atom, place, env)
            pairs[i] = (target, nodes.name(name))
    for target, atom in pairs:
        s.copy(target, atom, place, env)


# -- writing -----------------------------------------------------------------------------------------


def store(s, target, op, value, place: Place, env: Env, frame, base: gast.AST | None = None) -> None:
    """`base[index] (op)= value`, or `base op= value` on an array."""
    if base is not None:
        s.written(base, value, place, env)
        s.out.append(Augment(base, op, s.whole(value, env), place))
        return
    if isinstance(target, gast.Attribute):
        _refuse(s, "writing an attribute", place)
    base = s.atom(target.value, env, frame, place)
    index = s.index(target.slice, env, frame, place)
    structure = s.structure(base, env)
    if structure is not None:
        _store_structure(s, base, structure, index, op, value, place, env)
        return
    kind = s.kind(base, env)
    known = isinstance(kind, Array | ListOf) or (s.forward and kind == UNKNOWN)
    if not known and (s.is_varied(value, env) or s.is_varied(base, env)):
        _refuse(s, f"writing an element of {kind}", place)
    if isinstance(kind, ListOf):
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
    s.written(base, value, place, env)
    made = gast.Subscript(base, index, gast.Store())
    whole = s.whole(value, env)
    s.out.append(Store(made, whole, place) if op is None else Augment(made, op, whole, place))


def _store_structure(s, base, structure: Structure, index, op, value, place, env) -> None:
    """A store into a container that was taken apart binds the element's variable again."""
    key = _constant_index(s, index, env)
    keys = structure.keys if structure.keys is not None else tuple(range(len(structure.items)))
    if structure.keys is None and isinstance(key, int) and key < 0:
        key += len(structure.items)
    if key is None or isinstance(key, slice) or (key not in keys and structure.keys is None):
        _refuse(s, "a store at an unknown place of a container", place)
    if key not in keys:
        if s.loops or len(s.calls) > 1 and False:
            _refuse(s, "a new key in a dict inside a loop", place)
        item = component(s, base.id, _word(key), value, place, env)
        grown = Structure(dict, (*structure.keys, key), (*structure.items, item))
        for name, other in list(env.structures.items()):
            if other is structure:
                env.bind(name, s.structure_type(grown, env), grown)
        return
    item = structure.items[keys.index(key)]
    if isinstance(item, Structure):
        _refuse(s, "replacing a nested container", place)
    if op is None:
        s.copy(item, value, place, env)
    elif isinstance(env.types.get(item), Array) and not env.types[item].scalar:
        store(s, None, op, value, place, env, None, base=nodes.name(item))
    else:
        s.operate(item, nodes.name(item), op, value, place, env)


def extend(s, base: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
    """`list += sequence`."""
    atoms = elements(s, value, place, env)
    kind = s.kind(base, env)
    if atoms is None or not isinstance(kind, ListOf) or s.structure(base, env) is not None:
        _refuse(s, "extending a list by a sequence of unknown length", place)
    for atom in atoms:
        append(s, base, atom, place, env)


def append(s, base: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
    kind = s.kind(base, env)
    item = join(kind.item, s.kind(value, env), s.sampler.fresh)
    env.bind(base.id, replace(kind, item=item))
    s.note(base.id, env.types[base.id])
    whole = s.whole(value, env)
    call = gast.Call(gast.Attribute(base, "append", gast.Load()), [whole], [])
    stmt = Evaluate(call, place)
    s.ops[id(stmt)] = Op("append", operands={"base": base, "value": whole}, pure=False)
    s.out.append(stmt)
    s.written(base, value, place, env)


def arithmetic(s, target: str, op: gast.AST, operands: list, place: Place, env: Env) -> bool:
    """`+` and `*` of lists and tuples; False when the operands are not containers."""
    structures = [s.structure(a, env) for a in operands]
    kinds = [s.kind(a, env) for a in operands]
    if isinstance(op, gast.Add) and all(x is not None and x.keys is None for x in structures):
        cls = structures[0].cls
        whole = Structure(cls, None, structures[0].items + structures[1].items)
        env.bind(target, s.structure_type(whole, env), whole)
        return True
    if isinstance(op, gast.BitOr) and all(x is not None and x.keys is not None for x in structures):
        found = dict(zip(structures[0].keys, structures[0].items, strict=True))
        found.update(zip(structures[1].keys, structures[1].items, strict=True))
        merged = Structure(dict, tuple(found), tuple(found.values()))
        env.bind(target, s.structure_type(merged, env), merged)
        return True
    if isinstance(op, gast.Mult) and any(x is not None for x in structures):
        which = 0 if structures[0] is not None else 1
        if any(s.is_varied(a, env) for a in operands):
            _refuse(s, "repeating a list of differentiated values", place)
        item = element(kinds[which], s.sampler.fresh)
        item = Scalar("float") if isinstance(item, Const) and isinstance(item.value, float) else item
        expr = gast.BinOp(s.whole(operands[0], env), op, s.whole(operands[1], env))
        cls = structures[which].cls
        s.emit(Bind(target, expr, place), Op("display", operands={"items": ()}), ListOf(item, cls), env)
        return True
    if any(isinstance(k, ListOf) for k in kinds) and any(s.is_varied(a, env) for a in operands):
        _refuse(s, "arithmetic on lists of unknown length", place)
    return False


# -- methods -----------------------------------------------------------------------------------------


def method(s, target, base, owner: Type, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """A method of a container; False when it is not one that matters here."""
    structure = s.structure(base, env)
    if isinstance(owner, ListOf) and name == "append" and len(operands) == 1:
        append(s, base, operands[0], place, env)
        env.bind(target, Const(None))
        return True
    if isinstance(owner, ListOf) and name == "extend" and len(operands) == 1:
        extend(s, base, operands[0], place, env)
        env.bind(target, Const(None))
        return True
    if isinstance(owner, ListOf) and name == "pop" and not operands and isinstance(base, gast.Name):
        call = gast.Call(gast.Attribute(base, "pop", gast.Load()), [], [])
        kind = "pop" if s.is_varied(base, env) else "inactive"
        item = owner.item or UNKNOWN
        s.emit(Bind(target, call, place), Op(kind, operands={"base": base}, pure=False), item, env)
        return True
    if structure is not None and structure.keys is not None:
        return _dict_method(s, target, structure, name, operands, place, env)
    if isinstance(owner, Array) and name in ARRAY_WRITERS:
        s.write_method(target, base, name, operands, keywords, place, env)
        return True
    return False


def _dict_method(s, target, structure: Structure, name: str, operands, place, env) -> bool:
    if name == "get":
        key = s.kind(operands[0], env)
        if not isinstance(key, Const):
            _refuse(s, "a dict's `get` with an unknown key", place)
        if key.value in structure.keys:
            s.copy_item(target, structure.items[structure.keys.index(key.value)], place, env)
        else:
            s.copy(target, operands[1] if len(operands) > 1 else nodes.constant(None), place, env)
        return True
    if name not in ("keys", "values", "items"):
        return False
    parts = {
        "keys": lambda k, v: _constant(s, k, place, env),
        "values": lambda k, v: v,
        "items": lambda k, v: Structure(tuple, None, (_constant(s, k, place, env), v)),
    }
    pairs = zip(structure.keys, structure.items, strict=True)
    made = Structure(tuple, None, tuple(parts[name](k, v) for k, v in pairs))
    env.bind(target, s.structure_type(made, env), made)
    return True


def _constant(s, value: Any, place: Place, env: Env) -> str:
    name = s.fresh("_key")
    s.emit(Bind(name, nodes.constant(value), place), Op("copy"), Const(value), env)
    return name


ARRAY_WRITERS = ("fill", "sort", "put", "itemset", "partition", "resize", "setfield", "setflags", "byteswap")


def check_scalar(s, kind: Type, what: str, place: Place) -> None:
    """Refuse a value that cannot be counted with."""
    if not is_float_like(kind):
        raise NotDifferentiableError(f"{what} is {kind}", code="TX402", place=place, lines=s.lines(place))
