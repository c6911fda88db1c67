"""The value, kept aside where the reverse sweep binds its names again or restores the arrays in it.

u[1:] *= x                              u_saved = u[1:].copy()
return np.sum(u * u), u[1:]      ->     u[1:] *= x
                                        part = u[1:]
                                        part_value = part.copy()        # the reverse sweep puts u back
"""

from __future__ import annotations

import gast

from tangentx.analysis.program import Program, external
from tangentx.analysis.types import NUMBER, Array, sites_of
from tangentx.syntax import nodes
from tangentx.transform.reverse_mode import Parts
from tangentx.transform.statements import everything, targets


def keep_aside(program: Program, parts: Parts, last: gast.Return, at: int) -> None:
    """Keep what the `at`-th item of the returned tuple reads, at the end of the forward sweep."""
    mutated = parts.plan.mutated
    restored = frozenset().union(*(sites_of(program.types.get(name)) for name in mutated)) - NUMBER
    again = [s for s in everything(parts.reverse) if getattr(s, "again", None) is None]
    changed = {n for s in again for n in targets(s)} | mutated
    mapping = {}
    for name in dict.fromkeys(nodes.names_read(last.value.elts[at])):
        kind = program.types.get(name)
        seen = not sites_of(kind).isdisjoint(restored)
        if name not in changed and not seen:
            continue
        kept = f"{name}_value"
        while kept in parts.names:
            kept += "_"
        parts.names.add(kept)
        parts.table[kept] = parts.table.get(name)
        expr: gast.AST = nodes.name(name)
        if name in mutated:
            expr = nodes.call(f"{name}.copy")
        elif seen:  # a view, or a container of arrays that are restored
            expr = gast.Call(
                external("runtime.copied" if isinstance(kind, Array) else "copy.deepcopy"), [expr], []
            )
        made = nodes.assign(kept, expr)
        made.sweep = "forward"
        parts.forward.append(made)
        mapping[name] = nodes.name(kept)
    if mapping:
        last.value.elts[at] = nodes.substitute(last.value.elts[at], mapping)
