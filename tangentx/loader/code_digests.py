"""The code of a function as text that means the same in another process."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType
from typing import Any

from tangentx.loader.digests import digest


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code object and those inside it."""
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from codes(const)


def code_digest(code: CodeType, lines: bool = True) -> str:
    """A digest of what the code does, and, with `lines`, of where each part of it stands.

    >>> f, g = (lambda x: x + 1), (lambda x: x + 1)
    >>> code_digest(f.__code__, lines=False) == code_digest(g.__code__, lines=False)
    True
    """
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags)
    places = [str(code.co_firstlineno), code.co_linetable] if lines else []
    constants = [_constant_text(const, lines) for const in code.co_consts]
    return digest(
        code.co_qualname, code.co_code, code.co_exceptiontable, repr(names), repr(counts), *constants, *places
    )


def _constant_text(value: Any, lines: bool) -> str:
    if isinstance(value, CodeType):
        return f"code {code_digest(value, lines)}"
    if isinstance(value, tuple | frozenset):
        items = [_constant_text(item, lines) for item in value]
        return f"{type(value).__name__} {items if isinstance(value, tuple) else sorted(items)}"
    return f"{type(value).__name__} {value!r}"
