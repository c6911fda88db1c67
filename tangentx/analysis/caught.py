"""Exceptions of one class or another: which of them was raised is known only at run time.

    except Low as e: y = e.v            if error_class == "Low": y = low_v
    except High as e: y = e.w     ->    elif error_class == "High": y = high_w

Such an exception is a `Structure` of the name of its class and of every exception that it may be, each taken apart as
one that is always raised is; the names of the class, and of what another path gives, are bound on no other path.  What
depends on the class stands in a branch for each: see `variants`.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis import identity
from tangentx.analysis.eithers import Outline, named
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.restarts import Restart
from tangentx.analysis.scope import Env, join_structures
from tangentx.analysis.types import BOOL, Const, Instance, Type
from tangentx.errors import AliasingError
from tangentx.instances import is_exception_class
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def is_either(structure: Structure | None) -> bool:
    """Is it an exception of one class or another?"""
    return structure is not None and "tangentx_outlines" in vars(structure.cls)


def parts(structure: Structure) -> tuple[Structure, ...]:
    """The exceptions that it may be."""
    return structure.items[1:] if is_either(structure) else (structure,)


def label(part: Structure) -> str:
    """What the class is called at run time."""
    return part.cls.__name__


def _is_caught(structure: Structure | None) -> bool:
    return structure is not None and (is_either(structure) or is_exception_class(structure.cls))


def meet(joiner, name: str, one: Type, other: Type) -> bool:
    """Where two paths meet, `name` is an exception on each, and not of one outline; False where that is not so."""
    left, right = joiner.a.structures.get(name), joiner.b.structures.get(name)
    _take_apart(joiner.s, left, other)
    _take_apart(joiner.s, right, one)
    if not _is_caught(left) or not _is_caught(right):
        return False
    found = {label(part): part for part in parts(left)}
    for part in parts(right):
        known = found.get(label(part))
        if known is not None and not join_structures(known, part):
            return False
        if known is not None:
            joiner.meeting.meet(known, part)
            part = joiner.merge(f"{name}_{label(part)}", known, part)
        found[label(part)] = part
    made = tuple(_readable(part) for part in sorted(found.values(), key=label))
    cls = named(tuple(Outline(part.cls, part.keys) for part in made))
    structure = Structure(cls, tuple(range(len(made) + 1)), (_which(joiner, name, left, right), *made), True)
    joiner.env.bind(name, joiner.s.structure_type(structure, joiner.env), structure)
    return True


def _readable(part: Structure) -> Structure:
    """The exception, which may not be changed: who else sees what is in it depends on the path."""
    return identity.rebuilt(part, lambda inner: replace(inner, entangled=True), {})


def _take_apart(s, structure: Structure | None, other: Type) -> None:
    """What is an exception as a whole on the other path is taken apart as well: start over."""
    cls = other.cls if isinstance(other, Instance) else None
    if _is_caught(structure) and is_exception_class(cls) and cls not in s.hints.carrying:
        s.hints.carrying.add(cls)
        raise Restart


def _which(joiner, name: str, left: Structure, right: Structure) -> str:
    """A variable for the name of the class."""
    cell = joiner.s.fresh(f"{name}_class")
    for env, side, copies in ((joiner.a, left, joiner.copies[0]), (joiner.b, right, joiner.copies[1])):
        source = nodes.name(side.items[0]) if is_either(side) else nodes.constant(label(side))
        copy = Bind(cell, source, joiner.place)
        joiner.s.know(copy, Op("copy"))
        copies.append(copy)
        kind = env.types[source.id] if is_either(side) else Const(source.value)
        env.bind(cell, kind)
        joiner.s.note(cell, kind)
    return cell


def test(s, target: str, structure: Structure, classes: type | tuple, place: Place, env: Env) -> None:
    """`target = isinstance(error, classes)`."""
    _ask(s, target, structure, [p for p in parts(structure) if issubclass(p.cls, classes)], place, env)


def test_for(s, target: str, structure: Structure, cls: type, place: Place, env: Env) -> None:
    """`target = type(error) is cls`."""
    _ask(s, target, structure, [narrow(structure, cls)], place, env)


def _ask(s, target: str, structure: Structure, wanted: list[Structure], place: Place, env: Env) -> None:
    own = [label(part) for part in wanted]
    if len(own) in (0, len(parts(structure))):
        s.copy(target, nodes.constant(bool(own)), place, env)
        return
    labels = [nodes.constant(word) for word in own]
    one = len(own) == 1
    right = labels[0] if one else gast.Tuple(labels, gast.Load())
    which = gast.Compare(nodes.name(structure.items[0]), [gast.Eq() if one else gast.In()], [right])
    s.emit(Bind(target, which, place), Op("inactive", reason="a comparison"), BOOL, env)


def narrow(structure: Structure, cls: type) -> Structure:
    """The exception where it is known to be of this class."""
    return next(part for part in parts(structure) if part.cls is cls)


def refuse_change(s, place: Place) -> None:
    """Refuse a new attribute of such an exception."""
    raise AliasingError(
        "an exception that is of one class or another is changed here", code="TX237", place=place,
        lines=s.lines(place), help=("write a handler for each class, and change it there",),
    )  # fmt: skip
