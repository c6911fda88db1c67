"""What Numba adds to Python, in Python's own terms: Numba is not imported, its objects are known by their names.

prange(n)                    range(n): the derivative is one loop, whose trips may add to the same adjoint
typed.List(), typed.Dict()   a list, a dict
@vectorize                   its Python function, entry by entry
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tangentx.analysis import entrywise
from tangentx.analysis.program import external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Const
from tangentx.records import Place


def find(callee: Any) -> Callable | None:
    """The handler for something of Numba's; None for anything else."""
    module = getattr(callee, "__module__", None) or ""
    if type(callee).__module__ == "numba.np.ufunc.dufunc":
        return _ufunc(callee)
    if not isinstance(module, str) or not module.startswith("numba."):
        return None
    return _HANDLERS.get(getattr(callee, "__qualname__", ""))


def _as_builtin(name: str, builtin: Any, takes_types: bool = False) -> Callable:
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        given = ([], {}) if takes_types else (operands, keywords)
        s.call(target, external(f"builtins.{name}"), Const(builtin), *given, place, env)
        return True

    return handler


def _ufunc(made: Any) -> Callable:
    """A function of numbers that `numba.vectorize` has made."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        function = made._dispatcher.py_func
        kinds = [s.kind(a, env) for a in operands]
        if any(isinstance(k, Array) and not k.scalar for k in kinds):
            gives_floats = bool(made.types) and all(signature.endswith("->d") for signature in made.types)
            each = entrywise.Entrywise(s.constant_atom(function, env, place), gives_floats)
            return entrywise.call(s, target, each, operands, keywords, place, env)
        s.python_call(target, func, function, operands, keywords, place, env)
        return True

    return handler


_HANDLERS: dict[str, Callable] = {
    "prange": _as_builtin("range", range),
    "List": _as_builtin("list", list),
    "List.empty_list": _as_builtin("list", list, takes_types=True),
    "Dict": _as_builtin("dict", dict),
    "Dict.empty": _as_builtin("dict", dict, takes_types=True),
}
