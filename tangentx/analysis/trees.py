"""Containers in containers to a depth that is known at run time: trees, linked lists.

node = None                                     node = None
for x in xs:                            ->      for k in range(len(xs)):
    node = (x * x, node)                            v = x * x; node = (v, node)
while node is not None:                         while node is not None:
    total += node[0]                                total = total + node[0]
    node = node[1]                                  node = node[1]

A tree exists at run time and does not change.  Which containers it may consist of is known (`groves`), so is the type
of each of their slots; which one it is, is asked where it is read.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from types import MappingProxyType
from typing import Any, NoReturn

import gast

from tangentx import runtime
from tangentx.analysis import checks, groves
from tangentx.analysis.activity import is_slot
from tangentx.analysis.callees import describe
from tangentx.analysis.identity import inside
from tangentx.analysis.joins import join_slots, opened
from tangentx.analysis.lists import freeze, holder
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, Program, Structure, base_name, external, statements
from tangentx.analysis.restarts import Restart
from tangentx.analysis.scope import Env, join_structures
from tangentx.analysis.types import BOOL, NUMBER, UNKNOWN, Array, Const, Record, Tree, sites_of, some
from tangentx.errors import AliasingError, UnsupportedSyntaxError
from tangentx.paths import Field
from tangentx.records import Augment, Bind, Place, Store
from tangentx.syntax import nodes
from tangentx.templating import registry


def _join(s) -> groves.Join:
    return partial(join_slots, fresh=s.sampler.fresh)


def planted(s, atom: gast.AST, env: Env, wanted: bool = False) -> Tree | None:
    """The type of a container that is about to exist at run time, if it is a tree: it may have one of its own kind in
    it, or it is `wanted` as one."""
    structure, kind = s.structure(atom, env), s.kind(atom, env)
    if not s.hints.trees:
        return None
    if not wanted and groves.outline(kind) not in s.hints.planted:
        if not groves.may_have_itself(kind):
            return None
        if not issubclass(structure.cls, tuple):
            s.hints.planted.add(groves.outline(kind))
            raise Restart
    if any(_is_nameless(part) for part in inside(structure)):
        return None
    tree = groves.joined(_join(s), kind)
    if tree is not None:
        s.hints.grown = True
        for part in inside(structure):
            for item in (i for i in part.items if isinstance(i, str)):
                freeze(env, holder(env, item))
    return tree


def may_be_part(s, atom: gast.AST, env: Env) -> bool:
    """Is what a recursive function returns a container with a slot for what it returns in turn?"""
    kind = s.kind(atom, env)
    ends = groves.may_have_itself(kind) or Const(None) in kind.items
    return s.hints.trees and ends and groves.joined(_join(s), kind) is not None


def fit(s, name: str, a: Env, b: Env) -> bool:
    """Is the variable a container on one of two paths, and on the other one something else that a tree may be too?"""
    one, other = a.structures.get(name), b.structures.get(name)
    if not s.hints.trees:
        return False
    if one is None and other is None or one is not None and other is not None and join_structures(one, other):
        return False
    return _tree(s, name, a, b) is not None


def links(s, name: str, a: Env, b: Env) -> bool:
    """Is it such a variable, and the one container in the other one, as in a list that is linked?"""
    kinds = [s.kind_or_none(nodes.name(name), env) for env in (a, b)]
    return fit(s, name, a, b) and groves.are_linked(*kinds)


def _tree(s, name: str, a: Env, b: Env) -> Tree | None:
    """The tree that has what the variable is here and there."""
    known = [env.structures[name] for env in (a, b) if name in env.structures]
    if any(_is_nameless(part) for structure in known for part in inside(structure)):
        return None
    return groves.joined(_join(s), *(s.kind_or_none(nodes.name(name), env) for env in (a, b)))


def want(s, key: Hashable) -> None:
    """Start over with trees there, where that was not tried; else return."""
    if key is not None and key not in s.hints.planted:
        s.hints.planted.add(key)
        raise Restart


def _is_nameless(structure: Structure) -> bool:
    """An object whose class emitted code cannot name."""
    return (
        structure.keys is not None
        and not issubclass(structure.cls, dict)
        and canonical(structure.cls) is None
    )


def unchanged(s, atoms: Iterable[gast.AST], place: Place, env: Env) -> None:
    """Refuse a change of what may be a part of a tree: its type would say what it was."""
    for kind in (s.kind_or_none(atom, env) for atom in atoms):
        if isinstance(kind, Tree) and not all(issubclass(node.cls, tuple) for node in kind.nodes):
            _refuse(s, "a change of a container of unknown depth", place)


def read(s, target: str, base: gast.AST, index: gast.AST, place: Place, env: Env) -> None:
    """`target = base[index]`, or `base.name`."""
    tree, s.hints.grown = s.kind(base, env), True
    key = (
        index.value
        if isinstance(index, gast.Constant)
        else getattr(s.kind_or_none(index, env), "value", None)
    )
    if isinstance(index, gast.Slice | gast.Tuple):
        _refuse(s, "a slice of a container of unknown depth", place)
    item = groves.slot(tree, key, _join(s))
    if item is None and s.loops:  # as yet: another trip may put something there
        checks.raises(s, gast.Subscript(base, index, gast.Load()), place)
    if item is None:
        _refuse(s, f"`{key}` of a container that has nothing there", place)
    if groves.ends_with_items(tree):
        checks.check(s, "check_node", [base], place)
    index = index if key is None else nodes.constant(key)
    op = Op("item", operands={"base": base, "index": index})
    s.emit(
        Bind(target, gast.Subscript(base, index, gast.Load()), place), op, opened(item, s.sampler.fresh), env
    )


def check_items(s, tree: Tree, place: Place) -> None:
    """Refuse to go through what is a dict or an object on some paths: it gives keys, or what its class says."""
    if any(isinstance(node, Record) for node in tree.nodes):
        _refuse(
            s, "going through what may be a dict or an object here, and something else on other paths,", place
        )


def attribute(s, target: str, base: gast.AST, tree: Tree, name: str, place: Place, env: Env) -> bool:
    """`target = base.name` where it is a field of the named tuples, or an attribute of the objects in it."""
    for node in tree.nodes:
        if name in getattr(node.cls, "_fields", ()):
            read(s, target, base, nodes.constant(node.cls._fields.index(name)), place, env)
            return True
        if isinstance(node, Record) and not issubclass(node.cls, dict) and name in node.keys:
            read(s, target, base, nodes.constant(Field(name)), place, env)
            return True
    return False


def compared(s, target: str, ops: list, operands: list, place: Place, env: Env) -> bool:
    """`a < b` where one is a tree: as Python compares what it is.  What may be an array is none of its containers."""
    found = [a for a in operands if _is_tree(s, a, env)]
    asks = any(isinstance(op, gast.Is | gast.IsNot | gast.In | gast.NotIn) for op in ops)
    if not found or asks and isinstance(ops[0], gast.Is | gast.IsNot):
        return False
    if not asks and any(
        isinstance(leaf := some(s.kind(a, env).leaf), Array) and not leaf.scalar for a in found
    ):
        made = [_end(s, a, place, env) for a in operands]
        s.compare(target, ops, made, place, env)
        return True
    first, *others = [s.whole(a, env) for a in operands]
    expr = gast.Compare(first, ops, others)
    s.emit(Bind(target, expr, place), Op("inactive", reason="a comparison"), BOOL, env)
    return True


_ASKING = (
    *(f"builtin:{name}" for name in ("isinstance", "type", "len", "bool", "callable", "id", "hasattr")),
    operator.not_, runtime.check_count, runtime.check_least, runtime.check_arguments,
    runtime.check_first_arguments,
)  # fmt: skip


def ends(s, expr: gast.AST, callee: Any, operands: list, place: Place, env: Env) -> tuple[gast.AST, list]:
    """The call of a primitive, and its operands, with what a tree ends with where it is computed with."""
    if describe(callee).startswith("numpy."):
        check_leaves(s, [a for a in operands if not _is_tree(s, a, env)], place, env)
    if callee in _ASKING or not any(_is_tree(s, a, env) for a in operands):
        return expr, operands
    made = [_end(s, a, place, env) for a in operands]
    pairs = zip(operands, made, strict=True)
    return nodes.substitute(expr, {a.id: b for a, b in pairs if a is not b}), made


def check_leaves(s, atoms: Iterable[gast.AST], place: Place, env: Env) -> None:
    """NumPy makes an array of a tuple as well, whose adjoint is no tree's: here is only what trees end with."""
    for atom in () if s.forward else atoms:
        structure = s.structure(atom, env)
        cells = [c for part in inside(structure) for c in part.items] if structure else nodes.names_read(atom)
        for name in (c for c in cells if isinstance(c, str) and isinstance(some(env.types.get(c)), Tree)):
            checks.check(s, "check_leaf", [nodes.name(name)], place)


def _is_tree(s, atom: gast.AST, env: Env) -> bool:
    return (
        isinstance(atom, gast.Name) and s.structure(atom, env) is None and isinstance(s.kind(atom, env), Tree)
    )


def _end(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """The number or array that a tree is here; anything else as it is."""
    if not _is_tree(s, atom, env):
        return atom
    kind = some(s.kind(atom, env).leaf)
    if kind is None or kind == Const(None):
        _refuse(s, "a container where a number is asked for", place)
    name, rule = s.fresh("_leaf"), registry.find(runtime.leaf, (None,))
    call = gast.Call(external("runtime.leaf"), [atom], [])
    s.emit(
        Bind(name, call, place),
        Op("rule", rule, {"x": atom}, runtime.leaf, pure=False, view="maybe"),
        kind,
        env,
    )
    return nodes.name(name)


def _on_adjoints(function: Callable) -> Callable:
    """A function of emitted code on adjoints of trees, which are what they are: it has a tangent, of the same form."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        varied = any(s.is_varied(a, env) for a in operands)
        if varied and not s.forward:
            s.missing(function, place)
        rule = registry.find(function, (None,) * len(operands))
        bound = s.bind_operands(rule, operands, keywords, place)
        bound = {name: s.whole(a, env) if isinstance(a, gast.Name) else a for name, a in bound.items()}
        expr = s.written_call(external(f"runtime.{function.__name__}"), operands, keywords, env)
        op = Op("rule", rule, bound, function) if varied else Op("inactive")
        s.emit(Bind(target, expr, place), op, UNKNOWN, env)
        return True

    return handler


HANDLERS = MappingProxyType({f: _on_adjoints(f) for f in (runtime.twig, runtime.part_of, runtime.end_of)})


def _refuse(s, what: str, place: Place) -> NoReturn:
    raise UnsupportedSyntaxError(
        f"{what} cannot be differentiated", code="TX230", place=place, lines=s.lines(place),
        help=("write a loop over an array, or let the depth follow from literals",),
    )  # fmt: skip


def checked(s, program: Program) -> Program:
    """Refuse a store into an array that a tree has as well: the adjoint of a tree is not changed by it."""
    if s.forward:
        return program
    kept = frozenset().union(*(sites_of(kind) for kind in program.types.values() if isinstance(kind, Tree)))
    for stmt in statements(program.body) if kept else ():
        if isinstance(stmt, Store | Augment) and not is_slot(program, stmt):
            if (sites_of(program.types.get(base_name(stmt.target))) - NUMBER) & kept:
                raise AliasingError(
                    "an array is changed here that may be in a container of unknown depth", code="TX508",
                    place=stmt.place, lines=program.lines(stmt.place), help=("keep a copy there: u.copy()",),
                )  # fmt: skip
    return program
