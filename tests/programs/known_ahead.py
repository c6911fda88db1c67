"""What is known while the derivative is written: texts, defaults, tuples of constants, lists that a branch makes."""

from __future__ import annotations

import ast
import functools
import json
import re
import textwrap
from typing import NewType, TypedDict, cast

import numpy as np

from tests.programs import Sampler, program

S = Sampler(70202)
PAIR = re.compile(r"(\w+)=([\d.]+)")
ELEMENT = re.compile(r"([A-Z][a-z]?)(\d*)")


def molar_mass(formula, masses):
    total = 0.0
    for element, n in ELEMENT.findall(formula):
        total += masses[element] * (int(n) if n else 1)
    return total


def stoichiometry(hydrogen, carbon, oxygen, grams):
    masses = {"H": hydrogen, "C": carbon, "O": oxygen}
    spec = json.loads('{"reactants": ["C6H12O6"], "products": {"C2H6O": 2, "CO2": 2}}')
    n = grams / molar_mass(spec["reactants"][0], masses)
    return sum(n * k * molar_mass(p, masses) ** 1.1 for p, k in spec["products"].items())


program(stoichiometry, (1.008, 12.011, 15.999, 10.0), (1.1, 12.0, 16.0, 4.0), tags="known", must_pass=True)


def read_from_texts(x):
    total = x
    for name, number in PAIR.findall("a=1.5, b=2"):
        total = total * float(number) if name == "a" else total ** float(number)
    for number in re.split(r"\s*,\s*", "1 , 2,3"):
        total += x * int(number)
    config = json.loads('{"w": [1, 2, {"q": 3}], "n": null, "b": true}')
    config["w"].append(x)
    data = ast.literal_eval("(1, 2, [3.5])")
    data[2].append(x)
    if config["n"] is None and config["b"]:
        total *= config["w"][2]["q"] * config["w"][-1] * data[2][0] * data[-1][1]
    return total


program(read_from_texts, (0.7,), (1.3,), tags="known", must_pass=True)


def commands_of_a_text(x):
    total = x
    for line in (
        textwrap.dedent("""
        mul 2
        add 3
        """)
        .strip()
        .splitlines()
    ):
        name, argument = line.split(maxsplit=1)
        total = {"mul": lambda a, t=total: t * a, "add": lambda a, t=total: t + a * x}[name](float(argument))
    return total


program(commands_of_a_text, (0.7,), (1.3,), tags="known", must_pass=True)


class State(TypedDict, total=False):
    t: float
    y: np.ndarray


Meters = NewType("Meters", float)


def types_that_are_called(x):
    state: State = State(t=x, y=np.ones(2) * x)
    other = State({"t": 2.0 * x})
    other["y"] = state["y"]
    return state["t"] * np.sum(other["y"]) + other["t"] * Meters(x) * cast(float, x)


program(types_that_are_called, (0.7,), (1.3,), tags="known", must_pass=True)


def evaluated(tree, env):
    match tree:
        case ("const", c):
            return c
        case ("var", str(name)):
            return env[name]
        case ("pow", base, n) if n >= 0:
            return evaluated(base, env) ** n
        case ("call", f, a):
            return getattr(np, f)(evaluated(a, env))
        case _:
            raise ValueError(tree)


TREE = ("pow", ("call", "sin", ("var", "x")), 2)


def tree_of_constants(x):
    return x * evaluated(TREE, {"x": x})


program(tree_of_constants, (0.7,), (1.3,), tags="known", must_pass=True)


# -- defaults ---------------------------------------------------------------------------------------------------------


def smooth(x, kernel=[0.25, 0.5, 0.25], scale=np.array([1.0, 2.0])):  # noqa: B006
    return np.convolve(x, kernel, mode="valid") * scale[0]


def fir(x, taps=(0.2, 0.3, 0.5), *, options={"gain": 2.0}, unit=1.0):  # noqa: B006
    return options["gain"] * sum(t * x[i] for i, t in enumerate(taps)) * unit


def defaults_of_functions(x):
    return np.sum(smooth(x) ** 2) + fir(x) + smooth(x, scale=np.array([3.0, 1.0]))[0]


program(defaults_of_functions, (S.normal(5),), (S.normal(6),), tags="known", must_pass=True)


class Filter:
    def apply(self, x, weights=[1.0, 2.0], *, mix=np.eye(2)):  # noqa: B006
        return np.sum(mix @ x[:2] * np.array(weights))

    @classmethod
    def of_class(cls, x, weights=[1.0, 2.0]):  # noqa: B006
        return weights[1] * x[0]

    @staticmethod
    def of_none(x, rows=[[1.0, 2.0], [3.0, 4.0]]):  # noqa: B006
        return sum(r[0] * r[1] for r in rows) * x[0]


def defaults_of_methods(x):
    return Filter().apply(x) + Filter.of_class(x) + Filter.of_none(x)


program(defaults_of_methods, (S.normal(5),), (S.normal(6),), tags="known", must_pass=True)


def noted(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


@noted
def weighed(x, k=[2.0, 3.0]):  # noqa: B006
    return x * k[1]


def legendre(n, x, _cache={}):  # noqa: B006
    if n == 0:
        return 1.0
    if n == 1:
        return x
    return ((2 * n - 1) * x * legendre(n - 1, x) - (n - 1) * legendre(n - 2, x)) / n


def defaults_of_wrapped_and_recursive(x):
    return weighed(x) + legendre(3, x)


program(defaults_of_wrapped_and_recursive, (0.7,), (1.3,), tags="known", must_pass=True)


# -- tuples of constants ----------------------------------------------------------------------------------------------


class Double:
    def of(self, x):
        return x * 2


class Squared:
    def of(self, x):
        return x**2 + 1


REGISTRY = {"z": Double, "a": Squared}


def classes_in_order_of_their_names(x):
    total = x
    for k, (_, cls) in enumerate(sorted(REGISTRY.items())):
        total = cls().of(total) * (k + 1)
    return total


program(classes_in_order_of_their_names, (0.7,), (1.3,), tags="known", must_pass=True)


def tuples_in_order(x):
    rows = sorted([(1, "b", x), (1, "a", x * x), (0, "z", 3 * x)], reverse=True)
    equal = sorted([(1, x), (1, x * x), (0, 3 * x)])
    return sum((i + 1) * row[2] for i, row in enumerate(rows)) * sum(
        (i + 1) * w for i, (_, w) in enumerate(equal)
    )


program(tuples_in_order, (0.7,), (1.3,), tags="known", must_pass=True)


# -- lists that a branch makes ----------------------------------------------------------------------------------------


def multiples(x, n):
    if n < 0:
        return [x]
    found = []
    for i in (1, 2, 3):
        found.append(i * x)
    return found


def list_behind_an_early_return(x, n):
    return sum(multiples(x, n)) * len(multiples(x, n))


program(list_behind_an_early_return, (0.7, 2), (1.3, -1), tags="known", must_pass=True)


def rows_behind_an_early_return(x, n):
    if n < 0:
        return x
    rows = [[a * b for b in (x, 2.0, x * x)] for a in (x, 1.0)]
    rows[0].append(x)
    return sum(max(r) for r in rows) + rows[1][2]


program(rows_behind_an_early_return, (0.7, 2), (1.3, -1), tags="known", must_pass=True)


def lists_of_both_branches(x, n):
    total = 0.0
    for k in range(n):
        if k % 2:
            found = []
            for w in (x, 2 * x):
                found.append(w * k)
            if k > 2:
                found.append(x)
            total += sum(a * a for a in found)
        else:
            found = [w * w for w in (x, x + 1)]
            found[k % 2] = x**3
            total += found[0] * found[1]
    return total


program(lists_of_both_branches, (0.7, 5), (1.3, 3), tags="known", must_pass=True)


def list_of_a_branch_under_two_names(x, n):
    if n > 0:
        found = [x]
        other = found
        while len(found) < n:
            found.append(found[-1] * x)
        for i in (1, 2):
            found.append(x * i)
        return sum(other) * len(found)
    return x


program(list_of_a_branch_under_two_names, (0.7, 4), (1.3, -2), tags="known", must_pass=True)


def impulse_responses(a, b, shock):
    k = a.shape[0]
    companion = np.block([[a, b], [np.eye(k), np.zeros((k, k))]])
    state = np.append(shock, np.zeros(k))
    responses = [shock]
    for _ in range(3):
        state = companion @ state
        responses.append(state[:k])
    responses = np.vstack(responses)
    return (responses.cumsum(axis=0)[-1] ** 2).sum() + np.abs(responses).max()


program(
    impulse_responses,
    (0.3 * S.normal(2, 2), 0.2 * S.normal(2, 2), S.normal(2)),
    (0.3 * S.normal(3, 3), 0.2 * S.normal(3, 3), S.normal(3)),
    tags="known",
    must_pass=True,
)


def tables_of_differences(rate, x):
    table = np.subtract.outer(x, x)
    return np.sum(np.exp(-rate * table**2).T * np.multiply.accumulate(x))


program(tables_of_differences, (0.7, S.normal(3)), (1.3, S.normal(4)), tags="known", must_pass=True)


# -- generators side by side ------------------------------------------------------------------------------------------


def square(v):
    return v * v


def generators_side_by_side(x):
    xs = [x, x * 2, 3.0]
    pairs = sum(p * q for p, q in zip((v * v for v in xs), (x * v for v in xs), strict=False))
    waves = (np.sin(x * v) for v in xs)
    triples = zip(
        (square(v) for v in xs), waves, (np.exp(-v) for i, v in enumerate(xs) if i < 2), strict=False
    )
    return pairs + sum(p * q * r for p, q, r in triples)


program(generators_side_by_side, (0.7,), (1.3,), tags="known", must_pass=True)


def columns_of_a_generator(x, n):
    a, b = zip(*((x * i, x + i) for i in range(3)), strict=True)
    c, d = zip(*((x * i, x + i) for i in range(n)), strict=True)
    return sum(a) * b[1] + sum(c) * d[1]


program(columns_of_a_generator, (0.7, 2), (1.3, 4), tags="known", must_pass=True)


class Rows:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __iter__(self):
        return iter(self.rows)

    def __matmul__(self, other):
        return Rows([[sum(a * b for a, b in zip(r, c)) for c in zip(*other.rows)] for r in self.rows])  # noqa: B905

    def __add__(self, other):
        return Rows([[a + b for a, b in zip(r, s)] for r, s in zip(self, other)])  # noqa: B905


def objects_side_by_side(x):
    one, other = Rows([[x, 1.0], [2.0, x]]), Rows([[x, x], [1.0, 3.0]])
    made = (one + other @ one).rows
    return sum(a * b for a, b in made) + sum(a[0] * b[1] for a, b in zip(one, one))  # noqa: B905


program(objects_side_by_side, (0.7,), (1.3,), tags="known", must_pass=True)


def shared_iterator(x):
    items = iter([x, 2.0, x * x, 3.0])
    return sum(p * q for p, q in zip((v * v for v in items), (x * v for v in items), strict=False))


program(shared_iterator, (0.7,), (1.3,), tags="known", must_pass=False)


# -- results that are known  ----------------------------------------------


def counted_steps(n=3):
    steps = n
    return steps


def number_under_two_names(x):
    start = 0
    count = start
    return x * x, count, counted_steps()


program(number_under_two_names, (0.7,), (1.3,), tags="known", must_pass=True)


def sum_of_nothing(x):
    rows = {}
    return x * x, sum(row * x for _, row in sorted(rows.items())), max((row for row in rows), default=2)


program(sum_of_nothing, (0.7,), (1.3,), tags="known", must_pass=True)
