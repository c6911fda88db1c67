"""The reverse sweep begins with the adjoint of the result: the seed, or its parts where a container is returned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis.program import Program, Structure, item_of
from tangentx.analysis.types import Array, Const, Dictionary, Type
from tangentx.paths import Field
from tangentx.syntax import nodes
from tangentx.transform.contributions import Bar


def differentiated(program: Program, has_aux: bool) -> Any:
    """The variable or container of which derivatives are taken: the result, or its first item where an aux follows."""
    result = program.result
    return result.items[0] if has_aux and not isinstance(result, str) else result


def begin(sweep: Any, program: Program, seed: str | None, targets: list[str], has_aux: bool) -> None:
    """The adjoints of what is returned.  seed: name of the result's cotangent, None for 1.0; with `has_aux` it is that
    of the result's first item."""
    result, whole = differentiated(program, has_aux), program.result_type
    if result is not program.result:
        whole = whole.items[0]
    for name, expr in _seed_expressions(result, None if seed is None else nodes.name(seed)):
        if name not in targets or name not in sweep.activity.active or name in program.changed:
            continue  # the adjoint of an array that is changed is given
        kind = sweep.types[name]
        if expr is None:
            sweep.bars.live[name] = Bar(nodes.constant(1.0), Const(1.0))
            continue
        sweep.table[nodes.names_read(expr)[0]] = kind if isinstance(expr, gast.Name) else whole
        bar_type = _without_sites(kind)
        if name in sweep.twins:
            sweep.bars.accumulate(name, expr, bar_type)
            sweep.bars.live.pop(name, None)
            continue
        part = sweep.is_shadowed(name) and sweep.view_of(name) is not None
        if part or name in sweep.bars.live:  # others that are returned are, or see, the same memory
            sweep.bars.accumulate(name, expr, bar_type)
        elif isinstance(expr, gast.Name):
            sweep.bars.live[name] = Bar(expr, bar_type)
        else:
            sweep.bars.assign(name, expr, bar_type, False)


def _without_sites(kind: Type) -> Type:
    return replace(kind, sites=frozenset(("seed",))) if isinstance(kind, Array) and not kind.scalar else kind


def _seed_expressions(result, seed: gast.AST | None) -> Iterator[tuple]:
    """Each variable that is returned, and its part of the seed."""
    if isinstance(result, str):
        yield result, seed
        return
    for key, item in zip(steps_of(result), result.items, strict=True):
        part = None if seed is None else item_of(nodes.clone(seed), key)
        yield from _seed_expressions(item, part)


def steps_of(container: Structure | Dictionary) -> list:
    """How the items of a container are reached: indices, keys, fields."""
    keys = getattr(container, "keys", None)
    if keys is None:
        return list(range(len(container.items)))
    return list(keys) if issubclass(container.cls, dict) else [Field(k) for k in keys]
