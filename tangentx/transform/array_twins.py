"""Arrays that are written through names of which only the run tells what they are views of.

    rows = [m[i] for i in range(n)]         adjoint_of = Adjoints(arrays=True)
    rows[k] *= x                    ->      ...
    s = np.sum(m)                           row_bar = adjoint_of(row)       # a part of the memory that m_bar is in
                                            row_bar *= x

*Requires* a program that the static view of its arrays cannot follow.  *Gives* the variables whose adjoints are looked
up by where the arrays are: all that may share memory with one that is written, and the containers that have them.
"""

from __future__ import annotations

import operator
from collections.abc import Container, Iterable

from tangentx.analysis.activity import Activity
from tangentx.analysis.program import Op, Program, statements
from tangentx.analysis.types import (
    HELD,
    NUMBER,
    SEVERAL,
    Array,
    Dictionary,
    Sequence,
    Type,
    is_float_like,
    sites_of,
)
from tangentx.syntax import nodes

_MARKS = NUMBER | SEVERAL | {"read-only", "real"}  # among sites: no buffers
_HOLDING = ("display", "list", "append", "pop")
_KINDS = ("copy", "item", "leaf", "at", "touch", "store", *_HOLDING)
#: rules whose result is a view in which every entry has one place; a reshaped array may be a copy, and is a view where
#: that is said of the operation
_VIEWS = (
    "transpose", "transpose_all", "transpose_method", "mT", "matrix_transpose", "swapaxes", "moveaxis", "rollaxis",
    "squeeze", "expand_dims", "atleast_1d", "atleast_2d", "atleast_3d", "flip", "flipud", "fliplr", "rot90", "T",
    "split", "array_split", "hsplit", "vsplit", "dsplit", "reshape", "reshape_method", "ravel",
)  # fmt: skip


def of(program: Program, activity: Activity) -> frozenset[str]:
    """The variables; none where there is something among them that cannot be looked up."""
    sites = reached(activity.written - _MARKS, map(sites_of, program.types.values()))
    group = {name: kind for name, kind in program.types.items() if not sites.isdisjoint(sites_of(kind))}
    known = all(_is_known(kind) for kind in group.values()) and program.optional.isdisjoint(group)
    if not known or _may_be_one(program, group, activity):
        return frozenset()
    if not all(_is_followed(program, stmt, group) for stmt in statements(program.body)):
        return frozenset()
    return frozenset(group) & activity.active


def reached(sites: Iterable[str], places: Iterable[frozenset[str]]) -> frozenset[str]:
    """The buffers that something may be in which may be in these."""
    found, places = frozenset(sites), [*places]
    while True:
        more = found.union(*(mine for mine in places if not found.isdisjoint(mine))) - _MARKS
        if more == found:
            return found
        found = more


def entangled(places: dict[str, frozenset[str]], lists: Container[str]) -> list[str]:
    """Names that are copied together: their memory may be that of another one, or they are lists."""

    def meets(name: str) -> bool:
        return any(not places[name].isdisjoint(own) for other, own in places.items() if other != name)

    return [name for name in places if name in lists or meets(name)]


def _is_known(kind: Type) -> bool:
    """An array all of whose entries have places of their own, or a container of such, and of what has no adjoint."""
    if isinstance(kind, Array):
        return not kind.scalar and kind.kind in "fc" and kind.sites.isdisjoint(NUMBER | {"read-only"})
    if isinstance(kind, Sequence | Dictionary):
        return all(_is_known(item) or not is_float_like(item) for item in kind.items)
    return isinstance(kind, HELD) and _is_known(getattr(kind, "item", None))


def _may_be_one(program: Program, group: dict, activity: Activity) -> bool:
    """May two arguments be one array without anybody looking?  (Those that are written are looked at.)"""
    given = [leaf for leaf in program.leaves if leaf.variable in group]
    unwritten = [leaf for leaf in given if activity.written.isdisjoint(sites_of(leaf.type))]
    return len(unwritten) > 1 or any(leaf.path or not isinstance(leaf.type, Array) for leaf in given)


def _is_followed(program: Program, stmt, group: dict) -> bool:
    """Is it known what the statement makes of these arrays?"""
    op = program.ops.get(id(stmt))
    if op is None:
        return True
    target = getattr(stmt, "target", None)
    if op.kind == "rule" or op.kind == "inactive":
        return target not in group or op.view == "no" or is_view(op)
    return op.kind in _KINDS or group.keys().isdisjoint({target, *nodes.names_read(stmt.value)})


def is_view(op: Op) -> bool:
    """Is its value surely a view, through which every entry can be written?"""
    return (
        op.kind == "rule"
        and op.view == "always"
        and (op.callee is operator.getitem or op.rule.name in _VIEWS)
    )


def holds(op: Op) -> bool:
    """Does it only say which arrays a container has?"""
    return op.kind in _HOLDING
