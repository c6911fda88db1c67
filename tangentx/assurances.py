"""What emitted code makes sure of, where the types did not tell: the part of `tangentx.runtime` (which see) that gives
nothing, and raises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tangentx.errors import AliasingError, NotDifferentiableError
from tangentx.instances import contents


def check_one_kind(items: list) -> None:
    """Refuse what `np.vectorize` would round to the type of the first item.

    >>> check_one_kind([1.0, 0])
    """
    flat = list(items)
    while flat and isinstance(flat[0], list):
        flat = [item for row in flat for item in row]
    whole = bool(flat) and isinstance(flat[0], int | np.integer)
    if whole and any(isinstance(item, float | np.floating) for item in flat):
        raise NotDifferentiableError(
            "a function under `np.vectorize` gives a whole number first, and floats after it: NumPy rounds them",
            code="TX312", help=("let it give floats everywhere: 0.0 for 0",),
        )  # fmt: skip


def check_given(function: str, *operands: Any) -> None:
    """Refuse None where NumPy would make something of it, as `np.asarray(None)` is an array of objects.

    >>> check_given("numpy.asarray", 1.0)
    """
    if any(operand is None for operand in operands):
        raise NotDifferentiableError(
            f"{function} of what is None here", code="TX514",
            help=("give it a number or an array before, or ask `is None` first",),
        )  # fmt: skip


def check_array(written: Any) -> None:
    """Refuse a change of a container that is an element of one with unlike elements: who else has it is not known.

    >>> check_array(np.ones(3))
    """
    if not isinstance(written, np.ndarray):
        raise AliasingError(
            f"the {type(written).__name__} that is changed here is among elements of other kinds", code="TX237",
            help=("let the elements of a list have the same keys, or the same length",),
        )  # fmt: skip


def check_floats(written: Any) -> None:
    """Refuse a store of what is differentiated in an array of whole numbers, which rounds it.

    >>> check_floats(np.ones(3))
    """
    if isinstance(written, np.ndarray) and written.dtype.kind in "iub":
        raise NotDifferentiableError(
            "what is stored here is rounded: it is an array of whole numbers", code="TX233",
            help=("make it an array of floats: np.array([1.0, 2.0]), a.astype(float)",),
        )  # fmt: skip


def check_vector(function: str, items: Any) -> None:
    """Refuse the builtin `max` or `min` of an array with several axes: of one row, it is that row.

    >>> check_vector("max", np.ones(3))
    """
    if np.ndim(items) > 1:
        raise NotDifferentiableError(
            f"the builtin `{function}` of an array with {np.ndim(items)} axes", code="TX301",
            help=(f"np.{function}(a) is the {function} of all entries, np.{function}(a, axis=0) that of the rows",),
        )  # fmt: skip


def check_node(value: Any) -> None:
    """Refuse an element of an array or a text where the types of the elements are those of containers.

    >>> check_node((1.0, None))
    """
    if isinstance(value, np.ndarray | str):
        raise NotDifferentiableError(
            f"an element is read of what is {type(value).__name__} here, and a container elsewhere", code="TX230",
            help=("ask what it is first: isinstance(node, tuple)",),
        )  # fmt: skip


def check_iterable(value: Any) -> None:
    """Python's own exception for None, where a loop over the keys of a dict is written out.

    >>> check_iterable({1: 2.0})
    """
    iter(value)


def check_leaf(value: Any) -> None:
    """Refuse a container where NumPy makes an array of what is a number or an array on other paths.

    >>> check_leaf(np.ones(3))
    """
    if isinstance(value, list | tuple | dict):
        raise NotDifferentiableError(
            f"an array is made of what is a {type(value).__name__} here, and no container on other paths",
            code="TX230", help=("make it an array on all paths: np.array((x, y))",),
        )  # fmt: skip


def check_sequence(value: Any) -> None:
    """Refuse a dict where what goes through its values would go through the keys.

    >>> check_sequence([1.0])
    """
    if isinstance(value, dict):
        raise NotDifferentiableError(
            "the keys are asked for of what is a dict here, and something else on other paths", code="TX230",
            help=("ask what it is first: isinstance(z, dict)",),
        )  # fmt: skip


def check_there(value: Any) -> None:
    """Refuse None where a loop in a `try` begins: what Python raises then would not reach the handler.

    >>> check_there([1.0])
    """
    if value is None:
        raise NotDifferentiableError(
            "a loop in a `try` goes through what is None here", code="TX230",
            help=("ask first: `if z is None: raise TypeError`",),
        )  # fmt: skip


def check_object(value: Any) -> None:
    """Refuse a number where the operator of an object's class was written down.

    >>> check_object({})
    """
    if value is None or isinstance(value, int | float | complex | np.generic | np.ndarray):
        raise NotDifferentiableError(
            f"the left operand is {type(value).__name__} here, and an object elsewhere", code="TX238",
            help=("begin with the first object: sum(objects[1:], objects[0])",),
        )  # fmt: skip


def check_finished(finished: bool) -> None:
    """Behind a `with` whose manager may end an exception: its body has to have been left at its end."""
    if not finished:
        raise NotDifferentiableError(
            "a context manager ended an exception in the middle of its body", code="TX513",
            help=("catch the exception with `try` and `except` in the function that is differentiated",),
        )  # fmt: skip


def check_disjoint(written: Any, *others: Any) -> None:
    """Refuse a call in which an argument that is written shares memory with another argument.

    Parameters
    ----------
    written : an array, a list of arrays, or a tuple of several such arguments.
    others : arrays, lists of arrays, and anything else, which is not looked at.

    Raises
    ------
    AliasingError
        The derivative was written for arguments that do not overlap.

    >>> check_disjoint((np.ones(2), np.ones(2)), np.ones(2))
    """
    changed = written if isinstance(written, tuple) else (written,)
    for i, one in enumerate(changed):
        for other in (*changed[i + 1 :], *others):
            if any(_overlap(a, b) for a in _arrays_in(one) for b in _arrays_in(other)):
                raise AliasingError(
                    "two arguments share memory, and the function writes on one of them",
                    code="TX501", help=("pass a copy of one of them: f(a, a.copy())",),
                )  # fmt: skip


def check_ordered(*written: Any) -> None:
    """Refuse a call in which an array that is written is not C-ordered: whether `reshape` and `ravel` give a view of
    it, through which it is written, depends on that, and the derivative writes on a copy, which is.

    >>> check_ordered(np.ones((2, 3)))
    """
    if not all(array.flags.c_contiguous for value in written for array in _arrays_in(value)):
        raise AliasingError(
            "an array is written through what `reshape` or `ravel` gives, and is not C-ordered", code="TX510",
            help=("pass C-ordered arrays: np.ascontiguousarray(a)",),
        )  # fmt: skip


def _arrays_in(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, list):
        for item in value:
            yield from _arrays_in(item)
    elif isinstance(value, np.ndarray):
        yield value


def _overlap(a: np.ndarray, b: np.ndarray) -> bool:
    return np.may_share_memory(a, b) and np.shares_memory(a, b)


def check_count(values: Any, count: int) -> None:
    """As `a, b = values` does.

    >>> check_count([1.0, 2.0], 2)
    """
    if len(values) > count:
        raise ValueError(f"too many values to unpack (expected {count})")
    if len(values) < count:
        raise ValueError(f"not enough values to unpack (expected {count}, got {len(values)})")


def check_least(values: Any, count: int) -> None:
    """As `a, b, *rest = values` does.

    >>> check_least([1.0, 2.0, 3.0], 2)
    """
    if len(values) < count:
        raise ValueError(f"not enough values to unpack (expected at least {count}, got {len(values)})")


def check_arguments(values: Any, count: int) -> None:
    """As `f(*values)` does, of a function that takes as many arguments.

    >>> check_arguments([1.0, 2.0], 2)
    """
    if len(values) != count:
        raise TypeError(f"the function takes {count} arguments of `*`, and {len(values)} were given")


def check_first_arguments(values: Any, count: int) -> None:
    """As `f(*values)` does, of a function that takes as many arguments or more.

    >>> check_first_arguments([1.0, 2.0, 3.0], 2)
    """
    if len(values) < count:
        raise TypeError(f"the function takes {count} arguments of `*` or more, and {len(values)} were given")


def check_distinct(*containers: Any) -> None:
    """Refuse a call in which one list, dict or object is passed twice, to a function that changes it.

    Raises
    ------
    AliasingError
        The derivative was written for containers that are different ones.
    """
    seen: set[int] = set()
    todo = list(containers)
    while todo:
        part = todo.pop()
        inside = contents(part)
        if inside is None:
            continue
        if not isinstance(part, tuple):
            if id(part) in seen:
                raise AliasingError(
                    f"the same {type(part).__name__} is passed twice, and the function changes it",
                    code="TX501", help=("pass a copy of one of them: copy.deepcopy(a)",),
                )  # fmt: skip
            seen.add(id(part))
        todo += inside
