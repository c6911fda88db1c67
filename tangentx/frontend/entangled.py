"""Functions with so many ways out that copying what follows each of them would never end: flags instead.

if a:                           returned = False
    if b:                       if a:
        return x        ->          if b:
rest                                    result = x
                                        returned = True
                                if returned:
                                    return result
                                rest

`exits.sink` copies `rest` behind both ends of the first form; a chain of n such branches has 2 ** n ends.
"""

from __future__ import annotations

from dataclasses import replace

from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend.containment import contained
from tangentx.frontend.exits import Names, always_jumps, may_jump, sink, size
from tangentx.records import For, Function, If, While

_COPIES = 1000


def sunk(body: tuple, function: Function, names: Names) -> tuple:
    """The block with each jump at the end of its path; what follows is copied where that is possible."""
    try:
        return sink(body, function, [-size(body), _COPIES])
    except UnsupportedSyntaxError as error:
        if error.code != "TX220":
            raise
        return sink(_untangled(body, function, names), function)


def _untangled(body: tuple, function: Function, names: Names) -> tuple:
    out: list = []
    for i, stmt in enumerate(body):
        parts = {
            p: _untangled(getattr(stmt, p), function, names) for p in ("body", "orelse") if hasattr(stmt, p)
        }
        if isinstance(stmt, If | For | While):
            stmt = replace(stmt, **parts)
        if isinstance(stmt, If) and may_jump(stmt) and _ends((stmt,)) > 1 and i + 1 < len(body):
            made = contained((stmt,), function, names)
            out += [*made.before, *made.body, *made.after]
        else:
            out.append(stmt)
    return tuple(out)


def _ends(body: tuple) -> int:
    """How many paths fall off the end of a block, as far as its jumps tell them apart."""
    if always_jumps(body):
        return 0
    found = 1
    for stmt in body:
        if isinstance(stmt, If) and may_jump(stmt):
            found *= _ends(stmt.body) + _ends(stmt.orelse)
    return found
