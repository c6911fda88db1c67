"""Making, copying, comparing and reading trees."""

from __future__ import annotations

import gast
import pytest

from tangentx.syntax import nodes
from tangentx.syntax.source import expression, statements


def test_parsed_trees_are_fresh_and_have_no_place():
    first, second = nodes.parse_expression("a + b"), nodes.parse_expression("a + b")
    assert first is not second and first.left is not second.left
    assert not hasattr(first, "lineno")


def test_constructors_print():
    made = nodes.assign("y", nodes.call("np.sum", nodes.name("x"), axis=nodes.constant(0)))
    assert statements([made]) == "y = np.sum(x, axis=0)\n"


def test_clone_copies_what_has_state():
    [loop] = nodes.parse_statements("for k in x:\n    y[k] = 1")
    loop.tag, loop.lineno = "L3", 7
    copy = nodes.clone(loop)
    assert (copy.tag, copy.lineno) == ("L3", 7)
    assert nodes.equal(loop, copy)
    copy.body[0].targets[0].value.id = "z"
    assert loop.body[0].targets[0].value.id == "y"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y * x", "y * (a + b)"),
        ("x.T[x]", "(a + b).T[a + b]"),
        ("[x for x in x]", "[x for x in a + b]"),
        ("lambda x: x", "lambda x: x"),
        ("lambda z: x", "lambda z: a + b"),
        ("lambda x=x: x", "lambda x=a + b: x"),
        ("[x for y in z for x in x]", "[x for y in z for x in x]"),
        ("f(x=x)", "f(x=a + b)"),
    ],
)
def test_substitute(text, expected):
    tree = nodes.parse_expression(text)
    before = expression(tree)
    assert expression(nodes.substitute(tree, {"x": nodes.parse_expression("a + b")})) == expected
    assert expression(tree) == before


def test_substitute_refuses_capture():
    with pytest.raises(ValueError, match="capture 'a'"):
        nodes.substitute(nodes.parse_expression("lambda a: a + x"), {"x": nodes.name("a")})
    outside = nodes.substitute(nodes.parse_expression("[a for a in x]"), {"x": nodes.name("a")})
    assert expression(outside) == "[a for a in a]"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("f(a, b, *c, k=d)", "f a b c d"),
        ("{a: b, **c}", "a b c"),
        ("a if b else c", "b a c"),
        ("a < b < a", "a b a"),
        ("[x + y for x in z if w]", "z w y"),
        ("lambda x, y=a: x + y + b", "a b"),
        ("x[i:j].T", "x i j"),
    ],
)
def test_names_read_by_expressions(text, names):
    assert nodes.names_read(nodes.parse_expression(text)) == names.split()


@pytest.mark.parametrize(
    ("text", "read", "bound"),
    [
        ("x = y", "y", "x"),
        ("x += y", "x y", "x"),
        ("x[i] += y", "x i y", ""),
        ("x[i], y = z", "z x i", "y"),
        ("for i, j in z:\n    x = i", "z i", "i j x"),
        ("with f(a) as b:\n    c = b", "f a b", "b c"),
        ("import numpy.linalg, a as b", "", "numpy b"),
        ("from a import b as c, d", "", "c d"),
        ("def f(x, n=m):\n    y = x\n    return y + z", "m z", "f"),
        ("x = (y := z) + 1", "z", "y x"),
        ("x = [(w := i) for i in y]", "y", "w x"),
        ("try:\n    pass\nexcept E as e:\n    x = e", "E e", "e x"),
        ("del x, y[i]", "y i", "x"),
        ("x: int = y", "y int", "x"),
        ("lambda q: (p := q)", "", ""),
    ],
)
def test_names_of_statements(text, read, bound):
    [statement] = nodes.parse_statements(text)
    assert nodes.names_read(statement) == read.split()
    assert nodes.names_bound(statement) == bound.split()


def test_equal_knows_types_and_zeros():
    parse = nodes.parse_expression
    assert nodes.equal(parse("f(x, 1)"), gast.parse("f( x,1 )", mode="eval").body)
    for a, b in [
        ("1", "1.0"),
        ("1", "True"),
        ("0.0", "-0.0"),
        ("x", "y"),
        ("f(x)", "f(x, x)"),
        ("a + b", "a - b"),
    ]:
        assert not nodes.equal(parse(a), parse(b))
    assert not nodes.equal(nodes.constant(0.0), nodes.constant(-0.0))
    assert nodes.equal(nodes.constant(float("nan")), nodes.constant(float("nan")))


def test_dotted():
    assert nodes.dotted(nodes.parse_expression("np.linalg.norm")) == "np.linalg.norm"
    assert nodes.dotted(nodes.parse_expression("f().x")) is None
