"""What a branch asks, as it was when it was asked: the reverse sweep takes the same way.

if rows:                        branch = bool(rows)
    s += rows.pop()      ->     if branch:
else:                               s += rows.pop()
    rows.append(v)              ...
"""

from __future__ import annotations

import gast

from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, statements
from tangentx.analysis.scope import Env
from tangentx.analysis.types import BOOL, HELD, Array, Type, Unknown, some
from tangentx.records import Augment, Bind, Evaluate, Place, Store
from tangentx.syntax import nodes

_CHANGES = ("append", "pop")


def asked(s, test: gast.AST, body: tuple, place: Place, env: Env) -> gast.AST:
    """The test of a branch: a variable that the blocks do not bind, and no container that they change."""
    if not isinstance(test, gast.Name):
        return test
    if _is_changeable(s.kind(test, env)) and any(_changes(s, stmt) for stmt in statements(body)):
        truth = gast.Call(canonical(bool), [test], [])
        op, kind = Op("inactive", reason="the truth of a container"), BOOL
    elif any(isinstance(stmt, Bind) and stmt.target == test.id for stmt in statements(body)):
        truth, op, kind = test, Op("copy"), s.kind(test, env)
    else:
        return test
    kept = s.fresh("_branch")
    s.emit(Bind(kept, truth, place), op, kind, env)
    return nodes.name(kept)


def _is_changeable(kind: Type | None) -> bool:
    kind = some(kind)
    return isinstance(kind, HELD | Unknown) or isinstance(kind, Array) and not kind.scalar


def _changes(s, stmt: object) -> bool:
    """May it change a container, the one that is asked or another?"""
    op = s.ops.get(id(stmt))
    return isinstance(stmt, Store | Augment | Evaluate) or op is not None and op.kind in _CHANGES
