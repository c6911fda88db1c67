"""Arguments of a library's function by keyword, where the rule knows them by place: `np.sum(a=x)` is `np.sum(x)`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

from tangentx.templating import registry


def by_place(callee: Any, operands: list, keywords: dict) -> tuple[list, dict]:
    """The call with those keywords at their places that stand right behind the operands.

    >>> import numpy
    >>> by_place(numpy.sum, [], {"a": "x", "axis": 0})
    (['x'], {'axis': 0})
    """
    if not keywords or not callable(callee) or isinstance(callee, str):
        return operands, keywords
    known = {p.name for rule in registry.serving(callee) for p in rule.parameters}
    if not known or operands and keywords.keys() <= known:
        return operands, keywords
    operands, keywords = list(operands), dict(keywords)
    for name in places(callee)[len(operands) :]:
        if name not in keywords or operands and keywords.keys() <= known:
            break
        operands.append(keywords.pop(name))
    return operands, keywords


def beyond(callee: Any, operands: list) -> tuple[str, ...]:
    """What a library's function calls the operands that no rule of it takes by place.

    >>> import numpy
    >>> beyond(numpy.cross, ["x", "y", 0, 0])
    ('axisa', 'axisb')
    """
    rules = registry.serving(callee) if operands and callable(callee) and not isinstance(callee, str) else ()
    if not rules or any(p.variadic for rule in rules for p in rule.parameters):
        return ()
    taken = max(sum(not p.keyword_only for p in rule.parameters) for rule in rules)
    return places(callee)[taken : len(operands)] if taken < len(operands) else ()


@cache
def places(callee: Callable) -> tuple[str, ...]:
    """The parameters of a function that can be given by place."""
    try:
        parameters = inspect.signature(callee).parameters.values()
    except (TypeError, ValueError):
        return ()
    return tuple(p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))
