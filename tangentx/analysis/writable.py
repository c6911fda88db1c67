"""May this be written on?  Each check refuses what the derivative could not follow, at the place of the store.

*Requires* what the specialiser has found out: sites of what cached functions gave (`remembered`), sites of arrays that
are defaults of callees (`defaulted`), elements of which nothing is known at all (`unseen`).
"""

from __future__ import annotations

import gast

from tangentx.analysis import checks, sorts, trees
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Unknown, sites_of
from tangentx.errors import AliasingError, UnsupportedSyntaxError
from tangentx.records import Place


def check(s, base: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
    """Refuse a store of `value` into `base` that cannot be differentiated."""
    if not isinstance(base, gast.Name):
        raise UnsupportedSyntaxError(
            "a global is written here", code="TX232", place=place, lines=s.lines(place),
            help=("pass it as an argument, or return the new value",),
        )  # fmt: skip
    kind = s.kind(base, env)
    if not s.remembered.isdisjoint(sites_of(kind)):
        raise AliasingError(
            "what is written on here is what a cached function gave, and will give again",
            code="TX237", place=place, lines=s.lines(place), help=("make a copy first: a = f(n).copy()",),
        )  # fmt: skip
    if not s.defaulted.isdisjoint(sites_of(kind)):
        raise AliasingError(
            "what is written on here is the default of a parameter, which the next call finds changed", code="TX512",
            place=place, lines=s.lines(place), help=("write `=None`, and make the array inside",),
        )  # fmt: skip
    if isinstance(kind, Array) and kind.whole == 2 and s.is_varied(value, env):
        raise UnsupportedSyntaxError(
            f"`{base.id}` is an array of integers on some paths: what is stored in it is rounded there",
            code="TX233", place=place, lines=s.lines(place),
            help=("make it an array of floats on every path: np.array([1.0, 2.0]), a.astype(float)",),
        )  # fmt: skip


def check_slot(s, base: gast.AST, index: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
    """Before `base[index] = value`.  An array of which nothing is known may be one of whole numbers, and rounds."""
    trees.unchanged(s, [base], place, env)
    if isinstance(s.kind(base, env), Array):
        sorts.check_index(s, index, place)
    check_element(s, base, place, env)
    if isinstance(s.kind(base, env), Unknown) and s.is_varied(value, env):
        checks.check(s, "check_floats", [base], place)


def check_element(s, base: gast.AST, place: Place, env: Env) -> None:
    """An element of which nothing is known: if it is a container, the program may have it under another name."""
    if isinstance(s.kind(base, env), Unknown) and getattr(base, "id", "") in s.unseen:
        checks.check(s, "check_array", [base], place)


def check_shared(s, base: gast.AST, place: Place, env: Env) -> None:
    """Refuse `np.add.at` and `np.copyto` on a view that NumPy gives to be read only: they do not always ask, and there
    entries may share a cell."""
    if "read-only" in sites_of(s.kind(base, env)):
        raise AliasingError(
            "this may be a view in which entries share memory, or that is read-only for NumPy",
            code="TX507", place=place, lines=s.lines(place),
            help=("make a copy first: a = np.broadcast_to(x, shape).copy()",),
        )  # fmt: skip
