"""`u[i] += h()` spelled out: read the item, call h, add, store.

Statements that may raise have to stand on their own where exceptions are caught.
"""

from __future__ import annotations

from dataclasses import fields, replace

import gast

from tangentx.frontend.exits import Names
from tangentx.records import Augment, Bind, Store
from tangentx.syntax import nodes


def spelled_out(body: tuple, names: Names) -> tuple:
    """The block with every augmented item in the steps that Python takes."""
    out: list = []
    for stmt in body:
        if isinstance(stmt, Augment) and stmt.setup:
            old, read = names.fresh("_old"), gast.Subscript(stmt.target.value, stmt.target.slice, gast.Load())
            out += [
                Bind(old, nodes.clone(read), stmt.place),
                *spelled_out(stmt.setup, names),
                Augment(nodes.store_name(old), stmt.op, stmt.value, stmt.place),
                Store(stmt.target, nodes.name(old), stmt.place),
            ]
            continue
        parts = {field.name: getattr(stmt, field.name) for field in fields(stmt)}
        blocks = {k: v for k, v in parts.items() if isinstance(v, tuple) and v and not isinstance(v[0], str)}
        out.append(replace(stmt, **{k: spelled_out(v, names) for k, v in blocks.items()}) if blocks else stmt)
    return tuple(out)
