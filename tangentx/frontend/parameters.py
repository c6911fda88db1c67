"""The parameters of a function, read from its tree."""

from __future__ import annotations

from collections.abc import Sequence

import gast

from tangentx.records import Parameter


def parameters(
    arguments: gast.arguments, defaults: Sequence[gast.AST], keyword_defaults: Sequence[gast.AST | None]
) -> tuple[Parameter, ...]:
    """In the order of a signature; `defaults` belong to the last positional ones."""
    positional = [*((name, "POSITIONAL_ONLY") for name in arguments.posonlyargs)]
    positional += [(name, "POSITIONAL_OR_KEYWORD") for name in arguments.args]
    missing: list[gast.AST | None] = [None] * (len(positional) - len(defaults))
    found = [
        _one(name, kind, value) for (name, kind), value in zip(positional, [*missing, *defaults], strict=True)
    ]
    if arguments.vararg:
        found.append(_one(arguments.vararg, "VAR_POSITIONAL", None))
    for name, value in zip(arguments.kwonlyargs, keyword_defaults, strict=True):
        found.append(_one(name, "KEYWORD_ONLY", value))
    if arguments.kwarg:
        found.append(_one(arguments.kwarg, "VAR_KEYWORD", None))
    return tuple(found)


def _one(name: gast.Name, kind: str, default: gast.AST | None) -> Parameter:
    return Parameter(name.id, kind, default, name.annotation)
