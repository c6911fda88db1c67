"""Truth, copies and arithmetic of values that may be containers or objects, while specialising."""

from __future__ import annotations

import gast

from tangentx.analysis import choices, container_methods, containers, local_classes, operators, protocol
from tangentx.analysis.callees import OPERATORS
from tangentx.analysis.joins import element, plain
from tangentx.analysis.members import Functions
from tangentx.analysis.program import Op
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    BOOL,
    UNKNOWN,
    Array,
    ListOf,
    Range,
    Sequence,
    SetOf,
    Text,
    Unknown,
    class_of,
    some,
)
from tangentx.analysis.writers import as_array
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


class Truths:
    """The part of the specialiser that says what `if x`, `not x`, `deepcopy(x)` and `x + y` mean."""

    def _bind_classdef(self, target, value, place, env, frame) -> None:
        local_classes.define(self, target, value, place, env, frame)

    def _bind_set(self, target, value, place, env, frame) -> None:
        atoms = [self.atom(e, env, frame, place) for e in value.elts]
        if any(self.is_varied(atom, env) for atom in atoms):
            containers.refuse(self, "a set of values that may need a derivative", place)
        item = None
        for atom in atoms:
            kind = self.kind(atom.value if isinstance(atom, gast.Starred) else atom, env)
            if isinstance(atom, gast.Starred):
                known = isinstance(kind, Sequence | ListOf | Range)
                kind = (element(kind, self.sampler.fresh) if known else UNKNOWN) or item
            item = kind if item is None else self.join_types(item, plain(kind, kind))
        self.emit(
            Bind(target, self.opaque(value, env, frame, place), place),
            Op("inactive", pure=False),
            SetOf(item),
            env,
        )

    def negate(self, target: str, operand: gast.AST, place: Place, env: Env) -> None:
        """`target = not operand`."""
        operand = self.truth(operand, place, env)
        kind = self.kind_or_none(operand, env)
        if choices.is_function(kind):
            self.copy(target, nodes.constant(False), place, env)
            return
        expr = gast.UnaryOp(gast.Not(), operand)
        if isinstance(some(kind), ListOf | Functions | Unknown):
            self.emit(Bind(target, expr, place), Op("inactive", reason="a test"), BOOL, env)
            return
        self.primitive(target, expr, OPERATORS[gast.Not], [operand], {}, place, env)

    def truth(self, atom: gast.AST, place: Place, env: Env) -> gast.AST:
        """An atom that is true when `atom` is: what an object's class says, whether a container has items."""
        structure = self.structure(atom, env)
        if structure is None and choices.is_function(self.kind_or_none(atom, env)):
            return nodes.constant(True)
        if structure is None:
            return atom
        for name in ("__bool__", "__len__"):
            method = protocol.special(self, atom, name, env)
            if method is not None:
                found = self.fresh("_truth")
                self.python_call(found, atom, method, [atom], {}, place, env)
                return nodes.name(found)
        return nodes.constant(protocol.is_object(structure) or bool(structure.items))

    def deep_copy(self, target: str, atom: gast.AST, place: Place, env: Env) -> None:
        """`target = deepcopy(atom)` of something that is not taken apart."""
        kind = self.kind(atom, env)
        if isinstance(kind, Array) and not kind.scalar:
            self.method_call(target, atom, kind, "copy", [], {}, place, env)
        elif isinstance(kind, ListOf | Unknown):
            containers.refuse(self, "a deep copy of a list of unknown length", place)
        else:
            self.copy(target, atom, place, env)

    def combine(
        self, target: str, left: gast.AST, op: gast.AST, right: gast.AST, place: Place, env: Env,
        in_place: bool = False,
    ) -> None:  # fmt: skip
        """`target = left op right` on atoms of the program, which may be containers or objects."""
        if operators.binary(self, target, left, op, right, place, env, in_place):
            return
        if not container_methods.arithmetic(self, target, op, [left, right], place, env):
            self.operate(target, left, op, right, place, env)

    def operate(
        self, target: str, left: gast.AST, op: gast.AST, right: gast.AST, place: Place, env: Env
    ) -> None:
        """`target = left op right` on atoms of the program."""
        if isinstance(op, gast.Mod) and class_of(self.kind(left, env)) is str:
            expr = gast.BinOp(self.whole(left, env), op, self.whole(right, env))
            self.emit(Bind(target, expr, place), Op("inactive", pure=False), Text(), env)
            return
        if any(isinstance(self.kind(a, env), Array) for a in (left, right)):
            left, right = (as_array(self, a, place, env) for a in (left, right))
        expr = gast.BinOp(left, op, right)
        kinds = [self.kind(a, env) for a in (left, right)]
        if all(isinstance(k, SetOf) for k in kinds):
            made = SetOf(self.join_types(kinds[0].item, kinds[1].item), kinds[0].cls)
            self.emit(Bind(target, expr, place), Op("inactive"), made, env)
            return
        self.primitive(target, expr, OPERATORS[type(op)], [left, right], {}, place, env)
