"""Random programs full of effects (walrus, calls that log or re-bind a global, short circuits) keep their meaning."""

import random
import warnings

import pytest

from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend import normalise
from tangentx.frontend.parse import parse
from tangentx.frontend.show import to_text
from tests.frontend.test_parse import in_linecache

ATOMS = ("a", "b", "c", "G", "1", "-2", "0", "3.5")
EXPRESSIONS = (
    "({} + {})", "({} * {})", "(-{})", "(not {})", "say({})", "say({}, {})", "bump({})", "(a := {})", "(b := {})",
    "({} and {})", "({} or {})", "({} if {} else {})", "({} < {} <= {})", "({} == {} != {} > {})",
    "len([{}, {}])", "say(*[{}, {}], k={}, **{{'z': {}}})", "L[int({}) % 3]", "{{{}: {}}}.get({}, {})",
    "sum([{} + i for i in range(2) if {}])", "(lambda q, w={}: q + w + a)({})",
    "max((a + i for i in L), default=0)", "({} > 1 and ({} < 2 or not {}))",
)  # fmt: skip
STATEMENTS = (
    "a = {}", "b += {}", "a, b = {}, {}", "a = b = {}", "L[int({}) % 3] = {}",
    "L[int({}) % 3], a, L[int(a) % 3] = {}, {}, {}",
    "if {}:\n        b = {}\n    else:\n        c = {}",
    "for i in range(2):\n        a = {}\n        if {}: break\n    else:\n        c = {}",
    "n = 0\n    while (n := n + 1) < 3 and {}:\n        b = {}\n        if {}: continue\n        c = {}\n"
    "    else:\n        a = {}",
)  # fmt: skip


def expression(rng, depth):
    if depth == 0:
        return rng.choice(ATOMS)
    return filled(rng.choice(EXPRESSIONS), rng, depth - 1)


def filled(pattern, rng, depth):
    holes = pattern.replace("{{", "").replace("}}", "").count("{}")
    return pattern.format(*(expression(rng, depth) for _ in range(holes)))


def run(text):
    """What happens: result or exception, the log, and the global afterwards."""
    log = []
    space = {"L": [1, 2, 3], "G": 5}

    def say(*args, **kwargs):
        log.append(repr((args, kwargs)))
        return args[0] if args else 0

    def bump(value):
        space["G"] += 1
        log.append("bump")
        return value

    space.update(say=say, bump=bump)
    exec(compile(text, in_linecache(text), "exec"), space)
    try:
        result = repr(space["f"](2, -1, 0.5))
    except (TypeError, OverflowError) as error:
        result = type(error).__name__
    return space["f"], (result, log, space["G"])


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("seed", range(4))
def test_random_programs(seed):
    rng = random.Random(seed)
    compared = 0
    for _ in range(40):
        lines = (filled(rng.choice(STATEMENTS), rng, rng.randrange(1, 4)) for _ in range(3))
        text = "def f(a, b, c):\n" + "".join(f"    {line}\n" for line in lines) + "    return a, b, c, L\n"
        with warnings.catch_warnings(action="ignore"):
            try:
                fun, expected = run(text)
                shown = to_text(normalise(parse(fun)))
            except UnsupportedSyntaxError:
                continue
            assert run(shown)[1] == expected, text + shown
        compared += 1
    assert compared > 20
