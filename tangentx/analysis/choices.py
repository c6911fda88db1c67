"""One of several functions: which of them is known only at run time.

f = np.sin if c else double             ->      f = "sin" if c else "double"
y = f(x)                                        if f == "sin": y = np.sin(x)
                                                else: y = 2.0 * x

A variable that holds one of several functions, or a list of functions of unknown length, exists at run time.  What is
in it are labels: a function that the emitted code would have to call by another name each time is none of its values.
A variable that holds one of several members of an enumeration holds the member itself.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from types import ModuleType
from typing import Any

import gast

from tangentx.analysis.groves import fixed
from tangentx.analysis.joins import are_unlike
from tangentx.analysis.members import Functions, Member, enumerated, is_enumerated
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.protocol import LocalMethod
from tangentx.analysis.restarts import KnownLengthWanted
from tangentx.analysis.scope import Env, Frame, LocalFunction, is_once, loop_join
from tangentx.analysis.types import BOOL, Const, ListOf, Maybe, Mixed, Type, some
from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend import scopes
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

NONE = Const(None)
_BY_LABEL = {gast.Is: gast.Eq(), gast.IsNot: gast.NotEq()}
_COMPARED = (*_BY_LABEL, gast.Eq, gast.NotEq, gast.In, gast.NotIn)


def is_function(kind: Type | None) -> bool:
    """A value that is called, whichever it is (a class counts too)."""
    return isinstance(kind, Functions) or is_known(kind)


def is_known(kind: Type | None) -> bool:
    """A function that is known while specialising."""
    value = kind.value if isinstance(kind, Const) else None
    return callable(value) or getattr(value, "stands_for_function", False)


def is_choice(kind: Type | None) -> bool:
    """What one variable may hold several of, each known by itself: functions, or members of enumerations."""
    return isinstance(kind, Functions) or is_known(kind) or enumerated(kind) is not None


def functions_in(kind: Type | None) -> Iterator[Const]:
    """The functions that a value of this type is, or holds."""
    kind = some(kind)
    if is_known(kind):
        yield kind
    for part in getattr(kind, "members", ()):
        yield part.kind
    for part in (*getattr(kind, "items", ()), getattr(kind, "item", None)):
        if isinstance(part, Type):
            yield from functions_in(part)


# -- what a function is at run time ------------------------------------------------------------------------


def member(s, kind: Const) -> Member | None:
    """A function as it is at run time; None for one that cannot be told from others."""
    named = enumerated(kind)
    if named is not None:
        return named.members[0]
    key = _key(kind.value)
    if key is None:
        return None
    if key not in s.labels:
        word = getattr(kind.value, "__name__", type(kind.value).__name__.lower()).strip("<>")
        s.labels[key] = nodes.claimed(word, {*s.labels.values()})
    return Member(s.labels[key], kind)


def _key(value: Any) -> tuple | None:
    """What tells a function that has no name outside from others, the same whenever it is walked again."""
    if isinstance(value, LocalFunction):
        return value.function, _activation(value.frame), _shown(value.defaults)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), *(_shown(getattr(value, field.name)) for field in fields(value))
    return (value,) if value.__hash__ is not None else None


def _activation(frame: Frame | None) -> tuple:
    if frame is None:
        return ()
    return frame.function, tuple(sorted(frame.names.items())), _activation(frame.parent)


def _shown(part: Any) -> Any:
    if isinstance(part, gast.AST):
        return nodes.dotted(part) or gast.dump(part)
    if isinstance(part, Mapping):
        return tuple((key, _shown(item)) for key, item in part.items())
    return tuple(map(_shown, part)) if isinstance(part, tuple) else part


def _is_renewed(value: Any, loop) -> bool:
    """Does each trip of the loop put other values where the function finds what it sees?"""
    frame = value.frame if isinstance(value, LocalFunction) else None
    while frame is not None:
        free = scopes.identifiers(value.function.tree) - value.function.locals
        if loop in frame.loops and not free.isdisjoint(frame.names):
            return True
        frame = frame.parent
    return not loop.entry.issuperset(operands(value))


def operands(value: Any) -> Iterator[str]:
    """The variables that a function was given when it was made."""
    if isinstance(value, LocalFunction):
        value = value.defaults
    if isinstance(value, LocalMethod):
        yield value.owner
    elif isinstance(value, gast.AST):
        yield from (name for name in nodes.names_read(value) if name[0] != "@")
    elif isinstance(value, Mapping | tuple) or is_dataclass(value) and not isinstance(value, type):
        parts = value.values() if isinstance(value, Mapping) else value
        if is_dataclass(value):
            parts = (getattr(value, field.name) for field in fields(value))
        for part in parts:
            yield from operands(part)


def tag(of: Member) -> gast.AST:
    """An atom for what the function is at run time."""
    return canonical(of.kind.value) if is_enumerated(Functions((of,))) else nodes.constant(of.label)


def stored(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """The atom as it goes into a container that exists at run time, with all functions in it."""
    structure = s.structure(atom, env)
    if structure is not None:
        made = _stored_parts(s, structure, place, env)
        if made is structure:
            return atom
        name = s.fresh("_stored")
        env.bind(name, s.structure_type(made, env), made)
        return nodes.name(name)
    kind = s.kind_or_none(atom, env)
    parts = functions_in(kind) if is_function(some(kind)) else ()
    if any(_is_renewed(part.value, jumps.carried) for part in parts for jumps in s.loops):
        _refuse_stored(s, place)
    found = member(s, kind) if is_known(kind) or enumerated(kind) else None
    if found is None and is_known(kind):
        _refuse_stored(s, place)
    if found is None:
        return atom
    name = s.fresh("_function")
    s.emit(Bind(name, tag(found), place), Op("copy"), Functions((found,)), env)
    return nodes.name(name)


def _stored_parts(s, structure: Structure, place: Place, env: Env) -> Structure:
    items = []
    for item in structure.items:
        if isinstance(item, Structure):
            items.append(_stored_parts(s, item, place, env))
        else:
            kept = stored(s, nodes.name(item), place, env)
            items.append(kept.id if isinstance(kept, gast.Name) else item)
    same = all(a is b for a, b in zip(items, structure.items, strict=True))
    return structure if same else replace(structure, items=tuple(items))


def _refuse_stored(s, place: Place) -> None:
    raise UnsupportedSyntaxError(
        "a function is put into a list whose length is not known", code="TX240", place=place,
        lines=s.lines(place), help=("fill the list in a loop over a literal range, or use a tuple of functions",),
    )  # fmt: skip


# -- where paths and trips meet ----------------------------------------------------------------------------


def together(s, kinds: list[Type | None]) -> Type | None:
    """The type of a variable that is one of several functions, or None on some paths; None where it is not that."""
    found: dict[str, Member] = {}
    for kind in kinds:
        parts = some(kind).members if isinstance(some(kind), Functions) else ()
        if is_known(kind) or enumerated(kind):
            parts = (member(s, kind),)
        if None in parts or not parts and kind != NONE:
            return None
        found |= {part.label: part for part in parts}
    if not found:
        return None
    if len(found) == 1 and not any(kind == NONE or isinstance(some(kind), Functions) for kind in kinds):
        return kinds[0]
    either = Functions(tuple(found[label] for label in sorted(found)))
    return Maybe(either) if any(kind == NONE or isinstance(kind, Maybe) for kind in kinds) else either


def at_head(s, one: Type | None, two: Type | None, loop) -> Type | None:
    """The type, at the head of a loop, of a variable that is a function, or a list, in some trip, and something else in
    another; None where it is not that."""
    if two is None or one == two or not (is_choice(some(one)) or is_choice(some(two))):
        return _unlike(s, one, two)
    found = together(s, [kind for kind in (one, two) if kind is not None])
    if any(_is_renewed(function.value, loop) for function in functions_in(found)):
        if one is not None and s.hints.attempts:
            raise KnownLengthWanted
        return Mixed()
    return found or lost(s, one, two)


def lost(s, one: Type | None, two: Type | None) -> Type | None:
    """The type of a variable that is a function on one path, which has no value at run time, or a list, and something
    else on another; None where it is not that."""
    if one is None or two is None or one == two:
        return None
    known = any(is_known(kind) or is_once(kind) or _is_unwritten(kind) for kind in (one, two))
    return Mixed() if known else _unlike(s, one, two)


def _is_unwritten(kind: Type) -> bool:
    """A constant that no variable of emitted code holds: a generator, a module, `...`."""
    value = kind.value if isinstance(kind, Const) else None
    return value is ... or isinstance(value, ModuleType) or getattr(value, "token", None) is not None


def _unlike(s, one: Type | None, two: Type | None) -> Type | None:
    """The type of a variable that is a list or tuple here and a number there; None where it is not that."""
    if not are_unlike(one, two):
        return None
    found = fixed(loop_join, one, two) if s.hints.trees else None
    return found or Mixed()


def at_exits(s, head: Env, breaks: list[Env], loop) -> bool:
    """Variables that hold another function where `break` leaves the loop than elsewhere: is one of them new?"""
    grown = False
    for name in dict.fromkeys(name for env in breaks for name in env.types):
        kinds = [env.types[name] for env in (head, *breaks) if name in env.types]
        found = together(s, kinds) if is_choice(some(kinds[-1])) else None
        if found is None or all(kind == kinds[0] for kind in kinds):
            continue
        if name in head.types:
            head.bind(name, found)
        elif loop.chosen.get(name) != found:
            loop.chosen[name], grown = found, True
    return grown


def settle(s, wanted: dict[str, Type], env: Env, place: Place) -> None:
    """Variables that hold a function, whichever it is, from here on hold it at run time."""
    for name, kind in wanted.items():
        known = env.types.get(name)
        if isinstance(some(kind), Functions) and not isinstance(known, Functions) and is_choice(known):
            found = member(s, known)
            s.emit(Bind(name, tag(found), place), Op("copy"), Functions((found,)), env)


def choose_item(s, target: str, keys, atoms: list, index: gast.AST, place: Place, env: Env) -> bool:
    """`target = functions[index]` where the index is not known; False when they are not functions."""
    kinds = [s.kind_or_none(a, env) for a in atoms]
    kind = together(s, kinds)
    if kind is None:
        return False
    items = [
        tag(member(s, k)) if isinstance(k, Const) and k != NONE else a
        for k, a in zip(kinds, atoms, strict=True)
    ]
    found = (
        gast.Tuple(items, gast.Load())
        if keys is None
        else gast.Dict([canonical(k) if isinstance(k, enum.Enum) else nodes.constant(k) for k in keys], items)
    )
    either = Functions((member(s, kind),)) if isinstance(kind, Const) else kind
    s.emit(Bind(target, gast.Subscript(found, index, gast.Load()), place), Op("inactive"), either, env)
    return True


def member_of(s, target: str, cls: enum.EnumMeta, value: gast.AST, place: Place, env: Env) -> bool:
    """`target = Level(value)`: which member of the enumeration it is may be known only at run time."""
    kinds, known = [enumerated(Const(one)) for one in cls], s.kind(value, env)
    if not kinds or None in kinds:
        return False
    if isinstance(known, Const) and known.value in [one.value for one in cls]:
        s.copy(target, s.constant_atom(cls(known.value), env, place), place, env)
        return True
    either = Functions(tuple(sorted((k.members[0] for k in kinds), key=lambda part: part.label)))
    call = gast.Call(canonical(cls), [s.whole(value, env)], [])
    s.emit(Bind(target, call, place), Op("inactive"), either, env)
    return True


# -- questions ---------------------------------------------------------------------------------------------


def compared(s, target: str, ops: list, given: list, place: Place, env: Env) -> bool:
    """`f is np.sin`, `f in functions`; False where no function that is only known at run time is compared."""
    kinds = [s.kind(atom, env) for atom in given]
    if not any(isinstance(_element(kind), Functions) for kind in kinds):
        return False
    atoms = [_comparable(s, atom, env) for atom in given]
    if all(is_enumerated(_element(k)) for k in kinds if isinstance(_element(k), Functions)):
        atoms = [s.whole(atom, env) for atom in given]
        s.emit(
            Bind(target, gast.Compare(atoms[0], ops, atoms[1:]), place),
            Op("inactive", reason="a comparison"),
            BOOL,
            env,
        )
        return True
    if len(ops) != 1 or not isinstance(ops[0], _COMPARED) or None in atoms:
        refuse(s, place)
    either = Op("inactive", reason="a comparison")
    op = (
        gast.Eq()
        if isinstance(ops[0], gast.Is)
        else gast.NotEq()
        if isinstance(ops[0], gast.IsNot)
        else ops[0]
    )
    expr = gast.Compare(atoms[0], [ops[0] if NONE in kinds else op], atoms[1:])
    s.emit(Bind(target, expr, place), either, BOOL, env)
    return True


def _element(kind: Type | None) -> Type | None:
    return some(kind.item) if isinstance(kind, ListOf) else some(kind)


def _comparable(s, atom: gast.AST, env: Env) -> gast.AST | None:
    """The atom as an expression that compares as the function itself would."""
    structure, kind = s.structure(atom, env), s.kind_or_none(atom, env)
    if structure is not None:
        items = [_comparable(s, nodes.name(i), env) for i in structure.items if isinstance(i, str)]
        whole = len(items) == len(structure.items) and None not in items
        return gast.Tuple(items, gast.Load()) if whole and structure.keys is None else None
    if is_known(kind):
        found = member(s, kind)
        return None if found is None else tag(found)
    return atom if kind == NONE or isinstance(_element(kind), Functions) else None


def shown(s, atom: gast.AST, kind: Functions) -> gast.AST:
    """The function itself, for code that is not looked into: where emitted code can name them all."""
    if is_enumerated(kind):
        return atom
    named = {part.label: canonical(part.kind.value) for part in kind.members}
    if None in named.values():
        refuse(s, s.walking)
    keys = [nodes.constant(label) for label in named]
    return gast.Subscript(gast.Dict(keys, list(named.values())), atom, gast.Load())


def refuse(s, place: Place) -> None:
    """A function that stands for another one, as a value that somebody looks at."""
    raise UnsupportedSyntaxError(
        "a function of which it is known only at run time which it is, is used as a value here", code="TX255",
        place=place, lines=s.lines(place), help=("call it, or compare it with other functions",),
    )  # fmt: skip
