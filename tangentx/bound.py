"""Derivatives of methods, callable objects and partials: the derivative of the function below, and what was bound.

>>> from functools import partial
>>> fun, args, keywords = unwrap(partial(max, 1, key=abs))
>>> fun, args, list(keywords)
(<built-in function max>, (1,), ['key'])
"""

from __future__ import annotations

import functools
import inspect
import types
import weakref
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any


class Bound:
    """`derivative` with its first arguments, and perhaps some keywords, given."""

    def __init__(self, derivative: Callable, args: tuple, keywords: Mapping[str, Any] | None = None):
        self.derivative, self.args, self.keywords = derivative, args, dict(keywords or {})
        self.__doc__ = derivative.__doc__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.derivative(*self.args, *args, **{**self.keywords, **kwargs})

    def __getattr__(self, name: str) -> Any:
        if name in ("derivative", "args", "keywords"):  # unpickling asks before they are there
            raise AttributeError(name)
        if name == "__signature__":
            return _without(signature_of(self.derivative), self.args, self.keywords)
        return getattr(self.derivative, name)

    def specialize(self, *args: Any, **kwargs: Any) -> Callable:
        """The bare emitted function; it takes the bound arguments too."""
        return self.derivative.specialize(*self.args, *args, **{**self.keywords, **kwargs})

    def __reduce__(self) -> tuple:
        return Bound, (self.derivative, self.args, self.keywords)

    def __repr__(self) -> str:
        return f"{self.derivative!r} of {', '.join(type(arg).__name__ for arg in self.args) or 'keywords'}"


def _without(signature: inspect.Signature, args: tuple, keywords: dict[str, Any]) -> inspect.Signature:
    """What is left to pass: a bound keyword has become a default."""

    def stand_in() -> None: ...

    stand_in.__signature__ = signature
    return inspect.signature(functools.partial(stand_in, *args, **keywords))


def signature_of(fun: Callable) -> inspect.Signature:
    """`inspect.signature`, without a look at `__wrapped__`, which would derive a derivative.

    Of a wrapper, its own: what `def wrapper(*args, **kwargs)` takes, whatever function it shows.
    """
    known = getattr(fun, "__signature__", None)
    if isinstance(known, inspect.Signature):
        return known
    if isinstance(fun, types.FunctionType) and fun.__kwdefaults__ is None:
        return _signature_of_function(fun)
    below = fun
    while isinstance(below, types.MethodType | functools.partial):
        below = below.__func__ if isinstance(below, types.MethodType) else below.func
    return inspect.signature(fun, follow_wrapped=not isinstance(below, types.FunctionType))


# function -> (its code, its defaults, its signature): both may be replaced
_known: MutableMapping[types.FunctionType, tuple] = weakref.WeakKeyDictionary()


def _signature_of_function(fun: types.FunctionType) -> inspect.Signature:
    """The signature, made once: one-shot calls ask for it in each call."""
    code, defaults, signature = _known.get(fun, (None, None, None))
    if code is not fun.__code__ or defaults is not fun.__defaults__:
        signature = inspect.signature(fun, follow_wrapped=False)
        _known[fun] = fun.__code__, fun.__defaults__, signature
    return signature


def shown_signature(fun: Callable) -> inspect.Signature | None:
    """The signature of the function that a wrapper shows; None of any other function."""
    wraps = isinstance(fun, types.FunctionType) and hasattr(fun, "__wrapped__")
    return inspect.signature(fun) if wraps else None


def unwrap(fun: Callable) -> tuple[Callable, tuple, dict[str, Any]]:
    """(function, arguments bound in front, keywords bound)."""
    args: tuple = ()
    keywords: dict[str, Any] = {}
    while True:
        if isinstance(fun, types.MethodType):
            fun, args = fun.__func__, (fun.__self__, *args)
        elif isinstance(fun, functools.partial):
            fun, args, keywords = fun.func, (*fun.args, *args), {**fun.keywords, **keywords}
        elif isinstance(fun, Bound):
            fun, args, keywords = fun.derivative, (*fun.args, *args), {**fun.keywords, **keywords}
        elif isinstance(fun, functools._lru_cache_wrapper):
            fun = fun.__wrapped__
        elif isinstance(inspect.getattr_static(type(fun), "__call__", None), types.FunctionType):
            fun, args = type(fun).__call__, (fun, *args)
        else:
            return fun, args, keywords
