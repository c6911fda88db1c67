"""Sums of products written as one operation: the same numbers, in the same shape."""

import gast
import numpy as np
import pytest

from tangentx.analysis.types import UNKNOWN, Array, Dim
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform.numbers import Numbers
from tangentx.transform.summed_products import with_sums

N, K, D = (Dim(((name, 1),)) for name in ("x.0", "x.1", "x.2"))
SIZES = {N: 4, K: 3, D: 2, Dim((), 1): 1}
SHAPES = {
    "v": (N,), "w": (N,), "q": (K,), "a": (N, K), "b": (N, K), "p": (K, D), "e": (N, K, D), "f": (N, K, D),
    "one": (Dim((), 1), K), "c": (),
}  # fmt: skip
TABLE = {name: Array("float64", shape, scalar=not shape) for name, shape in SHAPES.items()}

CASES = {
    "sum(v * w)": "dot(v, w)",
    "sum(a * b)": "vdot(a, b)",
    "sum(c * a * b * a)": "c * vdot(a * b, a)",
    "sum(a * b, axis=0)": "einsum('ij,ij->j', a, b)",
    "sum(a * b, axis=-1)": "einsum('ij,ij->i', a, b)",
    "sum(a * b, axis=1, keepdims=True)": "einsum('ij,ij->i', a, b)[:, None]",
    "sum(a * b, axis=0, keepdims=True)": "einsum('ij,ij->j', a, b)[None, :]",
    "sum(c * a * b, axis=1)": "c * einsum('ij,ij->i', a, b)",
    "sum(a * q, axis=1)": "a @ q",
    "sum(v[:, None] * a, axis=0)": "v @ a",
    "sum(a * v[:, None], axis=1)": "sum(a, axis=1) * v",
    "sum(a * q)": "einsum('ij,j->', a, q)",
    "sum(a * q, axis=0)": "sum(a, axis=0) * q",
    "sum(e * p, axis=0)": "sum(e, axis=0) * p",
    "sum(a[:, :, None] * e, axis=0)": "einsum('ij,ijk->jk', a, e)",
    "sum(a[:, :, None] * e, axis=2)": "sum(e, axis=2) * a",
    "sum(e * f, axis=(0, 2))": "einsum('ijk,ijk->j', e, f)",
    "sum(e * p * v[:, None, None], axis=1)": "einsum('ijk,jk->ik', e, p) * v[:, None]",
    "sum(e * f * p, axis=0)": "einsum('ijk,ijk->jk', e, f) * p",
    "sum(a[:, :, None] * p * e, axis=(1, 2), keepdims=True)": None,
    "sum((a - b) * b, axis=0)": "einsum('ij,ij->j', a - b, b)",
    "sum(v[:, None] * q, axis=0)": "sum(v) * q",
    "sum(v[:, None] * q, axis=1)": "sum(q) * v",
    "sum(a @ p, axis=0)": "sum(a, axis=0) @ p",
    "sum(a @ p, axis=1)": "a @ sum(p, axis=1)",
    "sum(a @ b.T, axis=0)": "sum(a, axis=0) @ b.T",
    "sum((a + b) @ p, axis=1)": "(a + b) @ sum(p, axis=1)",
    "sum(a @ q, axis=0)": None,
    "sum(v[:, None] * q)": None,
    "sum(v[:, None] * q, axis=1, keepdims=True)": None,
    "sum(one * a, axis=0)": None,  # stretched
    "sum(u * a, axis=0)": None,  # unknown
    "sum(a * b, axis=3)": None,
    "sum(a, axis=0)": None,
}


def _numpy(node: gast.AST) -> gast.AST:
    for inner in nodes.walk(node):
        if isinstance(inner, gast.Call) and isinstance(inner.func, gast.Name):
            inner.func = nodes.parse_external(f"@numpy.{inner.func.id}")
    return node


@pytest.mark.parametrize("text", CASES)
def test_one_operation(text):
    node = _numpy(nodes.parse_expression(text))
    made = expression(with_sums(node, Numbers(TABLE, lambda written: UNKNOWN))).replace("@numpy.", "")
    assert made.replace('"', "'") == (CASES[text] or text)
    rng = np.random.default_rng(0)
    values = {n: rng.normal(size=tuple(SIZES[d] for d in shape)) for n, shape in SHAPES.items()}
    values["u"] = values["a"]
    space = {"sum": np.sum, "dot": np.dot, "vdot": np.vdot, "einsum": np.einsum, **values}
    if "axis=3" in text:
        return
    before, after = eval(text, space), eval(made, space)
    assert np.shape(before) == np.shape(after)
    np.testing.assert_allclose(after, before, rtol=1e-13)
