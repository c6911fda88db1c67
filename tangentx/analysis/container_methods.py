"""Operators and methods of containers while specialising."""

from __future__ import annotations

import operator
from dataclasses import replace

import gast
import numpy as np

from tangentx.analysis import (
    containers,
    counters,
    dict_methods,
    entrywise,
    lent,
    list_methods,
    named,
    objects,
    prelude,
    protocol,
    runtime_dicts,
    runtime_lists,
    runtime_objects,
    trees,
    unwrapping,
    writers,
)
from tangentx.analysis.deference import is_surely_numpys
from tangentx.analysis.joins import element, join_slots, may_be_written, plain
from tangentx.analysis.lists import holder, is_dict, resolve
from tangentx.analysis.members import Functions
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.restarts import make_whole
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import as_element, as_list
from tangentx.analysis.types import (
    INT,
    SEVERAL,
    Array,
    Const,
    Dictionary,
    ListOf,
    Scalar,
    Sequence,
    SetOf,
    Type,
    Unknown,
    is_complex,
    is_float_like,
    is_scalar,
    sites_of,
)
from tangentx.analysis.widening import changed
from tangentx.analysis.writable import check_element
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import (
    Bind,
    Place,
)
from tangentx.syntax import nodes

MAX_REPEATED = 16  # elements of a repeated display that is taken apart


def arithmetic(s, target: str, op: gast.AST, operands: list, place: Place, env: Env) -> bool:
    """`+`, `*` and `|` of lists, tuples and dicts; False when the operands are not containers."""
    structures = [s.structure(a, env) for a in operands]
    kinds = [s.kind(a, env) for a in operands]
    if counters.operate(s, target, op, operands, place, env):
        return True
    if isinstance(op, gast.BitOr) and all(map(_is_dict, structures, kinds)):
        left = structures[0]
        extra = s.factories.get(holder(env, operands[0].id)) if left is None else left.extra
        cls = kinds[0].cls if left is None else left.cls
        containers.dictionary(s, target, [None, None], operands, place, env, cls, extra)
        return True
    if not any(isinstance(k, Sequence | ListOf) for k in kinds):
        return False
    if isinstance(op, gast.Add) and all(isinstance(k, Sequence | ListOf) for k in kinds):
        return _concatenated(s, target, operands, kinds, place, env)
    operands, kinds = (
        _counted(s, operands, kinds, place, env) if isinstance(op, gast.Mult) else (operands, kinds)
    )
    if isinstance(op, gast.Mult) and not any(
        _is_measure(k) or is_surely_numpys(s, a, env, op) and not _is_count(k)
        for a, k in zip(operands, kinds, strict=True)
    ):
        return _repeated(s, target, op, operands, kinds, place, env)
    return False


def _is_dict(structure: Structure | None, kind: Type) -> bool:
    return is_dict(kind) if structure is None else structure.keys is not None


def _counted(s, operands: list, kinds: list, place: Place, env: Env) -> tuple[list, list]:
    """The operands of a list's `*`.  A number that may be whole repeats it where it is; of any other one, also of
    NumPy's, Python raises a TypeError."""
    operands = [*operands]
    for i, kind in enumerate(kinds):
        if is_scalar(kind) and not isinstance(kind, Const) and (is_float_like(kind) or is_complex(kind)):
            count = nodes.name(s.fresh("_count"))
            as_index(s, count.id, operands[i], place, env)
            operands[i] = count
    return operands, [s.kind(a, env) for a in operands]


def as_index(s, target: str, atom: gast.AST, place: Place, env: Env) -> None:
    """`target = operator.index(atom)`: a whole number, or a TypeError."""
    expr = gast.Call(external("operator.index"), [s.whole(atom, env)], [])
    s.emit(Bind(target, expr, place), Op("inactive", pure=False), INT, env)


def _index(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    kind = s.kind_or_none(operands[0], env) if len(operands) == 1 else None
    if not is_scalar(kind) or isinstance(kind, Const):
        return False
    as_index(s, target, operands[0], place, env)
    return True


HANDLERS = {operator.index: _index}


def _is_count(kind: Type) -> bool:
    """A NumPy integer repeats a list; any other array is multiplied by it."""
    if isinstance(kind, Const):
        return isinstance(kind.value, np.integer)
    return isinstance(kind, Array) and kind.scalar and kind.kind in "iu"


def _is_measure(kind: Type) -> bool:
    """Floats repeat nothing, be they an array or, on some paths, a number."""
    return isinstance(kind, Array) and kind.kind in "fc" and not kind.whole


def _concatenated(s, target: str, operands: list, kinds: list, place: Place, env: Env) -> bool:
    parts = [containers.elements(s, a, place, env) for a in operands]
    if all(p is not None for p in parts):
        _together(s, target, operands[0], [*parts[0], *parts[1]], place, env)
        return True
    _check_limit(s, kinds, place)
    if not any(
        s.is_varied(a, env) or isinstance(getattr(k, "item", None), Functions)
        for a, k in zip(operands, kinds, strict=True)
    ):
        expr = gast.BinOp(s.whole(operands[0], env), gast.Add(), s.whole(operands[1], env))
        s.emit(Bind(target, expr, place), Op("inactive"), _both(s, kinds), env)
        return True
    s.inline_for_class(target, kinds[0], prelude.concatenated, operands, place, env)
    return True


def _together(s, target: str, first: gast.AST, atoms: list, place: Place, env: Env) -> None:
    """A container of the class of the first one; a deque that is longer than that one may be loses its first items."""
    known = s.structure(first, env)
    cls, limit = s.kind(first, env).cls, known.extra if known is not None else None
    atoms = atoms if limit is None else atoms[max(len(atoms) - limit, 0) :]
    containers.display(s, target, _plain(cls), atoms, None, place, env, limit)


def _check_limit(s, kinds: list[Type], place: Place) -> None:
    if any(getattr(kind, "limit", None) is not None for kind in kinds):
        containers.refuse(s, "`+` or `*` of a deque that has a `maxlen`", place)


def _plain(cls: type) -> type:
    """Of named tuples, `+` and `*` make tuples."""
    return tuple if issubclass(cls, tuple) else cls


def _both(s, kinds: list[Type]) -> Type:
    """The type of two lists behind each other, of which nothing is differentiated: a new list of what is in both."""
    known = s.infer(operator.add, kinds, {})
    if not isinstance(known, Unknown):
        return known
    items = [element(kind, s.sampler.fresh) for kind in kinds]
    if any(item is not None and may_be_written(item) for item in items):
        return known
    return ListOf(join_slots(*items, s.sampler.fresh), _plain(kinds[0].cls))


def _repeated(s, target: str, op: gast.AST, operands: list, kinds: list, place: Place, env: Env) -> bool:
    which = 0 if isinstance(kinds[0], Sequence | ListOf) else 1
    items, times = operands[which], s.kind(operands[1 - which], env)
    atoms = containers.elements(s, items, place, env)
    origin = replace(place, via=())
    few = isinstance(times, Const) and isinstance(times.value, int) and atoms is not None
    for atom in atoms or ():
        if isinstance(s.kind(atom, env), Unknown) and isinstance(atom, gast.Name):
            env.types[atom.id] = Unknown(sites_of(env.types[atom.id]) | SEVERAL)
    if few and len(atoms) * times.value <= MAX_REPEATED and origin not in s.hints.whole:
        _together(s, target, items, atoms * times.value, place, env)
        return True
    _check_limit(s, kinds, place)
    if any(s.is_varied(a, env) for a in operands):
        s.inline_for_class(target, kinds[which], prelude.repeated, [items, operands[1 - which]], place, env)
        return True
    item = element(kinds[which], s.sampler.fresh)
    item = Scalar("float") if isinstance(item, Const) and isinstance(item.value, float) else item
    expr = gast.BinOp(s.whole(operands[0], env), op, s.whole(operands[1], env))
    stmt, made = Bind(target, expr, place), Op("display", operands={"items": ()})
    kind = ListOf(as_element(item, s.sampler.fresh) if item is not None else None, _plain(kinds[which].cls))
    s.emit(stmt, made, kind, env)
    lent.note(s, stmt, Op("inactive"), env)
    return True


def method(s, target, base, owner: Type, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """A method of a container; False when it is not one that matters here."""
    base = resolve(base, env)
    if name in CHANGING:
        trees.unchanged(s, [base], place, env)
        check_element(s, base, place, env)
    if name not in runtime_dicts.CHANGING:
        base = runtime_objects.taken_apart(s, base, place, env)
    if (
        isinstance(owner, Dictionary)
        and (nodes.dotted(base) or "").startswith("@")
        and name in dict_methods.KEEPING
    ):
        base = objects.outside(s, base, owner, place, env)
    structure = s.structure(base, env)
    if counters.is_counter(s, base, env):
        if counters.method(s, target, base, name, operands, keywords, place, env):
            return True
    if runtime_dicts.is_dict(owner):
        return runtime_dicts.method(s, target, base, owner, name, operands, keywords, place, env)
    if structure is None and name in _RESIZING:
        _resized(s, base, owner, env)
    if isinstance(owner, SetOf) and name == "add" and isinstance(base, gast.Name) and base.id in env.types:
        kind = s.kind(operands[0], env)
        changed(s, base.id, replace(owner, item=s.join_types(owner.item, plain(kind, kind))), env)
    if isinstance(owner, ListOf):
        return runtime_lists.method(s, target, base, owner, name, operands, keywords, place, env)
    if structure is not None and structure.keys is not None:
        return dict_methods.method(s, target, base, structure, name, operands, keywords, place, env)
    if structure is not None and named.is_named(structure.cls):
        if named.method(s, target, base, structure, name, operands, keywords, place, env):
            return True
    if structure is not None:
        return list_methods.method(s, target, base, structure, name, operands, keywords, place, env)
    if isinstance(owner, Array) and name == "tolist" and not operands:
        return entrywise.tolist(s, target, base, place, env)
    if isinstance(owner, Array) and not owner.scalar and name == "view" and not (operands or keywords):
        s.read_index(target, base, nodes.constant(...), place, env)
        return True
    return isinstance(owner, Array) and writers.method(s, target, base, name, operands, keywords, place, env)


_RESIZING = ("append", "extend", "insert", "pop", "remove", "clear", "__delitem__", "__iadd__")


CHANGING = frozenset({*_RESIZING, *runtime_dicts.CHANGING, "sort", "reverse", "__setitem__"})


def _resized(s, base: gast.AST, owner: Type, env: Env) -> None:
    """A list that a rule gave, without a derivative: it has another length from here on."""
    if isinstance(owner, Sequence) and isinstance(base, gast.Name) and base.id in env.types:
        if not s.is_varied(base, env):
            env.types[base.id] = as_list(owner, s.sampler.fresh)


def spread_keywords(s, atom: gast.AST, place: Place, env: Env) -> dict[str, gast.AST]:
    """The keyword arguments that `**atom` stands for."""
    atom = objects.keyed(s, unwrapping.contents(s, atom, "keys", place, env), place, env)
    structure = s.structure(atom, env)
    if structure is None or structure.keys is None or protocol.is_object(structure):
        containers.refuse(s, "`**` of a dict whose keys are not known", place)
    return {
        k: containers.element_atom(s, i, place, env)
        for k, i in zip(structure.keys, structure.items, strict=True)
    }


def check_shuffle(s, name: str, operands: list, place: Place, env: Env) -> None:
    """`rng.shuffle(items)` changes a list in a way that cannot be followed; of an array, it can."""
    if name != "shuffle" or not operands:
        return
    known, kind = s.structure(operands[0], env), s.kind(operands[0], env)
    if isinstance(kind, ListOf) and kind.cls is list and runtime_lists.is_plain(s, operands[0], [], env):
        return
    if known is not None and not s.is_varied(operands[0], env):
        make_whole(s, known)
    if known is not None or isinstance(kind, ListOf):
        raise UnsupportedSyntaxError(
            "shuffling a list cannot be differentiated", code="TX230", place=place, lines=s.lines(place),
            help=("shuffle an array: `order = np.arange(n)`", "or read it in another order: `rng.permutation(n)`"),
        )  # fmt: skip
