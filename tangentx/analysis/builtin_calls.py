"""Builtins whose meaning the specialiser must know: they make ranges and iterations, or depend on types alone."""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.analysis import (
    absent,
    caught,
    checks,
    compiled_calls,
    container_methods,
    containers,
    counters,
    cursors,
    dict_methods,
    distributions,
    each_alike,
    entrywise,
    function_values,
    indexed,
    iterators,
    itertools_calls,
    library_calls,
    local_classes,
    managers,
    marks,
    named,
    orders,
    prelude,
    protocol,
    runtime_lists,
    sameness,
    shadowing,
    sorts,
    texts,
    trees,
    unpacking,
)
from tangentx.analysis.choices import is_function
from tangentx.analysis.classes_of import class_of, is_one_of
from tangentx.analysis.iterables import ranged
from tangentx.analysis.joins import element
from tangentx.analysis.observed import UNIONS
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    BOOL,
    INT,
    UNKNOWN,
    Array,
    Const,
    Instance,
    ListOf,
    Range,
    Record,
    Scalar,
    Sequence,
    SetOf,
    Tree,
    Unknown,
    some,
)
from tangentx.libraries import is_library
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def find(callee: Any) -> Callable | None:
    """The handler for a builtin, or None.  A handler returns False to decline."""
    if isinstance(callee, typing.NewType):
        return _same
    if typing.is_typeddict(callee):
        callee = dict
    try:
        return _HANDLERS.get(callee) or compiled_calls.find(callee) or distributions.find(callee)
    except TypeError:
        return None


def _same(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    s.copy(target, operands[0], place, env)
    return True


def _range(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    if not target.startswith("_t"):  # kept for later: the bounds may get other values meanwhile
        operands = [_own(s, atom, place, env) for atom in operands]
    expr = gast.Call(external("builtins.range"), list(operands), [])
    s.emit(Bind(target, expr, place), Op("inactive"), ranged(s, target, tuple(operands), env), env)
    return True


def _own(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    if not isinstance(atom, gast.Name):
        return atom
    name = s.fresh(f"{atom.id}_0")
    s.copy(name, atom, place, env)
    return nodes.name(name)


_CLASSES = (type, tuple, *UNIONS)  # what may stand second in `isinstance`


def _isinstance(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    kind, classes = s.kind_or_none(operands[0], env), _classes(s, operands[1], env)
    either = s.structure(operands[0], env)
    if caught.is_either(either) and classes is not None:
        caught.test(s, target, either, classes, place, env)
        return True
    unlike = sorts.is_unsure(s, operands[:1])
    answer = None if classes is None else is_one_of(kind, classes, unlike)
    if answer is None:
        return False
    _watch_registers(s, class_of(kind), classes, answer)
    s.copy(target, nodes.constant(answer), place, env)
    return True


def _watch_registers(s, cls: type | None, classes: Any, answer: bool) -> None:
    """A class of the user's may be registered with an abstract one later."""
    parts = classes if isinstance(classes, tuple) else (classes,)
    asks = any(type(part).__subclasscheck__ is not type.__subclasscheck__ for part in parts)
    if asks and cls is not None and not is_library(cls.__module__):
        s.externals.answered(issubclass, (cls, classes), answer)


def _classes(s, atom: gast.AST, env: Env) -> Any:
    known = s.kind(atom, env)
    parts = known.items if isinstance(known, Sequence) else (known,)
    found = tuple(t.value for t in parts if isinstance(t, Const) and isinstance(t.value, _CLASSES))
    whole = found if isinstance(known, Sequence) else found[0] if found else None
    return whole if len(found) == len(parts) else None


def _len(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    iteration = iterators.iteration_of(s, operands[0], env)
    if iteration is not None and indexed.is_indexable(
        s, operands[0], env
    ):  # asked by what reads it step by step
        size = indexed.length(s, operands[0], place, env)
        s.copy(target, nodes.constant(sys.maxsize) if size is None else size, place, env)
        return True
    operands = [iterators.sequence(s, operands[0], place, env)]
    structure = s.structure(operands[0], env)
    if protocol.object_of(s, operands[0], env):
        s.object_method(target, operands[0], "__len__", [], place, env)
        return True
    if structure is not None:
        s.emit(
            Bind(target, nodes.constant(len(structure.items)), place),
            Op("copy"),
            Const(len(structure.items)),
            env,
        )
        return True
    kind = s.kind(operands[0], env)
    if isinstance(kind, Sequence) and issubclass(kind.cls, tuple):  # a global
        s.copy(target, nodes.constant(len(kind.items)), place, env)
        return True
    known = s.infer(len, [kind], {}) if not isinstance(kind, ListOf | Tree | Unknown | Range) else None
    expr = gast.Call(external("builtins.len"), list(operands), [])
    s.emit(
        Bind(target, expr, place),
        Op("inactive"),
        known if known and not isinstance(known, Unknown) else INT,
        env,
    )
    return True


def _sequence(cls: type):
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if not operands:
            containers.display(s, target, cls, [], None, place, env)
            return True
        if cls is tuple and getattr(s.kind_or_none(operands[0], env), "cls", None) is tuple:
            s.copy(target, operands[0], place, env)  # Python gives the tuple itself
            return True
        items = iterators.sequence(s, operands[0], place, env)
        atoms = containers.elements(s, items, place, env)
        if atoms is None:
            return _copy_list(s, target, cls, items, place, env)
        containers.display(s, target, cls, atoms, None, place, env)
        return True

    return handler


def _copy_list(s, target, cls, atom, place, env) -> bool:
    kind = s.kind(atom, env)
    if isinstance(kind, SetOf) and cls is list:
        s.copy(target, iterators.listed(s, atom, place, env), place, env)
        return True
    if isinstance(kind, Array | ListOf | Range) and not s.is_varied(atom, env):
        expr = gast.Call(external(f"builtins.{cls.__name__}"), [atom], [])
        s.emit(Bind(target, expr, place), Op("inactive"), ListOf(element(kind, s.sampler.fresh), cls), env)
        return True
    if isinstance(kind, Array | ListOf) and cls is list:
        s.inline_prelude(target, prelude.collected, [atom], place, env)
        return True
    if isinstance(kind, Array | ListOf) and cls is tuple:
        expr = gast.Call(external("builtins.tuple"), [atom], [])
        s.primitive(target, expr, tuple, [atom], {}, place, env)
        return True
    return False


def _sum(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """The additions that `sum` makes, one after the other."""
    total = operands[1] if len(operands) > 1 else keywords.get("start", nodes.constant(0))
    items = iterators.sequence(s, operands[0], place, env)
    atoms = containers.elements(s, items, place, env)
    if atoms is None:
        if not s.is_varied(items, env) and not s.is_varied(total, env):
            s.outer_call(target, func, sum, [items, *operands[1:]], keywords, place, env)
            return True
        return _sum_loop(s, target, items, total, place, env)
    for i, atom in enumerate(atoms):
        step = target if i == len(atoms) - 1 else s.fresh("_sum")
        s.combine(step, total, gast.Add(), atom, place, env)
        total = nodes.name(step)
    if not atoms:
        s.copy(target, total, place, env)
    return True


def _sum_loop(s, target, items, start, place, env) -> bool:
    """`sum(xs)` of a list or array of unknown length: the loop that it is."""
    if not indexed.is_indexable(s, items, env):
        return False
    kind = s.kind(items, env)
    # The sum of a number and an object is an object: the first sum is not of the types of the others.
    of_objects = isinstance(kind, ListOf) and isinstance(kind.item, Record)
    s.inline_prelude(
        target, prelude.added_objects if of_objects else prelude.added, [items, start], place, env
    )
    return True


def _tests(function: Callable, how: str):
    """`any` and `all`: decided where the items are known, else the loop."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        items = iterators.sequence(s, operands[0], place, env)
        atoms = containers.elements(s, items, place, env)
        if atoms is not None and all(isinstance(s.kind(a, env), Const) for a in atoms):
            s.copy(target, nodes.constant(function(s.kind(a, env).value for a in atoms)), place, env)
            return True
        if atoms is not None:
            name = s.fresh("_tests")
            containers.real_list(s, name, list, atoms, place, env)
            items = nodes.name(name)
        expr = gast.Call(external(f"builtins.{how}"), [items], [])
        s.emit(Bind(target, expr, place), Op("inactive"), BOOL, env)
        return True

    return handler


def _type(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`type(x)` is known wherever the kind of x says it."""
    kind = s.kind_or_none(operands[0], env)
    known = class_of(kind) if len(operands) == 1 else None
    if known is not None and (known is np.ndarray or not sorts.is_unsure(s, operands)):
        env.bind(target, Const(known))
        return True
    if len(operands) != 1 or not isinstance(some(kind), Scalar | Array):
        return False
    asked = gast.Call(func, list(operands), [])
    s.emit(Bind(target, asked, place), Op("inactive", reason="a question about a type"), UNKNOWN, env)
    return True


def _has(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`hasattr(x, "name")`, where the class of x says it."""
    found = _attribute_of(s, operands, env)
    if found is None:
        return False
    s.copy(target, nodes.constant(found), place, env)
    return True


def _get(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`getattr(x, "name", default)`: the attribute, or the default where the class says that there is none."""
    found = _attribute_of(s, operands, env)
    if found is None or not found and len(operands) < 3:
        return False
    if found:
        owner, name = s.kind(operands[0], env), s.kind(operands[1], env)
        s.attribute(target, operands[0], name.value, owner, place, env)
    else:
        s.copy(target, operands[2], place, env)
    return True


def _attribute_of(s, operands: list, env: Env) -> bool | None:
    """Does the value have the attribute?  None where that is not known."""
    return s.has_attribute(s.kind_or_none(operands[0], env), s.kind(operands[1], env))


def _guard(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """A check of emitted code on its arguments: it raises, or nothing."""
    checks.check(s, func, [s.whole(a, env) for a in operands], place)
    env.bind(target, Const(None))
    return True


def _conversion(cls: type) -> Callable:
    """`float()` is 0.0; with an argument it is a primitive like others."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        if operands or keywords:
            absent.refuse_number(s, cls, [s.kind_or_none(a, env) for a in operands], place)
            return False
        s.copy(target, nodes.constant(cls()), place, env)
        return True

    return handler


def _divmod(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`divmod(x, y)` is `(x // y, x % y)`."""
    parts = []
    for op in (gast.FloorDiv(), gast.Mod()):
        parts.append(nodes.name(s.fresh("_part")))
        s.operate(parts[-1].id, operands[0], op, operands[1], place, env)
    containers.display(s, target, tuple, parts, None, place, env)
    return True


def _callable(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    kind = s.kind(operands[0], env)
    if isinstance(kind, Unknown | Instance):
        return False
    found = is_function(kind)
    s.copy(target, nodes.constant(found), place, env)
    return True


_GUARDS = (
    runtime.check_arguments, runtime.check_array, runtime.check_count, runtime.check_disjoint,
    runtime.check_distinct, runtime.check_first_arguments, runtime.check_floats, runtime.check_given,
    runtime.check_iterable, runtime.check_leaf, runtime.check_node, runtime.check_object, runtime.check_one_kind,
    runtime.check_ordered, runtime.check_sequence, runtime.check_there, runtime.check_vector,
)  # fmt: skip

_HANDLERS: dict[Any, Callable] = {
    **each_alike.HANDLERS,
    range: _range, isinstance: _isinstance, len: _len, tuple: _sequence(tuple), list: _sequence(list), sum: _sum,
    max: orders.extremum("max"), min: orders.extremum("min"), sorted: orders.sort, any: _tests(any, "any"),
    all: _tests(all, "all"), type: _type,
    **dict.fromkeys(_GUARDS, _guard),
    runtime.check_least: unpacking.counted,
    divmod: _divmod, hasattr: _has, getattr: _get, callable: _callable,
    **{cls: _conversion(cls) for cls in (float, int, bool, complex, str)},
    **itertools_calls.HANDLERS, **dict_methods.HANDLERS, **counters.HANDLERS, **named.HANDLERS,
    **function_values.HANDLERS, **marks.HANDLERS, **managers.HANDLERS, **local_classes.HANDLERS,
    **runtime_lists.HANDLERS, **entrywise.HANDLERS, **library_calls.HANDLERS, **cursors.HANDLERS, **texts.HANDLERS,
    **container_methods.HANDLERS, **shadowing.HANDLERS, **trees.HANDLERS, **sameness.HANDLERS,
}  # fmt: skip
