"""Whether two names stand for one container: `a is b`, and `p == q`, `p in ps`, `ps.index(p)` of objects whose class
says nothing of equality.

r = a                   r is a      depends on the path: the containers have the variables of either
if x > 0:
    r = b
ps.append(a)            ps[0] is a  what is in the list was put together for it: `a` has to exist at run time itself

It is decided while the program is followed where it is the same on all paths, and asked when it runs where both exist
there, each of them once.  Anything else is walked again, with the paths apart or the containers real, or refused.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import NoReturn

import gast

from tangentx.analysis.containers import element_atom
from tangentx.analysis.eithers import outlines
from tangentx.analysis.identity import inside, is_outside
from tangentx.analysis.lists import closes
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.protocol import is_generated
from tangentx.analysis.restarts import release_wanted, split_wanted
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import (
    BOOL,
    INT,
    Const,
    Dictionary,
    Instance,
    ListOf,
    Record,
    Sequence,
    SetOf,
    Tree,
    Type,
    Unknown,
    some,
)
from tangentx.errors import AliasingError, UnsupportedSyntaxError
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

_EQUAL = (gast.Eq, gast.NotEq)
_AMONG = (gast.In, gast.NotIn)
_NEGATIVE = (gast.IsNot, gast.NotEq, gast.NotIn)


def asked(s, target: str, op: gast.AST, left: gast.AST, right: gast.AST, place: Place, env: Env) -> bool:
    """`target = left is right`; False where the statement may stay as it is."""
    known = _are_one(s, left, right, place, env)
    if known is not None:
        s.copy(target, nodes.constant(known == isinstance(op, gast.Is)), place, env)
    return known is not None


def _are_one(s, left: gast.AST, right: gast.AST, place: Place, env: Env) -> bool | None:
    """Are they one container on all paths?  None where that can be asked when the program runs."""
    one, other = s.structure(left, env), s.structure(right, env)
    if one is None and other is None:
        check(s, (left, right), place, env)
        return None
    if one is None or other is None:
        known, atom = (one, right) if other is None else (other, left)
        if not may_be(known, s.kind_or_none(atom, env)):
            return False
        return None if is_outside(known) else unsure(s, known, place)
    if one.cls is not other.cls:
        return False
    if is_outside(one) and is_outside(other):
        return None
    if one.entangled or other.entangled or all(_is_constant(part, env) for part in (one, other)):
        unsure(s, one, place)
    if one is not other and isinstance(one.origin, str) and isinstance(other.origin, str):
        if issubclass(one.cls, tuple):
            unsure(s, one, place)
        s.changed |= {one.origin, other.origin}  # a caller who passes one twice is told
    return one is other


def _is_constant(structure: Structure, env: Env) -> bool:
    """A tuple of constants: Python may keep one for equal ones."""
    kinds = (env.types.get(item) for item in structure.items if isinstance(item, str))
    nested = (item for item in structure.items if isinstance(item, Structure))
    constant = all(isinstance(kind, Const) for kind in kinds)
    return structure.cls is tuple and constant and all(_is_constant(item, env) for item in nested)


def check(s, atoms: tuple, place: Place, env: Env) -> None:
    """What exists at run time can be asked there, unless it was put together more than once."""
    kinds = [s.kind_or_none(atom, env) for atom in atoms]
    for part in s.doubled:
        if all(may_be(part, kind) for kind in kinds):
            unsure(s, part, place)


def may_be(structure: Structure, kind: Type | None) -> bool:
    """May a value of this type be this container?"""
    kind = some(kind)
    if kind is None or isinstance(kind, Unknown | Instance):
        return True
    if isinstance(kind, Tree):
        return any(may_be(structure, node) for node in kind.nodes)
    if not isinstance(kind, ListOf | Record | Sequence | Dictionary):
        return False
    classes = [outline.cls for outline in outlines(kind.cls)] or [kind.cls]
    return structure.cls in classes


def unsure(s, structure: Structure, place: Place) -> NoReturn:
    release_wanted(s)
    split_wanted(s)
    name = structure.cls.__name__
    raise AliasingError(
        f"whether this is one {name} or another depends on the path to here, or on what a container holds",
        code="TX237", place=place, lines=s.lines(place),
        help=("give each a number or a name of its own, and compare those",
              "or ask on each path, before they are put together"),
    )  # fmt: skip


def _id(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`id(p)` of what exists at run time, once."""
    if len(operands) == 1 and (structure := s.structure(operands[0], env)) is not None:
        unsure(s, structure, place)
    check(s, tuple(operands), place, env)
    call = gast.Call(func, [s.whole(atom, env) for atom in operands], [])
    s.emit(Bind(target, call, place), Op("inactive"), INT, env)
    return True


HANDLERS: dict[object, Callable] = {id: _id}


# -- equality of what has no equality of its own -----------------------------------------------------------


def compared(s, target: str, op: gast.AST, left: gast.AST, right: gast.AST, place: Place, env: Env) -> bool:
    """`==` and `in` of containers with objects in them that are equal to nothing but themselves; False where the
    statement may stay as it is."""
    if not isinstance(op, _EQUAL + _AMONG) or not any(
        has_plain(s.kind_or_none(a, env)) for a in (left, right)
    ):
        return False
    equal = _among if isinstance(op, _AMONG) else _equal
    known = equal(s, left, right, place, env)
    if known is None:
        return False
    if isinstance(known, bool):
        s.copy(target, nodes.constant(known != isinstance(op, _NEGATIVE)), place, env)
        return True
    if isinstance(op, _NEGATIVE):
        s.negate(target, known, place, env)
    else:
        s.copy(target, known, place, env)
    return True


Answer = bool | gast.AST | None  # known, a variable for it, or to be asked as it is written


def _equal(s, left: gast.AST, right: gast.AST, place: Place, env: Env) -> Answer:
    """Are two containers equal, item by item?"""
    one, other = s.structure(left, env), s.structure(right, env)
    if one is None or other is None:
        return _at_run_time(s, (left, right), place, env)
    if one.cls is not other.cls or len(one.items) != len(other.items):
        return False
    if one.keys is not None and set(one.keys) != set(other.keys):
        return False
    at = range(len(one.items)) if one.keys is None else [other.keys.index(key) for key in one.keys]
    pairs = [(x, other.items[i]) for x, i in zip(one.items, at, strict=True)]
    found = [_alike(s, *(element_atom(s, x, place, env) for x in pair), place, env) for pair in pairs]
    return _together(s, gast.And(), found, place, env)


def _among(s, item: gast.AST, items: gast.AST, place: Place, env: Env) -> Answer:
    """Is the item one of these, or equal to one?"""
    others = s.structure(items, env)
    if others is None:
        return _at_run_time(s, (item,), place, env)
    if others.keys is not None:
        return None
    found = [_alike(s, element_atom(s, other, place, env), item, place, env) for other in others.items]
    return _together(s, gast.Or(), found, place, env)


def where(s, structure: Structure, item: gast.AST, place: Place, env: Env) -> list[bool] | None:
    """For each item of a list: is it the wanted one?  None where that is not known while the program is followed."""
    if not has_plain(s.kind_or_none(item, env)):
        return None
    found = [_alike(s, element_atom(s, other, place, env), item, place, env) for other in structure.items]
    return found if all(isinstance(each, bool) for each in found) else None


def check_among(s, item: gast.AST, items: gast.AST, place: Place, env: Env) -> None:
    """An item is looked for in a list that exists at run time: so must the item, and what is in both only once."""
    if any(has_plain(s.kind_or_none(atom, env)) for atom in (item, items)):
        _at_run_time(s, (item,), place, env)


def _at_run_time(s, atoms: tuple, place: Place, env: Env) -> None:
    """One of them exists at run time: so must the other one, and what is in both only once.  An object that is in no
    container yet may be put together there, if it is compared as its class says."""
    parts = [part for part in s.doubled if _is_plain(part.cls)]
    for known in (s.structure(atom, env) for atom in atoms if closes(s, atom, env)):
        parts += [
            part
            for part in inside(known)
            if _is_plain(part.cls) and (part.entangled or not _has_own(part.cls))
        ]
    if parts:
        unsure(s, parts[0], place)


def _alike(s, one: gast.AST, other: gast.AST, place: Place, env: Env) -> bool | gast.AST:
    found = s.fresh("_equal")
    s.compare(found, [gast.Eq()], [one, other], place, env)
    kind = env.types[found]
    return bool(kind.value) if isinstance(kind, Const) else nodes.name(found)


def _together(s, op: gast.AST, found: list[bool | gast.AST], place: Place, env: Env) -> bool | gast.AST:
    """All of them, or any."""
    stop = isinstance(op, gast.Or)
    asked_for = [each for each in found if not isinstance(each, bool)]
    if stop in found or not asked_for:
        return stop in found if stop else stop not in found
    if len(asked_for) == 1:
        return asked_for[0]
    name = s.fresh("_equal")
    s.emit(Bind(name, gast.BoolOp(op, asked_for), place), Op("inactive", reason="a comparison"), BOOL, env)
    return nodes.name(name)


def check_key(s, key: gast.AST, env: Env) -> None:
    """A key of a dict that is an object is found again by its identity: it has to exist at run time, and once."""
    for atom in key.elts if isinstance(key, gast.Tuple) else [key]:
        if has_plain(s.kind_or_none(atom, env)):
            _at_run_time(s, (atom,), s.walking, env)


def has_plain(kind: Type | None) -> bool:
    """Is it, or may it have in it, an object that may be equal to nothing but itself?"""
    kind = some(kind)
    if isinstance(kind, Dictionary | Record) and _is_plain(kind.cls):
        return True
    items = (kind.item,) if isinstance(kind, ListOf | SetOf) else getattr(kind, "items", ())
    return isinstance(kind, _CONTAINERS) and any(map(has_plain, items))


def _is_plain(cls: type) -> bool:
    classes = [outline.cls for outline in outlines(cls)] or [cls]
    return any(each.__eq__ is object.__eq__ or _has_own(each) for each in classes)


def _has_own(cls: type) -> bool:
    """Does the program say what is equal to its objects?  It may ask which they are."""
    return isinstance(cls.__eq__, FunctionType) and not is_generated(cls.__eq__)


_CONTAINERS = (Dictionary, Record, ListOf, SetOf, Sequence, Tree)


# -- questions in expressions that stay as they are written ------------------------------------------------


def asks(s, node: gast.AST, env: Env, frame: Frame) -> bool:
    """Is there a question in it of which container something is?"""
    return bool(_questions(s, node, env, frame))


def answered(s, target: str, value: gast.BoolOp, place: Place, env: Env, frame: Frame) -> bool:
    """`target = x > 1 or a == b`, part after part, if one of them asks which container something is."""
    if not asks(s, value, env, frame):
        return False
    _answer(s, target, value, 0, place, env, frame)
    return True


def _answer(s, target: str, value: gast.BoolOp, at: int, place: Place, env: Env, frame: Frame) -> None:
    s.bind_value(target, value.values[at], place, env, frame)
    known, stop = s.kind(nodes.name(target), env), isinstance(value.op, gast.Or)
    if at + 1 == len(value.values) or isinstance(known, Const) and bool(known.value) == stop:
        return
    if isinstance(known, Const):
        _answer(s, target, value, at + 1, place, env, frame)
        return
    test, inner, outer = nodes.name(target), env.copy(), s.out
    if stop:
        test = nodes.name(s.fresh("_otherwise"))
        s.negate(test.id, nodes.name(target), place, env)
    s.out = []
    with s.within(s.branches + 1):
        _answer(s, target, value, at + 1, place, inner, frame)
    body, s.out = tuple(s.out), outer
    joined, in_body, behind = s.join(inner, env.copy(), place)
    s.fork(test, s.ended(body, in_body), s.ended((), behind), place, env)
    env.become(joined)


def settled(s, node: gast.AST, env: Env, frame: Frame, place: Place) -> tuple[gast.AST, dict[str, gast.AST]]:
    """An expression that stays as it is, but for the questions in it: these are answered before, as its text would say
    something else of containers that it puts together.  And what the answers are, by names of their own."""
    found: dict[int, gast.AST] = {}
    own = _iterables(node)
    for question in _questions(s, node, env, frame):
        sides = [question.left, *question.comparators]
        known = [
            isinstance(side, gast.Name) and side.id not in own and _variable(side, frame) for side in sides
        ]
        if len(sides) > 2 or not all(known):
            raise UnsupportedSyntaxError(
                "objects or containers are compared here in the middle of an expression", code="TX238",
                place=place, lines=s.lines(place),
                help=("compare them before: same = a is b", "or write `any` and `all` as a loop"),
            )  # fmt: skip
        name = s.fresh("_same")
        atoms = [s.atom(side, env, frame, place) for side in sides]
        s.compare(name, question.ops, atoms, place, env)
        found[id(question)] = nodes.name(name)
    if not found:
        return node, {}
    return _answered(node, found), {atom.id: s.whole(atom, env) for atom in found.values()}


def _answered(node: gast.AST, found: dict[int, gast.AST]) -> gast.AST:
    return found.get(id(node)) or nodes.rebuilt(node, lambda part: _answered(part, found))


def _variable(side: gast.Name, frame: Frame) -> str | None:
    return frame.find(side.id)


def _questions(s, node: gast.AST, env: Env, frame: Frame) -> list[gast.Compare]:
    """Comparisons of containers, of which it matters which they are."""
    compared = [part for part in gast.walk(node) if isinstance(part, gast.Compare)]
    taken = _iterables(node) if compared else {}
    return [part for part in compared if _is_question(part, taken, env, frame)]


def _iterables(node: gast.AST) -> dict[str, gast.AST]:
    """What the variables of comprehensions in it are taken from."""
    clauses = [part for part in gast.walk(node) if isinstance(part, gast.comprehension)]
    return {name: clause.iter for clause in clauses for name in nodes.names_read(clause.target)}


def _is_question(part: gast.Compare, taken: dict[str, gast.AST], env: Env, frame: Frame) -> bool:
    sides = [part.left, *part.comparators]
    for i, pair in enumerate(zip(sides, sides[1:], strict=False)):
        kinds = [kind for side in pair for kind in _kinds(side, taken, env, frame)]
        if any(isinstance(side, gast.Constant) for side in pair):
            continue
        if isinstance(part.ops[i], gast.Is | gast.IsNot) and any(isinstance(k, _CONTAINERS) for k in kinds):
            return True
        if isinstance(part.ops[i], _EQUAL + _AMONG) and any(map(has_plain, kinds)):
            return True
    return False


def _kinds(node: gast.AST, taken: dict[str, gast.AST], env: Env, frame: Frame) -> list[Type | None]:
    """The types that it may have, as far as variables and what is in them tell."""
    if isinstance(node, gast.Name):
        if node.id in taken:
            return _kinds(taken[node.id], {}, env, frame)
        return [some(env.types.get(_variable(node, frame) or ""))]
    if isinstance(node, gast.List | gast.Tuple):
        return [kind for item in node.elts for kind in _kinds(item, taken, env, frame)]
    if not isinstance(node, gast.Attribute | gast.Subscript):
        return []
    found = []
    for kind in _kinds(node.value, taken, env, frame):
        name = node.attr if isinstance(node, gast.Attribute) else None
        items = (kind.item,) if isinstance(kind, ListOf | SetOf) else getattr(kind, "items", ())
        keys = getattr(kind, "keys", None) if name is not None else None
        found += [some(t) for i, t in enumerate(items) if keys is None or keys[i] == name]
    return found
