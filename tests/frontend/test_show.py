"""The text of A-normal form."""

from tangentx.frontend import normalise
from tangentx.frontend.parse import parse
from tangentx.frontend.show import source_text, to_text


def test_signature():
    def f(a, /, b=-1, *, c=(1, -2), **more):
        return a

    assert to_text(normalise(parse(f))).startswith("def f(a, /, b=-1, *, c=(1, -2), **more):\n")


def test_negative_constants_keep_their_parentheses():
    def f(x):
        return (-1) ** x, -(1**2), (-2).real

    assert "-1 **" not in to_text(normalise(parse(f))).replace("= -1", "")
    space = {}
    exec(to_text(normalise(parse(f))), space)
    assert space["f"](3) == f(3)


def test_source_is_the_users():
    def f(x):
        return x  # as written

    assert source_text(parse(f)) == "    def f(x):\n        return x  # as written\n"
