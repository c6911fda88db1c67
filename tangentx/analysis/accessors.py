"""What reads an attribute and what calls a method: one function for each name.

Sampling knows what it has been asked by the function and the types of its operands (`Sampler.apply`): a function made
anew for each question would be run on samples each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


@cache
def attribute(name: str) -> Callable:
    """`x.name` as a function of x."""
    return lambda x: getattr(x, name)


@cache
def method(name: str) -> Callable:
    """`x.name(...)` as a function of x and what is in the brackets."""
    return lambda x, *operands, **keywords: getattr(x, name)(*operands, **keywords)
