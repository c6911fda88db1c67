"""The rule for one `numpy.einsum`, written for its subscripts: products and sums that a person would write.

    y = np.einsum("ij,jk->ik", a, b)        a_bar += y_bar @ b.T        b_bar += a.T @ y_bar

The adjoint of an operand is the contraction of the result's adjoint with the other operands.  It is written out where
the subscripts are a literal, no operand repeats a label, every label of an operand stands in another one or in the
result, and no extent can be 1 where another is not.  Otherwise the general rule works it out while it runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations

from tangentx.analysis.types import Array, Const, Type
from tangentx.records import Rule
from tangentx.templating.reader import read

_HEAD = "import numpy\nfrom tangentx.rules import Static, bar, conj, dot\n\n\n"
Factor = tuple[str, str]  # labels, text


def einsum_rule(kinds: list[Type], named: dict[str, Type]) -> Rule | None:
    """The rule for these operands (the subscripts first), or None."""
    if named or not kinds or not isinstance(kinds[0], Const) or not isinstance(kinds[0].value, str):
        return None
    inputs, output = _labels(kinds[0].value)
    operands = kinds[1:]
    if len(inputs) != len(operands) or not all(map(_fits, inputs, operands)):
        return None
    extents: dict[str, list] = {}
    for labels, kind in zip(inputs, operands, strict=True):
        for label, dim in zip(labels, kind.shape, strict=True):
            extents.setdefault(label, []).append(dim)
    if any(
        not all(d.is_one for d in dims) and not all(d.never_one for d in dims) for dims in extents.values()
    ):
        return None
    seen = Counter("".join(inputs) + output)
    return _written(kinds[0].value, tuple(inputs), output) if all(n > 1 for n in seen.values()) else None


def _labels(subscripts: str) -> tuple[list[str], str]:
    """Of the operands, and of the result, which are in order where they are not given."""
    before, arrow, output = subscripts.replace(" ", "").partition("->")
    count = Counter(before.replace(",", ""))
    return before.split(","), output if arrow else "".join(sorted(a for a, n in count.items() if n == 1))


def _fits(labels: str, kind: Type) -> bool:
    known = isinstance(kind, Array) and isinstance(kind.shape, tuple) and len(kind.shape) == len(labels)
    return known and labels.isalpha() and len(set(labels)) == len(labels)


@lru_cache(maxsize=256)
def _written(subscripts: str, inputs: tuple[str, ...], output: str) -> Rule:
    names = [f"x{k}" for k in range(len(inputs))]
    lines = [f"def einsum(subscripts: Static, {', '.join(names)}):"]
    lines.append(f"    y = numpy.einsum(subscripts, {', '.join(names)})")
    quick = contraction([*zip(inputs, names, strict=True)], output)
    if (
        "@" in quick or "optimize" in quick and max(map(len, inputs)) > 2
    ):  # planning costs what a small product does
        lines.append(f"    quick = {quick}")
    pushed = (", ".join(f"dot[{n}]" if n == name else n for n in names) for name in names)
    lines.append(f"    dot[y] = {' + '.join(f'numpy.einsum(subscripts, {given})' for given in pushed)}")
    for k, name in enumerate(names):
        others = [(inputs[j], f"conj({names[j]})") for j in range(len(names)) if j != k]
        lines.append(f"    bar[{name}] += {contraction([(output, 'bar[y]'), *others], inputs[k])}")
    return read(_HEAD + "\n".join(lines) + "\n", f"<rule of einsum {subscripts}>")[0].rule


def contraction(factors: list[Factor], output: str) -> str:
    """The text of a product of arrays, summed over the labels that are not in `output`.

    >>> contraction([("ik", "e"), ("jk", "b")], "ij")
    'e @ b.T'
    >>> contraction([("", "e"), ("ij", "a"), ("j", "y")], "i")
    'e * (a @ y)'
    >>> contraction([("bij", "a"), ("j", "y")], "bi")
    'a @ y'
    >>> contraction([("bik", "e"), ("bjk", "b")], "bij")
    'e @ numpy.swapaxes(b, -1, -2)'
    >>> contraction([("il", "e"), ("jk", "b"), ("kl", "c")], "ij")
    '(e @ c.T) @ b.T'
    >>> contraction([("i", "x"), ("ij", "a"), ("j", "y")], "")
    '(x @ a) @ y'
    >>> contraction([("i", "e"), ("j", "y")], "ij")
    "numpy.einsum('i,j->ij', e, y)"
    """
    numbers = [text for labels, text in factors if not labels]
    arrays = [factor for factor in factors if factor[0]]
    product = _product_of(arrays, output) if arrays else ""
    if not numbers or not product:
        return " * ".join([*numbers, *([product] if product else [])])
    return " * ".join([*numbers, product if product.isidentifier() or _is_call(product) else f"({product})"])


def _is_call(text: str) -> bool:
    return text.endswith(")") and " @ " not in text


def _product_of(arrays: list[Factor], output: str) -> str:
    if len(arrays) == 1 and arrays[0][0] == output:
        return arrays[0][1]
    if len(arrays) == 2:
        matrices = _matrix_product(arrays[0], arrays[1], output) or _matrix_product(
            arrays[1], arrays[0], output
        )
        if matrices:
            return matrices
    if len(arrays) > 2:
        for made in _first_products(arrays, output):
            whole = _product_of(made, output)
            if "einsum" not in whole:
                return whole
    summed = set("".join(labels for labels, _ in arrays)) - set(output)
    large = len(arrays) > 2 or max(len(labels) for labels, _ in arrays) > 2  # planning has its price
    planned = ", optimize=True" if summed and len(arrays) > 1 and large else ""
    spec = f"{','.join(labels for labels, _ in arrays)}->{output}"
    return f"numpy.einsum({spec!r}, {', '.join(text for _, text in arrays)}{planned})"


def _first_products(arrays: list[Factor], output: str) -> Iterator[list[Factor]]:
    """The factors with two of them multiplied, in every way that is a product of matrices; small results first."""
    found = []
    for i, j in permutations(range(len(arrays)), 2):
        rest = [factor for k, factor in enumerate(arrays) if k not in (i, j)]
        elsewhere = "".join(labels for labels, _ in rest) + output
        both = arrays[i][0] + arrays[j][0]
        labels = "".join(a for a in dict.fromkeys(both) if a in elsewhere)
        product = _matrix_product(arrays[i], arrays[j], labels)
        if product is not None:
            found.append([(labels, f"({product})"), *rest])
    yield from sorted(found, key=lambda made: len(made[0][0]))


def _matrix_product(left: Factor, right: Factor, output: str) -> str | None:
    """`a @ b`, with the matrices turned as they have to be; None where the sum is none of that kind."""
    (rows, a), (columns, b) = left, right
    if len(rows) > 2 and rows[-1:] == columns[:1] and len(columns) < 3:
        plain = rows[-1] not in output and rows[:-1] + columns[1:] == output
        return f"{a} @ {b}" if plain and not set(rows) & set(columns[1:]) else None
    stacked = 0
    while rows[:1] and rows[:1] == columns[:1] == output[:1]:
        rows, columns, output, stacked = rows[1:], columns[1:], output[1:], stacked + 1
    summed = [label for label in rows if label in columns]
    if len(summed) != 1 or summed[0] in output or max(len(rows), len(columns)) > 2:
        return None
    if stacked and min(len(rows), len(columns)) < 2:
        return None  # a stack of vectors is a matrix to `@`
    if "".join(label for label in rows + columns if label != summed[0]) != output:
        return None
    a = _turned(a, stacked) if len(rows) == 2 and rows[0] == summed[0] else a
    b = _turned(b, stacked) if len(columns) == 2 and columns[1] == summed[0] else b
    return f"{a} @ {b}"


def _turned(text: str, stacked: int) -> str:
    return f"numpy.swapaxes({text}, -1, -2)" if stacked else f"{text}.T"
