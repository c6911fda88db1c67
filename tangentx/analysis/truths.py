"""Truth, comparison and arithmetic of values that may be containers or objects, while specialising."""

from __future__ import annotations

import gast

from tangentx.analysis import (
    choices,
    container_methods,
    containers,
    deference,
    iterators,
    lazily,
    local_classes,
    matching,
    operators,
    protocol,
    sameness,
    trees,
)
from tangentx.analysis.as_arrays import beside_array
from tangentx.analysis.callees import OPERATORS
from tangentx.analysis.classes_of import class_of
from tangentx.analysis.joins import element, plain
from tangentx.analysis.members import Functions
from tangentx.analysis.program import Op
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    BOOL,
    UNKNOWN,
    Const,
    ListOf,
    Maybe,
    Range,
    Sequence,
    SetOf,
    Text,
    Tree,
    Type,
    Unknown,
    or_a_number,
    some,
)
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


class Truths:
    """The part of the specialiser that says what `if x`, `not x`, `x < y` and `x + y` mean."""

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

    def compare(self, target: str, ops: list, operands: list, place: Place, env: Env) -> None:
        """`target = a < b` on atoms of the program."""
        if lazily.contains(self, target, ops, operands, place, env):
            return
        if len(operands) == 2 and operators.compare(self, target, ops[0], *operands, place, env):
            return
        if isinstance(ops[-1], gast.In | gast.NotIn):
            operands[-1] = iterators.sequence(self, operands[-1], place, env)
            if len(operands) == 2 and sameness.compared(self, target, ops[0], *operands, place, env):
                return
        if choices.compared(self, target, ops, operands, place, env):
            return
        if matching.contained(self, target, ops, operands, place, env):
            return
        kinds = [self.kind_or_none(e, env) for e in operands]
        if trees.compared(self, target, ops, operands, place, env):
            return
        known = None
        if len(operands) == 2:
            known = self._membership(ops[0], operands, env) or self.compared(ops[0], kinds)
        if isinstance(known, Const):
            self.copy(target, nodes.constant(known.value), place, env)
            return
        first, *others = [self.whole(e, env) for e in operands]
        expr = gast.Compare(first, ops, others)
        self.emit(Bind(target, expr, place), Op("inactive", reason="a comparison"), known or BOOL, env)

    def compared(self, op: gast.AST, kinds: list[Type]) -> Type | None:
        """The type of a comparison; a constant where the types decide it."""
        known = self._identity(op, kinds)
        if known is not None:
            return known
        known = self.infer(OPERATORS[type(op)], [some(k) for k in kinds], {}, elementwise=True)
        return (
            or_a_number(known) if any(isinstance(k, Maybe) for k in kinds) else known
        )  # of None: one truth value

    def _identity(self, op: gast.AST, kinds: list[Type]) -> Type | None:
        """`is None` is decided by the type."""
        if not isinstance(op, gast.Is | gast.IsNot) or any(
            isinstance(k, Maybe | Tree | Unknown) for k in kinds
        ):
            return None
        if all(isinstance(k, Const) for k in kinds):
            same = kinds[0].value is kinds[1].value
        elif Const(None) in kinds:
            same = False
        else:
            return None
        return Const(same == isinstance(op, gast.Is))

    def _membership(self, op: gast.AST, operands: list, env: Env) -> Type | None:
        """`key in table` is decided where the key and what is searched are known."""
        structure, wanted = (
            self.structure(operands[1], env),
            containers.constant_index(self, operands[0], env),
        )
        if not isinstance(op, gast.In | gast.NotIn) or structure is None or wanted is None:
            return None
        found = structure.keys
        if found is None:
            kinds = [env.types.get(i) if isinstance(i, str) else None for i in structure.items]
            if not all(isinstance(k, Const) for k in kinds):
                return None
            found = tuple(k.value for k in kinds)
        return Const((wanted in found) == isinstance(op, gast.In))

    def negate(self, target: str, operand: gast.AST, place: Place, env: Env) -> None:
        """`target = not operand`."""
        operand = self.truth(operand, place, env)
        kind = self.kind_or_none(operand, env)
        if choices.is_function(kind):
            self.copy(target, nodes.constant(False), place, env)
            return
        expr = gast.UnaryOp(gast.Not(), operand)
        if isinstance(some(kind), ListOf | Functions | Tree | Unknown):
            self.emit(Bind(target, expr, place), Op("inactive", reason="a test"), BOOL, env)
            return
        self.primitive(target, expr, OPERATORS[gast.Not], [operand], {}, place, env)

    def truth(self, atom: gast.AST, place: Place, env: Env) -> gast.AST:
        """An atom that is true when `atom` is: what an object's class says, whether a container has items."""
        structure = self.structure(atom, env) or protocol.object_of(self, atom, env)
        if structure is None and choices.is_function(self.kind_or_none(atom, env)):
            return nodes.constant(True)
        if structure is None or isinstance(self.kind_or_none(atom, env), Tree):
            return atom
        if isinstance(self.kind_or_none(atom, env), Maybe):
            return self._is_there(atom, place, env)
        for name in ("__bool__", "__len__"):
            method = protocol.special(self, atom, name, env)
            if method is not None:
                found = self.fresh("_truth")
                self.python_call(found, atom, method, [atom], {}, place, env)
                return nodes.name(found)
        return nodes.constant(protocol.is_object(structure) or bool(structure.items))

    def _is_there(self, atom: gast.AST, place: Place, env: Env) -> gast.AST:
        """The truth of an object that is None on some paths."""
        if any(protocol.special(self, atom, name, env) is not None for name in ("__bool__", "__len__")):
            containers.refuse(
                self, "the truth, as its class defines it, of an object that may be None", place
            )
        found = self.fresh("_is_there")
        self.compare(found, [gast.IsNot()], [atom, nodes.constant(None)], place, env)
        return nodes.name(found)

    def combine(
        self, target: str, left: gast.AST, op: gast.AST, right: gast.AST, place: Place, env: Env,
        in_place: bool = False,
    ) -> None:  # fmt: skip
        """`target = left op right` on atoms of the program, which may be containers or objects."""
        if operators.binary(self, target, left, op, right, place, env, in_place):
            return
        if not container_methods.arithmetic(self, target, op, [left, right], place, env):
            self.operate(target, left, op, right, place, env)

    def _check_added(self, op: gast.AST, atoms: tuple, kinds: list, place: Place, env: Env) -> None:
        """Refuse `+` and `*` of a list and of what may be an array, with which NumPy computes, or a list or a count."""
        listed = any(isinstance(kind, ListOf | Sequence) for kind in kinds)
        unsure = isinstance(op, gast.Add | gast.Mult) and any(isinstance(kind, Unknown) for kind in kinds)
        varied = [self.is_varied(atom, env) for atom in atoms]
        if listed and unsure and any(varied) and not (self.forward and all(varied)):
            raise UnsupportedSyntaxError(
                "a list is an operand here of what may be an array, or is none", code="TX236", place=place,
                lines=self.lines(place), help=("make an array of it before: np.asarray(x) + np.asarray(e)",),
            )  # fmt: skip

    def operate(
        self, target: str, left: gast.AST, op: gast.AST, right: gast.AST, place: Place, env: Env
    ) -> None:
        """`target = left op right` on atoms of the program."""
        if isinstance(op, gast.Mod) and class_of(self.kind(left, env)) is str:
            expr = gast.BinOp(self.whole(left, env), op, self.whole(right, env))
            self.emit(Bind(target, expr, place), Op("inactive", pure=False), Text(), env)
            return
        if any(deference.is_surely_numpys(self, a, env, op) for a in (left, right)):
            left, right = (beside_array(self, a, place, env) for a in (left, right))
        expr = gast.BinOp(left, op, right)
        kinds = [self.kind(a, env) for a in (left, right)]
        self._check_added(op, (left, right), kinds, place, env)
        if all(isinstance(k, SetOf) for k in kinds):
            made = SetOf(self.join_types(kinds[0].item, kinds[1].item), kinds[0].cls)
            self.emit(Bind(target, expr, place), Op("inactive"), made, env)
            return
        self.primitive(target, expr, OPERATORS[type(op)], [left, right], {}, place, env)
