"""Elements that a container does not have: an error at once where it is certain that they are asked for."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import gast
import numpy as np

from tangentx.analysis import checks, refusals
from tangentx.analysis.program import external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const, Dictionary, ListOf, Sequence, Type, is_surely_array
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Place
from tangentx.syntax import nodes


def refuse(s, structure: Any, key: Any, place: Place, words: str = "") -> None:
    """An element that is not there: what reading it raises is part of the error, for whoever catches that.  `words`:
    what an IndexError says."""
    error = UnsupportedSyntaxError(
        f"the container has no element `[{key!r}]`", code="TX227", place=place, lines=s.lines(place),
        help=("catch the exception, or test for the element",),
    )  # fmt: skip
    missing = KeyError(key) if structure.keys is not None else None
    refusals.raised(s, error, missing or IndexError(words or f"{structure.cls.__name__} index out of range"))


def refuse_attribute(s, missing: AttributeError, place: Place) -> None:
    """An attribute that numbers or arrays do not have; `missing`: what Python raises."""
    error = UnsupportedSyntaxError(str(missing), code="TX226", place=place, lines=s.lines(place))
    refusals.raised(s, error, missing)


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


def take(s, kind: Type, taken: gast.AST, place: Place) -> None:
    """An element is read or taken out, `stack.pop()`, where in a loop nothing has come into the container so far."""
    if s.loops and isinstance(kind, ListOf) and kind.item is None:
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
