"""Products that are not computed twice: never read where they may have changed, and never a second name of an array."""

import gast
import pytest

from tangentx.analysis.types import UNKNOWN, Array, Dim
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform.numbers import Numbers
from tangentx.transform.one_name import arrays_of_one_name, without_last_copies
from tangentx.transform.shared_products import with_shared_products

TABLE = {
    name: Array("float64", (Dim((("x.0", 1),)),)) for name in ("x", "y", "z", "e", "q", "p", "_s", "v", "w")
}
TABLE |= {name: Array("float64", (), scalar=True) for name in ("c", "t")}

CASES = {
    "q = e / z\nv = -(e * y / z)": "q = e / z\nv = -(q * y)",
    "q = e / z\nv -= e * y / z": "q = e / z\nv -= q * y",
    "q = 2.0 * e * z\nv = 2.0 * e * y * z * x": "q = 2.0 * e * z\nv = q * y * x",
    "q = e / z\nv = numpy.sum(e * y / z)": "q = e / z\nv = numpy.dot(q, y)",
    # an adjoint is made of other terms in between, which are numbers
    "q = e / z\nc += 2.0\nv = e * y / z": "q = e / z\nc += 2.0\nv = q * y",
    # what the product is made of has another name, which is added to
    "p = e\nq = e / z\np += x\nv = e * y / z": None,
    "q = e / z\ny += x\nv = e * y / z": None,
    # the names stand for something else
    "q = e / z\nz = x\nv = e * y / z": None,
    "q = e / z\nq += x\nv = e * y / z": None,
    "e = e / z\nv = e * y / z": None,
    # what is called, or stored, may write
    "q = e / z\nx[0] = 2.0\nv = e * y / z": None,
    "q = e / z\nw = x.pop()\nv = e * y / z": None,
    # there would be two names for one array
    "q = 2.0 * e\nv = 2.0 * e\nv += x": None,
    "q = e / z\nv = runtime.unbroadcast(e / z, v)": None,
    # not one of both
    "q = e / z\nv = e * y / x": None,
    "q = 2.0 * c\nv = 2.0 * c * x": None,
    # signs
    "q = e * z\n_s = -q\nx += _s * y\nw -= _s / v": "q = e * z\nx -= q * y\nw += q / v",
    "q = e * z\n_s = -q\nx = _s * y": None,
    "q = e * z\n_s = -q\nx += _s": None,
    "q = e * z\n_s = -q\np = q\np += z\nx += _s * y": None,
    "q = e * z\n_s = -q\nq += z\nx += _s * y": None,
}


def _body(text: str) -> list:
    body = [
        nodes.clone(stmt) for stmt in gast.parse(text.replace("numpy", "__n").replace("runtime", "__r")).body
    ]
    for stmt in body:
        stmt.sweep = "reverse"
        for node in nodes.walk(stmt):
            if isinstance(node, gast.Name) and node.id in ("__n", "__r"):
                node.id = {"__n": "@numpy", "__r": "@runtime"}[node.id]
    return body


def _text(body: list) -> str:
    return "\n".join(map(_line, body)).replace("@", "")


def _line(stmt: gast.AST) -> str:
    target = stmt.targets[0] if isinstance(stmt, gast.Assign) else getattr(stmt, "target", None)
    if target is None:
        return expression(stmt.value)
    operator = {gast.Add: "+=", gast.Sub: "-="}[type(stmt.op)] if isinstance(stmt, gast.AugAssign) else "="
    return f"{expression(target)} {operator} {expression(stmt.value)}"


@pytest.mark.parametrize("given", CASES)
def test_shared(given):
    body = _body(given)
    with_shared_products(body, Numbers(TABLE, lambda written: UNKNOWN))
    assert _text(body) == (CASES[given] or given)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("q = e * z\nv = q * 2.0", {"q", "v"}),
        ("q = e * z\nv = q", set()),
        ("q = e * z\nv = q[1:]", set()),
        ("q = e * z\nx.append(q)", set()),
        ("q = e * z\nq += v", set()),
        ("q = e * z\nq = z * e", set()),
        ("q = f(z)\nv = q + 1.0", {"v"}),
    ],
)
def test_one_name(given, names):
    assert arrays_of_one_name(_body(given), Numbers(TABLE, lambda written: UNKNOWN)) == names


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("q = e * z\nreturn q.copy(), x", "q, x"),
        ("q = e * z\nreturn q.copy(), q.copy()", None),
        ("q = e * z\nreturn q.copy(), q", None),
        ("q = e[1:]\nreturn q.copy(), x", None),
        ("q = e * z\np = q\nreturn q.copy(), p", None),
    ],
)
def test_last_copies(given, expected):
    body = _body(given)
    without_last_copies(body, Numbers(TABLE, lambda written: UNKNOWN))
    assert [expression(e) for e in body[-1].value.elts] == (expected or given.rpartition("return ")[2]).split(
        ", "
    )
