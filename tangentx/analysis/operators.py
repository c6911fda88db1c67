"""Operators on objects: `a + b` is `type(a).__add__(a, b)`, or `type(b).__radd__(b, a)`."""

from __future__ import annotations

import collections.abc
import dataclasses
import math
import operator
from typing import Any

import gast

from tangentx.analysis import (
    checks,
    containers,
    foreign,
    objects,
    polynomial_objects,
    protocol,
    recipes,
    sameness,
)
from tangentx.analysis.deference import given_by_numpy, is_numpys
from tangentx.analysis.observed import UNIONS
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import is_nameless
from tangentx.analysis.types import Const, Maybe, Tree
from tangentx.records import Place
from tangentx.syntax import nodes

BINARY = {
    gast.Add: "add", gast.Sub: "sub", gast.Mult: "mul", gast.Div: "truediv", gast.Pow: "pow", gast.MatMult: "matmul",
    gast.FloorDiv: "floordiv", gast.Mod: "mod", gast.BitAnd: "and", gast.BitOr: "or", gast.BitXor: "xor",
    gast.LShift: "lshift", gast.RShift: "rshift",
}  # fmt: skip
UNARY = {gast.USub: "__neg__", gast.UAdd: "__pos__", gast.Invert: "__invert__"}
COMPARE = {
    gast.Eq: ("__eq__", "__eq__"), gast.NotEq: ("__ne__", "__ne__"), gast.Lt: ("__lt__", "__gt__"),
    gast.LtE: ("__le__", "__ge__"), gast.Gt: ("__gt__", "__lt__"), gast.GtE: ("__ge__", "__le__"),
}  # fmt: skip
_IDENTITY = {"__eq__": gast.Is(), "__ne__": gast.IsNot()}  # of what has no equality of its own

CALLED = (
    (abs, "__abs__"), (float, "__float__"), (int, "__int__"), (complex, "__complex__"), (round, "__round__"),
    (math.floor, "__floor__"), (math.ceil, "__ceil__"), (math.trunc, "__trunc__"), (divmod, "__divmod__"),
)  # fmt: skip


FUNCTIONS = (
    (operator.add, gast.Add), (operator.sub, gast.Sub), (operator.mul, gast.Mult), (operator.truediv, gast.Div),
    (operator.pow, gast.Pow), (operator.matmul, gast.MatMult), (operator.floordiv, gast.FloorDiv),
    (operator.mod, gast.Mod),
)  # fmt: skip


def called(s, target, callee: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """`abs(x)`, `float(x)`, ... of an object: what its class says."""
    op = next((op for function, op in FUNCTIONS if function is callee), None)
    if op is not None and len(operands) == 2:
        return binary(s, target, operands[0], op(), operands[1], place, env)
    name = next((name for function, name in CALLED if function is callee), None)
    method = protocol.special(s, operands[0], name, env) if name is not None and operands else None
    if method is not None:
        s.python_call(target, operands[0], method, operands, keywords, place, env)
    return method is not None


def binary(s, target, left, op: gast.AST, right, place: Place, env: Env, in_place: bool = False) -> bool:
    """`target = left op right` if one of them is an object; False if neither is."""
    word = BINARY[type(op)]
    if isinstance(op, gast.BitOr) and _of_classes(s, target, left, right, env):
        return True
    left, right = polynomial_objects.together(s, [left, right], place, env)
    foreign.check(s, (left, right), place, env)
    objects_there = [_operates(s, a, (f"__{word}__", f"__r{word}__"), env) for a in (left, right)]
    if not any(objects_there):
        return False
    tries = [(left, f"__{word}__", right), (right, f"__r{word}__", left)]
    if all(objects_there):
        one, other = (protocol.class_with_methods(s, a, env) for a in (left, right))
        if one is other:
            tries.pop()
        elif issubclass(other, one):
            first, second = (protocol.watched(s, cls, f"__r{word}__") for cls in (one, other))
            if first is not second:
                tries.reverse()
    if tries[0][0] is left and protocol.special(s, right, f"__r{word}__", env) is not None:
        _check_object(s, left, place, env)
    if in_place:
        tries.insert(0, (left, f"__i{word}__", right))
    if is_numpys(s.kind(left, env)):
        tries = [(right, f"__r{word}__", given_by_numpy(s, left, right, place, env, in_place))]
    return _try(s, target, tries, f"`{word}` of these objects", place, env)


def _check_object(s, left: gast.AST, place: Place, env: Env) -> None:
    """What is a number or None on some paths has no operator of a class there: Python asks the right operand."""
    kind = s.kind_or_none(left, env) if s.structure(left, env) is None else None
    if isinstance(kind, Maybe) or isinstance(kind, Tree) and kind.leaf is not None:
        checks.check(s, "check_object", [left], place)


def _of_classes(s, target, left, right, env: Env) -> bool:
    """`int | float` in `isinstance(x, int | float)`: another constant."""
    values = [getattr(s.kind(a, env), "value", 0) for a in (left, right)]
    if not all(v is None or isinstance(v, (type, *UNIONS)) for v in values) or values == [None, None]:
        return False
    env.bind(target, Const(values[0] | values[1]))
    return True


def _operates(s, atom: gast.AST, names: tuple[str, str], env: Env) -> bool:
    """Is it an object, or a named tuple whose class defines the operator?"""
    return protocol.object_of(s, atom, env) or any(protocol.special(s, atom, n, env) for n in names)


def _try(s, target, tries: list, what: str, place: Place, env: Env) -> bool:
    for base, name, other in tries:
        method = protocol.special(s, base, name, env)
        if method is None:
            continue
        made = s.fresh("_made")
        s.python_call(made, base, method, [base, other], {}, place, env)
        if made not in env.types:
            return True  # it always raises
        if s.kind(nodes.name(made), env) != Const(NotImplemented):
            s.copy(target, nodes.name(made), place, env)
            return True
    protocol.refuse(s, what, place)
    return False


def unary(s, target, op: gast.AST, operand, place: Place, env: Env) -> bool:
    """`-x`, `~x` of an object."""
    method = protocol.special(s, operand, UNARY.get(type(op), ""), env)
    if method is None:
        return False
    s.python_call(target, operand, method, [operand], {}, place, env)
    return True


def compare(s, target, op: gast.AST, left, right, place: Place, env: Env) -> bool:
    """`a < b`, `a == b`, `k in a`, `a is b` where one is an object."""
    if isinstance(op, gast.Is | gast.IsNot):
        return sameness.asked(s, target, op, left, right, place, env)
    kinds = [s.kind(atom, env) for atom in (left, right)]
    if any(is_nameless(kind) or is_nameless(getattr(kind, "item", None)) for kind in kinds):
        protocol.refuse(s, "a comparison of objects whose class is made in a function", place)
    if isinstance(op, gast.In | gast.NotIn) and protocol.object_of(s, right, env):
        return _contains(s, target, op, left, right, place, env)
    if type(op) not in COMPARE:
        return False
    name, mirrored = COMPARE[type(op)]
    if not any(_operates(s, a, (name, mirrored), env) for a in (left, right)):
        return sameness.compared(s, target, op, left, right, place, env)
    said = [protocol.special(s, a, word, env) for a in (left, right) for word in {name, "__eq__"}]
    if name in ("__eq__", "__ne__") and said == [None] * len(said):
        return sameness.asked(s, target, _IDENTITY[name], left, right, place, env)
    if name == "__ne__" and all(protocol.special(s, a, "__ne__", env) is None for a in (left, right)):
        equal = s.fresh("_equal")
        compare(s, equal, gast.Eq(), left, right, place, env)
        s.negate(target, nodes.name(equal), place, env)
        return True
    if any(protocol.is_generated(protocol.special(s, a, name, env)) for a in (left, right)):
        return _by_fields(s, target, op, left, right, place, env)
    return _try(
        s, target, [(left, name, right), (right, mirrored, left)], "this comparison of objects", place, env
    )


def _by_fields(s, target, op, left, right, place: Place, env: Env) -> bool:
    """What `dataclass` says of two objects of one class: they are compared field by field, in order."""
    one, other = (protocol.object_of(s, a, env) for a in (left, right))
    if one is None or other is None or one.cls is not other.cls:
        protocol.refuse(s, "a comparison of a dataclass with something else", place)
    rows = []
    for atom in (left, right):
        atoms = []
        for field in dataclasses.fields(one.cls):
            if field.compare:
                atoms.append(nodes.name(s.fresh(f"_{field.name}")))
                objects.read(s, atoms[-1].id, atom, field.name, place, env)
        rows.append(atoms[0] if len(atoms) == 1 else nodes.name(s.fresh("_fields")))
        if len(atoms) != 1:
            containers.display(s, rows[-1].id, tuple, atoms, None, place, env)
    s.compare(target, [op], rows, place, env)
    return True


def _contains(s, target, op, left, right, place: Place, env: Env) -> bool:
    method = protocol.special(s, right, "__contains__", env)
    if method in (None, collections.abc.Sequence.__contains__):
        method = recipes.is_among
    found = target if isinstance(op, gast.In) else s.fresh("_in")
    s.python_call(found, right, method, [right, left], {}, place, env)
    if found != target:
        s.negate(target, nodes.name(found), place, env)
    return True
