"""What the patterns of `match` ask, answered by the types where they can."""

from __future__ import annotations

import types as python_types
from collections.abc import Callable, Mapping
from typing import Any

import gast

from tangentx import runtime
from tangentx.analysis import containers
from tangentx.analysis.classes_of import class_of
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import BOOL, Const, Dictionary, Instance
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def find(callee: Any) -> Callable | None:
    """The handler for one of these functions, or None.  A handler returns False to decline."""
    return _HANDLERS.get(callee) if callee.__hash__ is not None else None


def _is_a(test: Callable[[type], bool], path: str):
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        cls = class_of(s.kind(operands[0], env))
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
    kind, name = s.kind_or_none(operands[0], env), s.kind(operands[1], env)
    cls = class_of(kind)
    if cls is not None and isinstance(name, Const) and not isinstance(kind, Instance):
        owner = kind.value if isinstance(kind, Const) else cls
        s.copy(target, nodes.constant(hasattr(owner, name.value)), place, env)
        return True
    return _asked(s, target, "builtins.hasattr", operands, place, env)


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
    operands = (node.left, *node.comparators)
    if not all(_is_plain(s, operand, env, frame, place) for operand in operands):
        return None
    kinds = [s.kind_or_none(s.atom(e, env, frame, place), env) for e in operands]
    for op, left, right in zip(node.ops, kinds, kinds[1:], strict=False):
        known = s.compared(op, [left, right])
        if not isinstance(known, Const) or not known.value:
            return bool(known.value) if isinstance(known, Const) else None
    return True


def _is_plain(s, node: gast.AST, env: Env, frame, place: Place) -> bool:
    """A name, a constant, or what a module has: `np.subtract`."""
    if isinstance(node, gast.Name | gast.Constant):
        return True
    while isinstance(node, gast.Attribute):
        node = node.value
        if isinstance(node, gast.Name):
            known = s.kind_or_none(s.atom(node, env, frame, place), env)
            return isinstance(known, Const) and isinstance(known.value, python_types.ModuleType)
    return False


# What `match` looks at: Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING of the class.
_FITS_SEQUENCES, _FITS_MAPPINGS = 1 << 5, 1 << 6
_HANDLERS: Mapping[Any, Callable] = {
    runtime.is_sequence: _is_a(lambda cls: bool(cls.__flags__ & _FITS_SEQUENCES), "runtime.is_sequence"),
    runtime.is_mapping: _is_a(lambda cls: bool(cls.__flags__ & _FITS_MAPPINGS), "runtime.is_mapping"),
    runtime.without_keys: _without_keys,
    hasattr: _has_attribute,
}
