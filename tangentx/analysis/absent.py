"""Elements that a container does not have: an error at once where it is certain that they are asked for."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterable
from typing import Any, NoReturn

import gast
import numpy as np

from tangentx.analysis import checks, refusals
from tangentx.analysis.program import Structure, external
from tangentx.analysis.restarts import make_whole
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    Array,
    Const,
    Dictionary,
    ListOf,
    Scalar,
    Sequence,
    Type,
    is_surely_array,
    may_be_a_number,
)  # fmt: skip
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Place
from tangentx.syntax import nodes


def refuse(s, structure: Structure, key: Any, place: Place, words: str = "") -> None:
    """An element that is not there: what reading it raises is part of the error, for whoever catches that.  `words`:
    what an IndexError says.  In a branch or a loop it may never be asked for: a real list is looked at when it runs."""
    if structure.cls is list and (s.branches or s.loops) and not s.tried:
        make_whole(s, structure)
    error = UnsupportedSyntaxError(
        f"the container has no element `[{key!r}]`", code="TX227", place=place, lines=s.lines(place),
        help=("catch the exception, or test for the element",),
    )  # fmt: skip
    refusals.raised(s, error, _missing(structure, key, words))


def _missing(structure: Structure, key: Any, words: str) -> Exception:
    """What Python raises where it is asked for this element."""
    cls = structure.cls.__name__
    if structure.keys is not None:
        return (
            KeyError(key) if isinstance(key, Hashable) else TypeError(f"a key of type {type(key).__name__}")
        )
    if not isinstance(key, int):
        return TypeError(f"{cls} indices must be integers or slices, not {type(key).__name__}")
    return IndexError(words or f"{cls} index out of range")


def refuse_name(s, name: str, place: Place) -> NoReturn:
    """A name that is defined nowhere."""
    raise UnsupportedSyntaxError(
        f"name `{name}` is not defined", code="TX225", place=place, lines=s.lines(place)
    ) from None


def refuse_attribute(s, missing: AttributeError, place: Place) -> None:
    """An attribute that numbers or arrays do not have; `missing`: what Python raises."""
    error = UnsupportedSyntaxError(str(missing), code="TX226", place=place, lines=s.lines(place))
    refusals.raised(s, error, missing)


def refuse_operation(s, cls: type, name: str, place: Place) -> NoReturn:
    """An operation that the objects of a class do not have."""
    error = UnsupportedSyntaxError(
        f"this {cls.__name__} has no `{name}`", code="TX226", place=place, lines=s.lines(place),
        help=(f"define `{name}` in the class",),
    )  # fmt: skip
    error.raises = TypeError(f"'{cls.__name__}' object has no {name}")
    raise error


def refuse_count(s, name: str, place: Place) -> NoReturn:
    """A method that is called with fewer arguments than it takes."""
    words = f"{name} expected at least 1 argument, got 0"
    error = UnsupportedSyntaxError(words, code="TX303", place=place, lines=s.lines(place))
    refusals.raised(s, error, TypeError(words))


def refuse_number(s, cls: type, kinds: list, place: Place) -> None:
    """`float(v)` of what is surely no number: a vector, a list."""
    kind = kinds[0] if len(kinds) == 1 and cls in (float, int, complex) else None
    vector = is_surely_array(kind) and kind.shape != ()
    if vector and isinstance(kind.shape, tuple):
        single = not _NEVER_OF_VECTORS and all(d.is_one or not d.never_one for d in kind.shape)
    else:
        single = not isinstance(kind, Sequence | ListOf)
    if not single:
        words = f"{cls.__name__}() of {'an array' if vector else 'a list'}, which is no number"
        error = UnsupportedSyntaxError(words, code="TX228", place=place, lines=s.lines(place))
        refusals.raised(s, error, TypeError(words))


_NEVER_OF_VECTORS = np.lib.NumpyVersion(np.__version__) >= "2.4.0"  # before, arrays of one entry were numbers


def tested(s, test: gast.AST, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """The atom of a test; one that may raise is refused in a `try`: it is no part of what is guarded."""
    kind = s.kind_or_none(atom, env) if getattr(test, "guarded", False) else None
    several = isinstance(kind, Array) and not kind.scalar and kind.shape != ()
    if several and not (isinstance(kind.shape, tuple) and all(d.is_one for d in kind.shape)):
        _refuse_in_try(s, "the truth of an array", "write `bool(a)`, `a.any()` or `a.all()`", place)
    return atom


def check_iterable(s, kind: Type | None, place: Place) -> None:
    """Refuse a loop in a `try` over what may have no items: what that raises is raised in no statement."""
    number = isinstance(kind, Array) and (kind.scalar or may_be_a_number(kind) or kind.shape == ())
    plain = isinstance(kind, Const) and not isinstance(kind.value, Iterable)
    if number or plain or isinstance(kind, Scalar):
        _refuse_in_try(
            s, "a loop over what may have no items", "write `items = list(...)` before the loop", place
        )


def _refuse_in_try(s, what: str, instead: str, place: Place) -> NoReturn:
    raise UnsupportedSyntaxError(
        f"{what} in a `try`", code="TX204", place=place, lines=s.lines(place), help=(instead,),
    )  # fmt: skip


def take(s, kind: Type, taken: gast.AST, place: Place) -> None:
    """An element is read or taken out, `stack.pop()`, where in a loop, or on a path that may not be taken, nothing has
    come into the container so far."""
    if (s.loops or s.branches) and isinstance(kind, ListOf) and kind.item is None:
        checks.raises(s, taken, place)


def unpack(s, value: gast.AST, count: int, place: Place) -> NoReturn:
    """A sequence of another length is unpacked in a loop: on the first trip Python raises, on a later one it may be of
    this length."""
    call = gast.Call(external("runtime.check_count"), [value, nodes.constant(count)], [])
    checks.raises(s, call, place)


def reach(s, kind: Type, read: gast.Subscript, place: Place, env: Env) -> None:
    """An element of a list or dict that nothing has come into so far: on the first trip Python raises what there is to
    raise, and on a later one there may be something.  Modules that are not imported."""
    if not isinstance(read.slice, gast.Slice):
        take(s, kind, read, place)
    key = s.kind_or_none(read.slice, env) if isinstance(read.slice, gast.Name | gast.Constant) else None
    modules = isinstance(kind, Dictionary) and Const(sys) in kind.items  # `sys.modules`: nobody stores there
    if modules and isinstance(key, Const) and key.value not in kind.keys:
        refuse(s, kind, key.value, place)
