"""What a function gives for operands that are arrays on some paths, and numbers on others.

total = 0.0
for row in rows:
    step = np.dot(total, w)      # a row of zeros in the first trip, a number after it
    total = total * step + row
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from tangentx.analysis.invented import CHOOSING
from tangentx.analysis.joins import join
from tangentx.analysis.types import Array, Type, Unknown, as_number


def either_way(sampler: Any, function: Any, kinds: list[Type], keywords: dict[str, Type]) -> Type:
    """The type of the result, whichever the operands are.  sampler: a `sampling.Sampler`."""
    known = sampler.apply(function, kinds, keywords)
    large = [isinstance(kind, Array) and not kind.scalar for kind in kinds]
    if function in CHOOSING and any(large) and not all(large):  # of arrays with one entry, and numbers
        return reduce(lambda a, b: join(a, b, sampler.fresh), kinds)
    numbers = [as_number(kind) for kind in kinds]
    if all(number is kind for number, kind in zip(numbers, kinds, strict=True)):
        return known
    other = sampler.apply(function, numbers, keywords)
    return known if isinstance(other, Unknown) else join(known, other, sampler.fresh)  # it raises there
