"""Which parameters, or parts of them, a derivative is with respect to, and whether their values can be.

>>> import inspect
>>> resolve(-1, inspect.signature(lambda w, x: 0), "f")
(('x',), False)
>>> resolve(("x", "w"), inspect.signature(lambda w, x: 0), "f")
(('x', 'w'), True)
>>> resolve(("p.w", 2), inspect.signature(lambda p, *xs: 0), "f")
(('p.w', 'xs[1]'), True)
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tangentx.errors import NotDifferentiableError
from tangentx.paths import parse, part, path_of, written
from tangentx.pytrees import carries, flatten

Wrt = int | str | Sequence[int | str]

_BY_INDEX = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
)
_OPAQUE = (str, bytes, bool, int, np.generic, np.ndarray, type(None), range, set, frozenset)


def resolve(
    wrt: Wrt,
    signature: inspect.Signature,
    label: str,
    below: inspect.Signature | None = None,
    given: int = 0,
    shown: inspect.Signature | None = None,
) -> tuple[tuple[str, ...], bool]:
    """(names or paths in the order asked for, whether a sequence was asked for).

    below : the signature of the function below a method or partial, with what is bound: `self`.
    given : how many arguments are bound in front.
    shown : the signature of the function that a wrapper shows: its names stand for entries of `*args`.
    """
    is_sequence = not isinstance(wrt, str) and isinstance(wrt, Sequence)
    below = below or signature
    entries = wrt if is_sequence else (wrt,)
    names = tuple(_name(entry, signature, label, below, given, shown) for entry in entries)
    if not names:
        raise _error("`wrt` is empty", signature, label)
    for name in names:
        if names.count(name) > 1:
            raise _error(f"`wrt` names `{name}` twice", signature, label)
    return names, is_sequence


def _name(
    entry: Any,
    signature: inspect.Signature,
    label: str,
    below: inspect.Signature,
    given: int,
    shown: inspect.Signature | None,
) -> str:
    if isinstance(entry, str):
        path = parse(entry if shown is None else _behind(entry, shown, below))
        if path is None or path.parameter not in below.parameters:
            missing = entry if path is None else path.parameter
            raise _error(f"{label} has no parameter `{missing}`", signature, label)
        return str(path)
    if isinstance(entry, bool) or not hasattr(entry, "__index__"):
        raise _error(f"`wrt` must be a parameter's name or position, not {entry!r}", signature, label)
    index = operator.index(entry)
    positional = _positional(signature)
    starred = next((n for n, p in signature.parameters.items() if p.kind is p.VAR_POSITIONAL), None)
    if starred is not None and not 0 <= index < len(positional):
        before = max(0, given - len(_positional(below)))  # what is bound is in `*args` too
        return written(starred, (index if index < 0 else index - len(positional) + before,))
    if not -len(positional) <= index < len(positional):
        raise _error(f"{label} has no positional parameter {index}", signature, label)
    return positional[index]


def _behind(entry: str, shown: inspect.Signature, below: inspect.Signature) -> str:
    """What a wrapper calls the parameter of the function that it shows.

    >>> f, wrapper = inspect.signature(lambda x, y: 0), inspect.signature(lambda *args, **kwargs: 0)
    >>> _behind("y.mass", f, wrapper)
    'args[1].mass'
    """
    path = parse(entry)
    names, own = _positional(shown), _positional(below)
    starred = next((n for n, p in below.parameters.items() if p.kind is p.VAR_POSITIONAL), None)
    if path is None or path.parameter in below.parameters or path.parameter not in names or starred is None:
        return entry
    index = names.index(path.parameter) - len(own)
    return entry if index < 0 else f"{starred}[{index}]{entry.removeprefix(path.parameter)}"


def _positional(signature: inspect.Signature) -> list[str]:
    return [name for name, parameter in signature.parameters.items() if parameter.kind in _BY_INDEX]


def _error(message: str, signature: inspect.Signature, label: str) -> NotDifferentiableError:
    names = ", ".join(signature.parameters)
    listed = f"the parameters of {label} are {names}" if names else f"{label} has no parameters"
    return NotDifferentiableError(message, code="TX406", help=[listed])


def is_differentiable(value: Any) -> bool:
    """Whether a value can carry a derivative: it is, or holds, a float or complex number, or is an object."""
    leaves, _ = flatten(value)
    return any(carries(leaf) or not (isinstance(leaf, _OPAQUE) or callable(leaf)) for leaf in leaves)


def value_of(name: str, values: Mapping[str, Any]) -> Any:
    """The argument, or the part of one, that a name stands for.

    >>> value_of("p['w']", {"p": {"w": 2.0}})
    2.0
    """
    path = path_of(name)
    return part(values[path.parameter], path, describe)


def check_value(name: str, value: Any, mode: str) -> None:
    """Refuse to differentiate with respect to integers, strings, None..."""
    if is_differentiable(value):
        return
    raise NotDifferentiableError(
        f"{mode} with respect to `{name}` needs floats; it was called with {describe(value)}",
        code="TX404",
        help=[_way_out(name, value), f"or differentiate with respect to another parameter: wrt={'...'!r}"],
    )


def _way_out(name: str, value: Any) -> str:
    if isinstance(value, np.ndarray) and value.dtype.kind in "iub":
        return f"pass floats: {name}.astype(float)"
    if isinstance(value, np.ndarray):
        return f"pass an array of floats: np.asarray({name}, dtype=float)"
    if isinstance(value, bool | int | np.integer | np.bool_):
        return f"pass a float: {float(value)!r}"
    if flatten(value)[1].cls is not None:
        return f"pass floats in `{name}`: 2.0 instead of 2"
    return f"pass a float, an array of floats, or a container of them as `{name}`"


def describe(value: Any) -> str:
    """What a value is, in a user's words.

    >>> describe(np.zeros((2, 3))), describe(None), describe(3), describe([1, 2])
    ('a float64 array of shape (2, 3)', 'None', 'the int 3', 'a list')
    """
    if isinstance(value, np.ndarray):
        return f"{_article(str(value.dtype))} array of shape {value.shape}"
    if value is None:
        return "None"
    if isinstance(value, bool | int | float | complex | np.generic):
        return f"the {type(value).__name__} {value}"
    if isinstance(value, str):
        return f"the string {value[:20]!r}"
    return _article(type(value).__name__)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
