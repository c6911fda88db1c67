"""Expressions while specialising: atoms, operators, subscripts, displays, tests."""

from __future__ import annotations

import gast

from tangentx.analysis import (
    absent,
    choices,
    container_stores,
    containers,
    generators,
    index_tricks,
    lazily,
    lent,
    lists,
    matching,
    namespaces,
    objects,
    operators,
    protocol,
    sameness,
    subclassed,
    texts,
    unpacking,
    widening,
)
from tangentx.analysis.attributes import Attributes
from tangentx.analysis.callees import OPERATORS
from tangentx.analysis.calls import Calls
from tangentx.analysis.function_values import BoundMethod
from tangentx.analysis.indexing import build_index, index_atoms, indexed_type
from tangentx.analysis.members import Functions, enumerated
from tangentx.analysis.names import canonical
from tangentx.analysis.observed import FOLDED
from tangentx.analysis.primitives import Primitives
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.scope import NOTE, Env, Frame, is_once
from tangentx.analysis.structures import structure_display, without_instances
from tangentx.analysis.truths import Truths
from tangentx.analysis.types import (
    BOOL,
    HELD,
    NUMBER,
    SEVERAL,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    Instance,
    ListOf,
    Mixed,
    Sequence,
    Text,
    Type,
    Unknown,
    may_be_a_number,
    same_shape,
    sites_of,
    some,
)
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Augment, Bind, Place
from tangentx.syntax import nodes

# Imported from here by the transformations.
__all__ = ["OPERATORS", "Expressions", "build_index", "index_atoms", "indexed_type", "structure_display"]


class Expressions(Primitives, Attributes, Calls, Truths):
    """The part of the specialiser that handles values; primitives, attributes and calls are in the base classes."""

    # -- atoms ------------------------------------------------------------

    def atom(self, node: gast.AST, env: Env, frame: Frame, place: Place) -> gast.AST:
        """An atom of the function as an atom of the program: locals renamed, externals marked with @."""
        if isinstance(node, gast.Constant):
            return node
        if isinstance(node, gast.Starred):
            items = self.starred(self.atom(node.value, env, frame, place), place, env)
            return gast.Starred(items, gast.Load())
        if isinstance(node, gast.Attribute) and (nodes.dotted(node) or "").startswith("@"):
            self.externals.known(node, self.external_types)
            return node  # an external, already written with its @root
        if not isinstance(node, gast.Name):
            name = self.fresh("_value")
            self.bind_value(name, node, place, env, frame)
            return nodes.name(name)
        frame, local = frame.resolve(node.id)
        found = frame.find(local)
        if found is not None and lists.is_lost(self, found, env):
            self.refuse_mixed(local, place)
        if found is not None and found in env.types:
            if is_once(env.types[found]) and not local.startswith("_t"):
                self.read_once(found, place, env)
            return lists.bound(env, found)
        if found is not None or local in frame.function.locals:
            self.unreached(local, place)
        return self.outside(local, frame, place, env)

    def read_once(self, name: str, place: Place, env: Env) -> None:
        """A variable holds an iterator: this is the only time that it is read, as far as is known here."""
        if NOTE + name in env.types:
            generators.read_again(self, env.types[name])
            raise UnsupportedSyntaxError(
                "an iterator is read here that may have been read before", code="TX253", place=place,
                lines=self.lines(place), help=("keep a list of its items: `items = list(...)`",),
            )  # fmt: skip
        env.types[NOTE + name] = Const(True)

    def outside(self, name: str, frame: Frame, place: Place, env: Env) -> gast.AST:
        """A free name: a global, a cell, a builtin."""
        try:
            node, kind = self.externals.lookup(frame.function, name)
        except KeyError:
            absent.refuse_name(self, name, place)
        self.external_types[nodes.dotted(node)] = kind
        if isinstance(kind, Dictionary) and kind.cls is not dict:
            return objects.outside(self, node, kind, place, env)
        return node

    def kind(self, atom: gast.AST, env: Env) -> Type:
        """The type of an atom of the program, that it has where it is not None."""
        return some(self.kind_or_none(atom, env))

    def kind_or_none(self, atom: gast.AST, env: Env) -> Type:
        """The type of an atom of the program; `Maybe` where it is None on some paths."""
        if isinstance(atom, gast.Constant):
            return Const(atom.value)
        if isinstance(atom, gast.Name) and atom.id in env.types:
            structure = env.structures.get(atom.id)
            return (
                env.types[lists.holder(env, atom.id)]
                if structure is None
                else self.structure_type(structure, env)
            )
        return self.external_types.get(nodes.dotted(atom), UNKNOWN)

    def structure(self, atom: gast.AST, env: Env) -> Structure | None:
        return env.structures.get(atom.id) if isinstance(atom, gast.Name) else None

    def structure_type(self, structure: Structure, env: Env) -> Type:
        items = tuple(
            self.structure_type(s, env)
            if isinstance(s, Structure)
            else env.types.get(lists.holder(env, s), UNKNOWN)
            for s in structure.items
        )
        if structure.keys is None:
            return Sequence(structure.cls, items)
        return Dictionary(structure.keys, items, structure.cls)

    def lines(self, place: Place) -> tuple[str, ...]:
        """The source lines of the file a place is in (the function's own, or an inlined callee's)."""
        for function in reversed(self.calls):
            if function.file == place.file:
                return function.lines
        return ()

    # -- binding a value ------------------------------------------------------------

    def bind_value(self, target: str, value: gast.AST, place: Place, env: Env, frame: Frame) -> None:
        """`target = value`, value an atom or one operation."""
        handler = getattr(self, "_bind_" + type(value).__name__.lower(), None)
        if handler is None:
            handler = self._bind_opaque
        handler(target, value, place, env, frame)

    def _bind_name(self, target, value, place, env, frame) -> None:
        atom = self.atom(value, env, frame, place)
        self.copy(target, atom, place, env)

    _bind_constant = _bind_name

    def copy(self, target: str, atom: gast.AST, place: Place, env: Env) -> None:
        """`target = atom`: the same structure, or a copy statement."""
        structure = self.structure(atom, env)
        kind = self.kind(atom, env)
        if enumerated(kind) is not None:  # it may be a key, of which it is only known at run time where it is
            self.emit(Bind(target, canonical(kind.value), place), Op("copy"), kind, env)
            return
        if structure is not None or (isinstance(kind, Const) and not isinstance(kind.value, FOLDED)):
            self._become(target, kind, structure, place, env)
            return
        if isinstance(kind, Mixed):
            self.refuse_mixed(target, place)
        atom = nodes.constant(None) if kind == Const(None) else lists.resolve(atom, env)
        if lists.is_list(kind) and isinstance(atom, gast.Name) and atom.id == target:
            return
        self.emit(Bind(target, atom, place), Op("copy"), kind, env)
        widening.named_twice(self, target, atom, kind)
        if lists.is_list(kind) and isinstance(atom, gast.Name) and atom.id in env.types:
            lists.alias(env, target, atom.id)
            if env.aliases.get(atom.id) == target:
                widening.given(self, target, atom.id)
            if atom.id in self.factories:
                self.factories[target] = self.factories[atom.id]

    def copy_item(self, target: str, item: str | Structure, place: Place, env: Env) -> None:
        """Bind to one element of a container that was taken apart."""
        if isinstance(item, Structure):
            self._become(target, self.structure_type(item, env), item, place, env)
        else:
            self.copy(target, nodes.name(item), place, env)

    def _become(self, target: str, kind: Type, structure: Structure | None, place: Place, env: Env) -> None:
        """The name stands for something that no statement binds; the list that it held goes to another of its names."""
        before = env.types.get(target)
        env.bind(target, kind, structure)
        if structure is not None:
            namespaces.keep_attributes(structure, env)
        lists.leave(self, target, before, place, env)

    def _bind_tuple(self, target, value, place, env, frame) -> None:
        items = [self.atom(e, env, frame, place) for e in value.elts]
        cls = tuple if isinstance(value, gast.Tuple) else list
        if not unpacking.joined(self, target, cls, items, place, env):
            containers.display(self, target, cls, items, None, place, env)

    _bind_list = _bind_tuple

    def _bind_dict(self, target, value, place, env, frame) -> None:
        keys = [None if k is None else self.atom(k, env, frame, place) for k in value.keys]
        items = [self.atom(v, env, frame, place) for v in value.values]
        items = [
            objects.keyed(self, v, place, env) if k is None else v for k, v in zip(keys, items, strict=True)
        ]
        containers.dictionary(self, target, keys, items, place, env)

    def _bind_binop(self, target, value, place, env, frame) -> None:
        left, right = (self.atom(e, env, frame, place) for e in (value.left, value.right))
        self.combine(target, left, value.op, right, place, env)

    def _bind_unaryop(self, target, value, place, env, frame) -> None:
        operand = self.atom(value.operand, env, frame, place)
        if isinstance(value.op, gast.Not):
            self.negate(target, operand, place, env)
            return
        if operators.unary(self, target, value.op, operand, place, env):
            return
        expr = gast.UnaryOp(value.op, operand)
        self.primitive(target, expr, OPERATORS[type(value.op)], [operand], {}, place, env)

    def _bind_compare(self, target, value, place, env, frame) -> None:
        operands = [self.atom(e, env, frame, place) for e in (value.left, *value.comparators)]
        self.compare(target, value.ops, operands, place, env)

    def _bind_subscript(self, target, value, place, env, frame) -> None:
        base = self.atom(value.value, env, frame, place)
        index = self.index(value.slice, env, frame, place)
        if not index_tricks.read(self, target, base, index, place, env):
            containers.subscript(self, target, base, index, place, env)

    def _bind_boolop(self, target, value, place, env, frame) -> None:
        """`and` and `or` of comparisons: decided where the types decide them."""
        known = matching.decided(self, value, env, frame, place)
        if known is not None:
            self.copy(target, nodes.constant(known), place, env)
        elif not sameness.answered(self, target, value, place, env, frame):
            self._bind_opaque(target, value, place, env, frame)

    def _bind_opaque(self, target, value, place, env, frame) -> None:
        expr = self.opaque(value, env, frame, place)
        if isinstance(expr, gast.JoinedStr) and texts.formatted(self, target, expr, place, env):
            return
        known = {gast.JoinedStr: Text(), gast.Set: Instance(set)}.get(type(value), BOOL)
        self.emit(Bind(target, expr, place), Op("inactive", pure=False), known, env)

    def augment_name(self, stmt: Augment, value: gast.AST, place: Place, env: Env, frame: Frame) -> None:
        """`x op= e`: a new value for numbers, and for arrays that nobody else can see; else a write."""
        target = self.atom(nodes.name(stmt.target.id), env, frame, place)
        kind = self.kind(target, env)
        if protocol.object_of(self, target, env):
            self.combine(self.local(stmt.target.id, frame), target, stmt.op, value, place, env, in_place=True)
            return
        if container_stores.changes(self, target, stmt.op, value, place, env):
            return
        if self.updated_as_it_is(target, stmt.op, value, stmt.target.id, place, env):
            return
        private = isinstance(kind, Array) and self._is_private(target, stmt.op, value, env)
        if not private and self.writes_in_place(target, stmt.op, value, stmt.target.id, place, env):
            container_stores.store(self, None, stmt.op, value, place, env, frame, base=target)
            return
        self.combine(self.local(stmt.target.id, frame), target, stmt.op, value, place, env)

    def writes_in_place(
        self, target: gast.AST, op: gast.AST, value: gast.AST, shown: str, place: Place, env: Env
    ) -> bool:
        """Does `x op= e` write on an array?  What may be a number as well gets a new value, if nobody else sees it."""
        kind = self.kind(target, env)
        if not isinstance(kind, Array) or kind.scalar:
            return False
        if not may_be_a_number(kind):
            return True
        if self._new_value(target, op, value, env) is not None:
            return False
        if self.is_varied(target, env) or self.is_varied(value, env):
            self.refuse_unsure(shown, place)
        return True

    def updated_as_it_is(
        self,
        target: gast.AST,
        op: gast.AST,
        value: gast.AST,
        shown: str,
        place: Place,
        env: Env,
        slot: str = "",
    ) -> bool:
        """`x op= e` of what may be an array, or a number: forward mode can have the statement as it stands.  Elsewhere
        it is a new value, if nobody else sees the old one (but the slot that it was read from)."""
        if not isinstance(self.kind(target, env), Unknown):
            return False
        varied = self.is_varied(target, env) or self.is_varied(value, env)
        if self.forward and (not varied or isinstance(op, gast.Add | gast.Sub | gast.Mult | gast.Div)):
            if varied and isinstance(self.kind_or_none(value, env), Sequence | ListOf):
                self.refuse_unsure(shown, place)
            container_stores.augment_whole(self, target, op, value, place, env)
            return True
        own = {target.id, *env.structures}  # what is in a structure has a name of its own
        own.update(filter(lists.is_temporary, env.types))  # what was computed with is not asked for again
        near = widening.reached(self, lists.holder(env, slot), env) if slot else set()
        own |= {n for n, k in env.types.items() if isinstance(k, HELD) and lists.holder(env, n) in near}
        if self._is_seen(target, own, env):
            self.refuse_unsure(shown, place)
        return False

    def _is_seen(self, target: gast.AST, own: set[str], env: Env) -> bool:
        """Has somebody else what the name stands for: another name, a container, the caller?"""
        mine = sites_of(self.kind(target, env)) - NUMBER
        if SEVERAL <= mine:
            return True
        arguments = {site for leaf in self.leaves for site in sites_of(leaf.type)}
        others = (sites_of(kind) for name, kind in env.types.items() if name not in own)
        return not mine.isdisjoint(arguments) or any(not mine.isdisjoint(sites) for sites in others)

    def refuse_unsure(self, shown: str, place: Place) -> None:
        raise UnsupportedSyntaxError(
            f"`{shown} op= ...`: whether this writes on an array is not known", code="TX236",
            place=place, lines=self.lines(place), help=("write `x = x + e`, or `x[...] = x + e`",),
        )  # fmt: skip

    def _is_private(self, target: gast.AST, op: gast.AST, value: gast.AST, env: Env) -> bool:
        """May `x op= e` be `x = x op e`?  Nobody else sees the array, and the result has its shape and dtype."""
        kind, made = self.kind(target, env), self._new_value(target, op, value, env)
        return made is not None and made.scalar == kind.scalar and same_shape(made.shape, kind.shape)

    def _new_value(self, target: gast.AST, op: gast.AST, value: gast.AST, env: Env) -> Array | None:
        """The type of `x op e`, where nobody else sees the array and `x op= e` would not change its dtype."""
        kind = self.kind(target, env)
        if not isinstance(target, gast.Name) or not kind.sites or self._is_seen(target, {target.id}, env):
            return None
        made = self.infer(OPERATORS[type(op)], [kind, self.kind(value, env)], {}, elementwise=True)
        return made if isinstance(made, Array) and made.dtype == kind.dtype else None

    # -- tests and expressions kept whole ------------------------------------------------------------

    def test(self, node: gast.AST, env: Env, frame: Frame, place: Place, inline: bool = False) -> gast.AST:
        """The test of an if or while, as an atom (`inline`: as an expression, evaluated where it stands)."""
        if isinstance(node, gast.Name | gast.Constant):
            return self.truth(
                absent.tested(self, node, self.atom(node, env, frame, place), place, env), place, env
            )
        if inline:
            return self.opaque(node, env, frame, place)
        name = self.fresh("_test")
        self.bind_value(name, node, place, env, frame)
        return self.truth(nodes.name(name), place, env)

    def opaque(self, node: gast.AST, env: Env, frame: Frame, place: Place) -> gast.AST:
        """An expression without derivative, kept whole: names are resolved, nothing else changes."""
        node, mapping = sameness.settled(self, node, env, frame, place)
        for name in dict.fromkeys(nodes.names_read(node)):
            if name.startswith("@") or name in mapping:
                continue  # written for the program already
            mapping[name] = self.whole(self.atom(nodes.name(name), env, frame, place), env)
        made = without_instances(nodes.substitute(node, mapping))
        lazily.refuse_handed_over(self, made, place)
        return made

    def whole(self, atom: gast.AST, env: Env, stored: bool = False) -> gast.AST:
        """An atom as an expression, a container put together again.  `stored`: with labels in place of functions."""
        atom = lists.resolve(atom, env)
        structure = self.structure(atom, env)
        if structure is not None and isinstance(structure.origin, gast.AST):
            return structure.origin  # an object outside
        if structure is None:
            known = self.kind(atom, env)
            if isinstance(known, Const) and isinstance(known.value, BoundMethod):
                return gast.Attribute(self.whole(known.value.base, env), known.value.name, gast.Load())
            if known == Const(None) and isinstance(atom, gast.Name) and lists.is_temporary(atom.id):
                return nodes.constant(None)
            plain = isinstance(known, Const) and not isinstance(known.value, FOLDED)
            if plain and isinstance(atom, gast.Name):
                return canonical(known.value) or atom
            return choices.shown(self, atom, known) if isinstance(known, Functions) and not stored else atom
        subclassed.check_shown(self, structure, stored)
        shown = self.with_names(structure_display(lists.resolved(structure, env), stored), env, stored)
        return lent.marked(self, atom, shown, env)
