"""What the patterns of `match` ask, answered by the types where they can."""

from __future__ import annotations

import types as python_types
from collections.abc import Callable, Mapping
from typing import Any

import gast
import numpy as np

from tangentx import runtime
from tangentx.analysis import accessors, containers
from tangentx.analysis.classes_of import class_of
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    BOOL,
    Array,
    Const,
    Dictionary,
    Sequence,
    Type,
    Unknown,
    may_be_a_number,
)
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def find(callee: Any) -> Callable | None:
    """The handler for one of these functions, or None.  A handler returns False to decline."""
    return _HANDLERS.get(callee) if callee.__hash__ is not None else None


def _is_a(test: Callable[[type], bool], path: str):
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        cls = class_of(s.kind_or_none(operands[0], env))
        if cls is not None:
            s.copy(target, nodes.constant(test(cls)), place, env)
            return True
        return _asked(s, target, path, operands, place, env)

    return handler


def _asked(s, target: str, path: str, operands: list, place: Place, env: Env) -> bool:
    """The question, at run time."""
    call = gast.Call(external(path), [s.whole(atom, env) for atom in operands], [])
    s.emit(Bind(target, call, place), Op("inactive", reason="a question about a type"), BOOL, env)
    return True


def _has_attribute(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    found = s.has_attribute(s.kind_or_none(operands[0], env), s.kind(operands[1], env))
    if found is None:
        return _asked(s, target, "builtins.hasattr", operands, place, env)
    s.copy(target, nodes.constant(found), place, env)
    return True


def _without_keys(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    structure = s.structure(operands[0], env)
    if structure is None or structure.keys is None:
        return False
    named = [t.value for t in s.kind(operands[1], env).items]
    left = [i for i, key in enumerate(structure.keys) if key not in named]
    keys = [nodes.constant(structure.keys[i]) for i in left]
    values = [containers.element_atom(s, structure.items[i], place, env) for i in left]
    containers.dictionary(s, target, keys, values, place, env)
    return True


def contained(s, target: str, ops: list, operands: list, place: Place, env: Env) -> bool:
    """`key in d` of a dict whose keys are known."""
    structure, kind = s.structure(operands[-1], env), s.kind(operands[-1], env)
    outside = isinstance(kind, Dictionary) and kind.cls is dict  # a global: its keys are watched
    keys = structure.keys if structure is not None else kind.keys if outside else None
    key = s.kind(operands[0], env)
    if len(ops) > 1 or keys is None or not isinstance(key, Const):
        return False
    if not isinstance(ops[0], gast.In | gast.NotIn):
        return False
    found = (key.value in keys) == isinstance(ops[0], gast.In)
    s.copy(target, nodes.constant(found), place, env)
    return True


def decided(s, node: gast.AST, env: Env, frame, place: Place) -> bool | None:
    """A plainly boolean expression whose outcome the types tell; None where they do not."""
    if isinstance(node, gast.BoolOp):
        stop = isinstance(node.op, gast.Or)
        for part in node.values:
            known = decided(s, part, env, frame, place)
            if known is None or known == stop:
                return known
        return not stop
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
        known = decided(s, node.operand, env, frame, place)
        return None if known is None else not known
    if not isinstance(node, gast.Compare):
        return None
    kinds = [_kind_of(s, e, env, frame, place) for e in (node.left, *node.comparators)]
    if None in kinds:
        return None
    for op, left, right in zip(node.ops, kinds, kinds[1:], strict=False):
        known = s.compared(op, [left, right])
        if not isinstance(known, Const) or not known.value:
            return bool(known.value) if isinstance(known, Const) else None
    return True


def _kind_of(s, node: gast.AST, env: Env, frame, place: Place) -> Type | None:
    """The type of a name, a constant, what a module has, or a size; None of anything else."""
    if isinstance(node, gast.Name | gast.Constant):
        return s.kind_or_none(s.atom(node, env, frame, place), env)
    if isinstance(node, gast.Subscript):
        at = s.index(node.slice, env, frame, place)
        return _entry(_kind_of(s, node.value, env, frame, place), containers.constant_index(s, at, env))
    if isinstance(node, gast.Call):
        callee = _kind_of(s, node.func, env, frame, place)
        if len(node.args) != 1 or node.keywords or getattr(callee, "value", None) not in _SIZES:
            return None
        return _size(s, callee.value, _kind_of(s, node.args[0], env, frame, place))
    if not isinstance(node, gast.Attribute):
        return None
    owner = _kind_of(s, node.value, env, frame, place)
    if isinstance(owner, Const) and isinstance(owner.value, python_types.ModuleType):
        return s.kind_or_none(
            s.member(s.atom(node.value, env, frame, place), node.attr, owner.value, place), env
        )
    is_array = isinstance(owner, Array) and not may_be_a_number(owner)
    return _size(s, accessors.attribute(node.attr), owner) if is_array and node.attr in _OF_ARRAYS else None


_SIZES = (len, np.shape, np.ndim, np.size)
_OF_ARRAYS = ("shape", "ndim", "size")


def _size(s, function: Callable, kind: Type | None) -> Type | None:
    if kind is None or isinstance(kind, Unknown) or may_be_a_number(kind):
        return None
    found = s.infer(function, [kind], {})
    return None if isinstance(found, Unknown) else found


def _entry(kind: Type | None, at: Any) -> Type | None:
    """`shape[-1]`."""
    known = isinstance(kind, Sequence) and type(at) is int and -len(kind.items) <= at < len(kind.items)
    return kind.items[at] if known else None


# What `match` looks at: Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING of the class.
_FITS_SEQUENCES, _FITS_MAPPINGS = 1 << 5, 1 << 6
_HANDLERS: Mapping[Any, Callable] = {
    runtime.is_sequence: _is_a(lambda cls: bool(cls.__flags__ & _FITS_SEQUENCES), "runtime.is_sequence"),
    runtime.is_mapping: _is_a(lambda cls: bool(cls.__flags__ & _FITS_MAPPINGS), "runtime.is_mapping"),
    runtime.without_keys: _without_keys,
    hasattr: _has_attribute,
}
