"""The variables of emitted loops: what they leave behind, and one name for what had two.

for i_1 in range(3):
    i = i_1                     ->      for i in range(3):
    s = s + v[i]                            s = s + v[i]
"""

from __future__ import annotations

import gast

from tangentx.syntax import nodes
from tangentx.transform.statements import (
    inner_blocks,
    own_expressions,
    single_target,
    substitute_own,
    targets,
)
from tangentx.transform.uses import Uses


def is_read_later(stmt: gast.AST, body: list[gast.AST], uses: Uses) -> bool:
    """Is the last value of a loop's variable read, by others than the loops that bind it themselves?"""
    names = targets(stmt) if isinstance(stmt, gast.For) else ()
    return any(uses.read[name] > _read_in_loops(body, name) for name in names)


def _read_in_loops(body: list[gast.AST], name: str, within: bool = False) -> int:
    """How often the name is read in the bodies of loops over it."""
    found = 0
    for stmt in body:
        found += sum(nodes.names_read(e).count(name) for e in own_expressions(stmt)) if within else 0
        own = isinstance(stmt, gast.For) and name in targets(stmt)
        found += sum(_read_in_loops(part, name, within or own) for part in inner_blocks(stmt))
    return found


def rename(stmt: gast.AST, uses: Uses) -> bool:
    """The name that a loop's variable is copied to first thing becomes the loop's variable, if nothing tells them
    apart."""
    if not isinstance(stmt, gast.For) or not isinstance(stmt.target, gast.Name) or not stmt.body:
        return False
    own, (copy, *rest) = stmt.target.id, stmt.body
    name = single_target(copy)
    if name is None or getattr(copy.value, "id", None) != own or uses.bound[own] != 1:
        return False
    inside = 1 + sum(uses.reads_in(inner, own) for inner in rest)
    if uses.read[own] != inside or inside > 1 and any(uses.binds_in(inner, {name}) for inner in rest):
        return False
    uses.drop(copy)
    stmt.body, stmt.target = rest, nodes.store_name(name)
    uses.changed(stmt)
    for reader in uses.mentioning(own):
        substitute_own(reader, {own: nodes.name(name)})
        uses.changed(reader)
    return True
