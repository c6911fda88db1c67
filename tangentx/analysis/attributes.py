"""Attributes while specialising: members of known objects, fields, rules for `x.T`."""

from __future__ import annotations

import dataclasses
import enum
from collections import deque
from typing import Any

import gast
import numpy as np

from tangentx.analysis import (
    absent,
    accessors,
    foreign,
    function_values,
    invented,
    named,
    objects,
    protocol,
    runtime_objects,
    thrown,
    trees,
)
from tangentx.analysis.arguments import bind_dims, outer_type_of
from tangentx.analysis.callees import rank_of
from tangentx.analysis.classes_of import class_of, has_attribute
from tangentx.analysis.members import Functions
from tangentx.analysis.names import canonical
from tangentx.analysis.observed import FOLDED, type_of
from tangentx.analysis.program import Op, external
from tangentx.analysis.refusals import of_attribute, surely
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Const,
    ListOf,
    Scalar,
    Tree,
    Type,
    Unknown,
    is_float_like,
)
from tangentx.errors import MissingRuleError
from tangentx.records import (
    Bind,
    Place,
)
from tangentx.syntax import nodes
from tangentx.templating import registry


def _has_its_name(owner: Any) -> bool:
    """Is it a local function that has the name it was defined with?"""
    return isinstance(owner, LocalFunction) and not owner.renamed


class Attributes:
    """The part of the specialiser that handles `a.b`."""

    def _bind_attribute(self, target, value, place, env, frame) -> None:
        base, path = self.root(value, env, frame, place)
        for i, attribute in enumerate(path):
            known = self.kind(base, env)
            last = i == len(path) - 1
            name = target if last else self.fresh("_a")
            self.attribute(name, base, attribute, known, place, env)
            base = nodes.name(name)

    def root(self, value: gast.AST, env: Env, frame: Frame, place: Place) -> tuple[gast.AST, list[str]]:
        """The deepest part of an attribute chain that is known to be a module or class, and what is left."""
        path: list[str] = []
        while isinstance(value, gast.Attribute):
            path.insert(0, value.attr)
            value = value.value
        base = self.atom(value, env, frame, place)
        while len(path) > 1 and isinstance(self.kind(base, env), Const):
            base = self.member(base, path.pop(0), self.kind(base, env).value, place)
        return base, path

    def member(self, base: gast.AST, attribute: str, owner: Any, place: Place) -> gast.AST:
        """`owner.attribute` where owner is a known module, class or object."""
        if not isinstance(owner, super):
            self.externals.asked(owner, attribute)
        try:
            value = getattr(owner, attribute)
        except AttributeError as error:
            absent.refuse_attribute(self, error, place)
        if not isinstance(owner, super):
            self.externals.computed(owner, attribute, value)
        else:
            protocol.watched(self, owner.__self_class__, attribute, owner.__thisclass__)
            if not callable(value):
                home = protocol.home(owner.__self_class__, attribute, owner.__thisclass__)
                return self.member(canonical(home) or base, attribute, home, place)
        own = (
            isinstance(owner, enum.Enum | dataclasses.Field)
            or attribute == "__name__"
            and _has_its_name(owner)
        )
        if own and isinstance(value, bool | int | float | str):
            self.externals.asked(owner, attribute, exactly=True)
            return nodes.constant(value)
        folded = isinstance(value, FOLDED) and not isinstance(value, np.generic)
        if isinstance(owner, type) and folded and canonical(owner) is None:
            self.externals.asked(owner, attribute, exactly=True)
            return nodes.constant(value)
        if value is None and owner is np:
            return nodes.constant(value)  # `np.newaxis`
        node = gast.Attribute(base, attribute, gast.Load())
        if nodes.dotted(node) is None or not nodes.dotted(base).startswith("@"):
            node = (
                canonical(value)
                or canonical(owner)
                and gast.Attribute(canonical(owner), attribute, gast.Load())
            )
            if node is None:
                node = gast.Attribute(base, attribute, gast.Load())
        self.external_types[nodes.dotted(node)] = self.outer_type(value)
        return node

    def has_attribute(self, kind: Type, name: Type) -> bool | None:
        """Has a value of this type the attribute?  None where that is not known."""
        if isinstance(name, Const) and isinstance(name.value, str):
            self.externals.asked(kind.value if isinstance(kind, Const) else class_of(kind), name.value)
        return has_attribute(kind, name)

    def outer_type(self, value: Any) -> Type:
        known = outer_type_of(value) if isinstance(value, dict) else type_of(value)
        if isinstance(known, Scalar):
            return known
        return bind_dims(known, f"?outer{len(self.external_types)}")

    def object_method(self, target: str, base, name: str, operands: list, place: Place, env: Env) -> None:
        """`target = base.name(...)` of an object, which an operation of Python calls."""
        objects.operate(self, target, base, name, operands, {}, place, env)

    def set_attribute(self, base, name: str, op, value, place: Place, env: Env, frame: Frame) -> None:
        """`base.name (op)= value` of an object."""
        if op is None:
            objects.write(self, base, name, value, place, env)
        else:
            objects.augment(self, base, name, op, value, place, env, frame)

    def attribute(self, target: str, base: gast.AST, name: str, owner: Type, place: Place, env: Env) -> None:
        """`target = base.name`."""
        if name in thrown.ORIGINS:
            thrown.refuse_origin(self, name, place)
        if self._of_object(target, base, name, owner, place, env):
            return
        cls = class_of(owner) if isinstance(owner, Array | Scalar) else None
        if cls is not None and name == "__class__":
            self.copy(target, self.constant_atom(cls, env, place), place, env)
            return
        if isinstance(owner, Tree) and trees.attribute(self, target, base, owner, name, place, env):
            return
        expr = gast.Attribute(base, name, gast.Load())
        base = runtime_objects.taken_apart(self, base, place, env)  # a named tuple
        structure = self.structure(base, env)
        if structure is not None and named.is_named(structure.cls):
            if named.attribute(self, target, base, structure, name, place, env):
                return
        if function_values.bound_method(self, target, base, owner, name, place, env):
            return
        if name == "maxlen" and self._limit(target, owner, structure, place, env):
            return
        if name == "flat" and isinstance(owner, Array) and not owner.scalar and target.startswith("_"):
            self.flats[target] = base  # what is stored into it is stored into the array
            self.call(target, external("numpy.ravel"), Const(np.ravel), [base], {}, place, env)
            return
        rule = registry.find(f"attribute:{name}", (rank_of(owner),))
        numeric = (Array, Scalar, Unknown) if self.forward else (Array, Scalar)
        if rule is not None and isinstance(owner, numeric):
            self.primitive(target, expr, f"attribute:{name}", [base], {}, place, env)
            return
        missing = of_attribute(owner, name) if cls is not None else None
        if missing is not None:
            absent.refuse_attribute(self, missing, place)
        reader = accessors.attribute(name)
        known = invented.without(self.sampler.apply(reader, [owner]), reader, [owner], self.sampler.fresh)
        self._inactive_attribute(Bind(target, expr, place), base, owner, known, env)

    def _of_object(self, target: str, base, name: str, owner: Type, place: Place, env: Env) -> bool:
        """An attribute of an object, a module, a class, or of one of several functions."""
        if isinstance(owner, Const) and isinstance(owner.value, protocol.Super):
            objects.read(self, target, owner.value.owner, name, place, env, owner.value.cls)
            return True
        if protocol.object_of(self, base, env):
            objects.read(self, target, base, name, place, env)
            return True
        if isinstance(owner, Const):
            self.copy(target, self.member(base, name, owner.value, place), place, env)
            return True
        if isinstance(owner, Functions):
            read = lambda a, kind, inner: self.attribute(target, a, name, kind, place, inner)  # noqa: E731
            function_values.for_each(self, base, read, place, env)
            return True
        return False

    def _inactive_attribute(self, stmt: Bind, base: gast.AST, owner: Type, known: Type, env: Env) -> None:
        """An attribute that carries no derivative, or has no rule."""
        name, place = stmt.value.attr, stmt.place
        known = UNKNOWN if name == "base" else foreign.attribute(name, owner, known)  # samples are no views
        if (isinstance(known, Unknown) or is_float_like(known)) and self.is_varied(base, env):
            error = MissingRuleError(
                f"no rule for the attribute `{name}` of {owner}", place=place, lines=self.lines(place),
                label="needs a derivative",
            )  # fmt: skip
            surely(self, error, of_attribute(owner, name))
        self.emit(stmt, Op("inactive"), known, env)

    def _limit(self, target: str, owner: Type, structure, place: Place, env: Env) -> bool:
        """`queue.maxlen`."""
        apart = structure is not None and structure.cls is deque
        if apart or isinstance(owner, ListOf):
            self.copy(target, nodes.constant(structure.extra if apart else owner.limit), place, env)
        return apart or isinstance(owner, ListOf)
