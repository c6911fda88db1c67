"""Functions of the benchmarks under Numba, with what they call.

Adding a number and taking it away again is how `loops.vector` rounds: there products and sums may become one
instruction, whatever the options say, and nothing more.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

HERE = __name__.rpartition(".")[0]
VECTOR = f"{HERE}.loops.vector"


def rescoped(function: Callable, scope: dict[str, Any]) -> Callable:
    """The function with other globals."""
    return types.FunctionType(
        function.__code__, scope, function.__name__, function.__defaults__, function.__closure__
    )


def compiled(function: Callable, **options: Any) -> Callable:
    """As Numba compiles it, with division as NumPy's; functions of this folder that it calls are compiled too."""
    import numba

    scope = dict(function.__globals__)
    if function.__module__ == VECTOR:
        options = {"fastmath": {"contract"}}
    for name in function.__code__.co_names:
        value = scope.get(name)
        if isinstance(value, types.FunctionType) and value.__module__.startswith(HERE):
            scope[name] = compiled(value, **options)
    return numba.njit(error_model="numpy", **options)(rescoped(function, scope))
