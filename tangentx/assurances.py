"""What emitted code makes sure of, where the types did not tell: the part of `tangentx.runtime` (which see) that gives
nothing, and raises."""

from __future__ import annotations

from typing import Any

import numpy as np

from tangentx.errors import NotDifferentiableError


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


def check_finished(finished: bool) -> None:
    """Behind a `with` whose manager may end an exception: its body has to have been left at its end."""
    if not finished:
        raise NotDifferentiableError(
            "a context manager ended an exception in the middle of its body", code="TX513",
            help=("catch the exception with `try` and `except` in the function that is differentiated",),
        )  # fmt: skip
