"""Which callees are free of effects, and give the same result each time they are asked."""

from __future__ import annotations

from tangentx.transform.expression_types import resolve

_IMPURE = (
    "print", "input", "open", "next", "setattr", "exec", "eval", "at", "copyto", "put", "place", "putmask", "shuffle",
    "fill_diagonal", "put_along_axis",
)  # fmt: skip
_WRITERS = (
    "add_at",
    "add_into",
    "added",
    "check_arguments",
    "check_array",
    "check_count",
    "check_disjoint",
    "check_distinct",
    "check_first_arguments",
    "check_floats",
    "check_given",
    "check_iterable",
    "check_leaf",
    "check_least",
    "check_node",
    "check_object",
    "check_ordered",
    "check_sequence",
    "check_there",
    "check_vector",
    "multiply_at_dot",
)


def is_pure(written: str) -> bool:
    """Is a callee, as written, free of effects?"""
    if not written.startswith("@"):
        return written not in _IMPURE
    root = written[1:].split(".")[0]
    if root == "runtime":
        return written.split(".")[1] not in _WRITERS
    if root not in ("numpy", "math", "scipy", "builtins"):
        return False
    return "random" not in written and written.split(".")[-1] not in _IMPURE and resolve(written) is not None
