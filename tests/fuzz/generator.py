"""A seeded generator of typed random programs: the same seed gives the same text, for ever.

Values are scalars, vectors of 4 and matrices of 3 by 4, of order one by construction: differences settle.
Level 1 is the language of straight code, branches, loops, helpers, tuples and plain stores; level 2 adds
views, aliases, masks, repeated indices, closures, containers and comprehensions.
"""

from __future__ import annotations

import random
from collections.abc import Callable

COLUMNS, ROWS = 4, 3
MAX_DEPTH = 3

HEADER = '"""Random program {seed}, level {level}."""\n\nimport math\n\nimport numpy as np\n\nRATE = 0.4\n'


class Generator:
    """Writes one program; the state is the lines so far and the names that are surely bound, by type."""

    def __init__(self, seed: int, level: int = 1):
        self.random = random.Random(seed * 2 + level)
        self.seed, self.level = seed, level
        self.lines: list[str] = []
        self.scope: dict[str, list[str]] = {}
        self.helpers: list[tuple[str, str]] = []
        self.integers: list[str] = []
        self.depth = self.loops = self.counter = 0
        self.result: Callable[[], str] = lambda: self.scalar(1)

    # -- the whole ------------------------------------------------------------------------------

    def program(self) -> str:
        """The text of a module whose entry is `main(x, y, v, w, m)`."""
        self.lines = [HEADER.format(seed=self.seed, level=self.level)]
        for k in range(self.random.randint(0, 3)):
            self._helper(f"helper_{k}", self.random.choice(["scalar", "vector", "pair"]))
        self._start("main", {"S": ["x", "y"], "V": ["v", "w"], "M": ["m"]})
        self.block(self.random.randint(3, 6))
        self.result = self._entry_result
        self.emit(f"return {self.result()}")
        return "\n".join(self.lines) + "\n"

    def _entry_result(self) -> str:
        total = " + ".join(
            [*self.scope["S"], *(f"np.sum({n} * {n})" for n in self.scope["V"] + self.scope["M"])]
        )
        return f"0.1 * ({total}) + {self.scalar(1)}"

    def _start(self, name: str, scope: dict[str, list[str]], signature: str = "") -> None:
        self.scope = {kind: list(names) for kind, names in scope.items()}
        self.integers, self.depth, self.loops = [], 0, 0
        names = signature or ", ".join(n for kind in self.scope for n in self.scope[kind])
        self.lines.append(f"\ndef {name}({names}):")

    def _helper(self, name: str, kind: str) -> None:
        signature = "s, u, k=0.5" if self.random.random() < 0.5 else "s, u"
        self._start(name, {"S": ["s"] + (["k"] if "k=" in signature else []), "V": ["u"], "M": []}, signature)
        results = {
            "scalar": lambda: self.scalar(1),
            "vector": lambda: self.vector(1),
            "pair": lambda: f"{self.scalar(1)}, {self.vector(1)}",
        }
        self.result = results[kind]
        # A helper works on a copy, unless the level allows it to write into what it was given.
        if self.level == 1 or self.random.random() < 0.7:
            self.emit("u = u * 1.0")
        self.block(self.random.randint(1, 3))
        self.emit(f"return {self.result()}")
        self.helpers.append((name, kind))

    def emit(self, text: str) -> None:
        self.lines.append("    " * (self.depth + 1) + text)

    def fresh(self, kind: str) -> str:
        self.counter += 1
        return f"{kind.lower()}{self.counter}"

    def pick(self, *options: Callable) -> Callable:
        return self.random.choice(options)

    # -- expressions ------------------------------------------------------------------------------

    def constant(self) -> str:
        return self.random.choice(["0.5", "1.5", "-0.7", "0.3", "2.0", "RATE", "1.0"])

    def index(self, size: int) -> str:
        choices = [str(self.random.randrange(size)), str(-self.random.randint(1, size))]
        choices += [f"{i} % {size}" for i in self.integers[-2:]]
        return self.random.choice(choices)

    def scalar(self, depth: int) -> str:
        names = self.scope["S"]
        if depth <= 0:
            return self.random.choice([*names, *names, self.constant()])
        a, b = self.scalar(depth - 1), self.scalar(depth - 1)
        v, m = self.name("V"), self.name("M")
        forms = [
            f"math.sin({a})", f"math.tanh({a} + {b})", f"0.5 * ({a} + {b})", f"({a}) / (1.5 + ({b}) * ({b}))",
            f"math.exp(-({a}) * ({a})) - {b}", f"math.sqrt(1.0 + ({a}) ** 2)", f"math.cos({a}) * {b}",
            f"({a} if {b} > 0.2 else {b})", f"abs({a}) * 0.5", f"max({a}, {b} + 0.1)", f"np.cos({a})",
        ]  # fmt: skip
        if v:
            forms += [f"{v}[{self.index(COLUMNS)}]", f"np.mean({v})", f"np.dot({v}, {self.name('V')}) * 0.2"]
            forms += [f"np.tanh(np.sum({v}))", f"np.max({v})", f"{v}[1:].sum() * 0.3"]
        if m:
            forms += [
                f"{m}[{self.index(ROWS)}, {self.index(COLUMNS)}]",
                f"np.mean({m})",
                f"np.sum({m}[:, 1]) * 0.3",
            ]
        if self.level > 1:
            forms += [f"sum([{a}, 0.3 * {b}])", f"(lambda t: t * {a})(0.4)"]
            forms += [f"sum(q * 0.2 for q in {v})"] if v else []
        return self.random.choice(forms)

    def vector(self, depth: int) -> str:
        name = self.name("V")
        if depth <= 0 or not name:
            return name or f"np.ones({COLUMNS}) * {self.scalar(0)}"
        a, b, s, m = self.vector(depth - 1), self.vector(depth - 1), self.scalar(0), self.name("M")
        forms = [
            f"np.sin({a})", f"np.tanh({a} + {b})", f"0.5 * ({a} - {s} * {b})",
            f"({a}) / (1.5 + ({b}) * ({b}))",
            f"np.where({a} > {s}, {a}, {b} * 0.3)", f"np.exp(-({a}) ** 2)", f"({a})[::-1] * {s}",
            f"np.concatenate((({a})[:2], ({b})[2:]))", f"np.maximum({a}, {s}) * 0.5", f"np.cos({a}) * {s}",
            f"({a} - np.mean({b}))", f"np.sqrt(1.0 + (({a}) * ({b})) ** 2)",
        ]  # fmt: skip
        if m:
            forms += [
                f"{m}[{self.index(ROWS)}] * 0.7",
                f"np.sum({m}, axis=0) * 0.3",
                f"{m}.max(axis=0) * 0.5",
            ]
        if self.level > 1:
            forms += [
                f"({a})[[0, 0, 1, 3]]",
                f"np.array([{s}, 0.5, {s} * {s}, ({a})[0]])",
                f"np.roll({a}, 1)",
            ]
        return self.random.choice(forms)

    def matrix(self, depth: int) -> str:
        name = self.name("M")
        if depth <= 0 or not name:
            return name or f"np.outer({self.vector(0)}[:3], {self.vector(0)}) * 0.3"
        a, b, v, s = self.matrix(depth - 1), self.matrix(depth - 1), self.vector(0), self.scalar(0)
        forms = [
            f"np.sin({a})", f"0.5 * ({a} + {b})", f"np.tanh(({a}) * {v})", f"({a}) * {s} - {v}",
            f"({a})[::-1] * 0.6",
            f"np.outer({v}[:3], {v}) * 0.3", f"({a}) / (2.0 + ({b}) ** 2)",
            f"({a} - np.mean({b}, axis=1, keepdims=True))",
            f"0.2 * (({a}) @ ({b}).T @ ({a}))",
        ]  # fmt: skip
        return f"np.tanh({self.random.choice(forms)})"

    def name(self, kind: str) -> str:
        names = self.scope[kind]
        return self.random.choice(names) if names else ""

    def expression(self, kind: str) -> str:
        return {"S": self.scalar, "V": self.vector, "M": self.matrix}[kind](self.random.randint(1, 2))

    def test(self) -> str:
        a = self.scalar(1)
        tests = [f"{a} > {self.constant()}", f"{a} < 0.4", f"-0.5 < {self.scalar(0)} < 0.8"]
        tests += [f"{self.scalar(0)} > 0.0 and {self.scalar(0)} < 1.0"]
        tests += [f"{i} % 2 == 0" for i in self.integers[-1:]]
        return self.random.choice(tests)

    # -- statements ---------------------------------------------------------------------------------

    def block(self, count: int) -> None:
        for _ in range(count):
            self.statement()

    def statement(self) -> None:
        simple = [self.assign] * 4 + [self.augment] * 2 + [self.store] * 3 + [self.two, self.call, self.call]
        nested = (
            [self.branch, self.branch, self.loop, self.loop, self.repeat] if self.depth < MAX_DEPTH else []
        )
        jumps = [self.jump] if self.loops and self.depth else []
        rich = (
            [self.view, self.swap, self.fancy, self.container, self.closure, self.alias]
            if self.level > 1
            else []
        )
        self.pick(*simple, *nested, *jumps, *rich)()

    def assign(self) -> None:
        kind = self.random.choice("SSVVM")
        text = self.expression(kind)
        target = self.target(kind)
        self.emit(
            f"{target} = {text}" if kind == "S" or not text.isidentifier() else f"{target} = {text} * 1.0"
        )

    def target(self, kind: str) -> str:
        """A name of this kind to bind: a known one, or a new one, which is known from here on."""
        if self.scope[kind] and self.random.random() < 0.5:
            return self.name(kind)
        name = self.fresh(kind)
        self.scope[kind].append(name)
        return name

    def augment(self) -> None:
        kind = self.random.choice("SSV") if self.level == 1 else self.random.choice("SVVM")
        name = self.name(kind)
        if not name:
            return
        if kind == "S" or self.level > 1:
            forms = [
                f"+= 0.3 * {self.expression(kind)}",
                f"-= 0.2 * {self.scalar(1)}",
                f"*= 0.8 * math.cos({self.scalar(0)})",
            ]
            self.emit(f"{name} {self.random.choice(forms)}")
        else:
            self.emit(f"{name} = {name} + 0.3 * {self.expression(kind)}")

    def owned(self, kind: str) -> str:
        """The name of an array that nothing else refers to: a copy made on the spot."""
        source = self.name(kind) or self.expression(kind)
        name = self.fresh(kind)
        self.emit(f"{name} = {source}.copy()" if source.isidentifier() else f"{name} = {source}")
        self.scope[kind].append(name)
        return name

    def store(self) -> None:
        if self.scope["M"] and self.random.random() < 0.3:
            self._store_matrix()
            return
        v = (
            self.owned("V")
            if self.random.random() < 0.5 or not self.scope["V"] or self.level == 1
            else self.name("V")
        )
        i = self.index(COLUMNS)
        stores = [
            f"{v}[{i}] = {self.scalar(1)}", f"{v}[{i}] += {self.scalar(1)}", f"{v}[1:3] = {self.scalar(1)}",
            f"{v}[1:] = 0.7 * {v}[:-1]", f"{v}[:2] *= {self.scalar(0)}",
            f"{v}[1:-1] += 0.4 * ({v}[:-2] - {v}[2:])",
            f"{v}[:] = {self.vector(1)}", f"{v}[{i}] = {v}[{i}] * {self.scalar(0)} + {v}[0]",
        ]  # fmt: skip
        for _ in range(self.random.randint(1, 2)):
            self.emit(self.random.choice(stores))

    def _store_matrix(self) -> None:
        m = self.owned("M")
        i, j = self.index(ROWS), self.index(COLUMNS)
        stores = [
            f"{m}[{i}, {j}] = {self.scalar(1)}", f"{m}[{i}] = {self.vector(1)}",
            f"{m}[:, {j}] = {self.scalar(0)}",
            f"{m}[{i}, {j}] += {self.scalar(0)}", f"{m}[1:, 1:] *= 0.5 * {self.scalar(0)}",
            f"{m}[0] += {m}[1] * 0.3",
        ]  # fmt: skip
        self.emit(self.random.choice(stores))

    def two(self) -> None:
        a, b = self.scalar(1), self.scalar(1)
        p, q = self.target("S"), self.fresh("S")
        self.emit(f"{p}, {q} = {a}, {b}")
        self.scope["S"].append(q)

    def call(self) -> None:
        if not self.helpers:
            self.assign()
            return
        name, kind = self.random.choice(self.helpers)
        arguments = [f"{self.scalar(1)}, {self.vector(0)}", f"u={self.vector(0)}, s={self.scalar(0)}"]
        text = f"{name}({self.random.choice(arguments)})"
        targets = {"scalar": "S", "vector": "V"}
        if kind == "pair":
            self.emit(f"{self.target('S')}, {self.target('V')} = {text}")
        else:
            self.emit(f"{self.target(targets[kind])} = {text}")

    def inside(self, count: int) -> dict[str, list[str]]:
        """A nested block; gives the names bound at its end, and takes the scope back to where it began."""
        before = {kind: list(names) for kind, names in self.scope.items()}
        self.depth += 1
        self.block(count)
        if not self.lines[-1].startswith("    " * (self.depth + 1)):
            self.emit("pass")
        self.depth -= 1
        after, self.scope = self.scope, before
        return after

    def branch(self) -> None:
        tests = [f"if {self.test()}:"] + [f"elif {self.test()}:"] * (self.random.random() < 0.3)
        ends = []
        for line in tests:
            self.emit(line)
            ends.append(self.inside(self.random.randint(1, 3)))
        if self.random.random() < 0.6:
            self.emit("else:")
            ends.append(self.inside(self.random.randint(1, 3)))
            for kind in self.scope:
                self.scope[kind] = [n for n in ends[0][kind] if all(n in end[kind] for end in ends)]

    def loop(self) -> None:
        i = self.fresh("i")
        v = self.name("V")
        heads = [f"for {i} in range({self.random.randint(0, 4)}):", f"for {i} in range(3, 0, -1):"]
        heads += [f"for {i}, e{i} in enumerate({v}[:3]):"] if v and self.level > 1 else []
        head = self.random.choice(heads)
        self.emit(head)
        self.integers.append(i)
        self.loops += 1
        if f"e{i}" in head:
            self.scope["S"].append(f"e{i}")
        self.inside(self.random.randint(1, 4))
        self.scope["S"] = [n for n in self.scope["S"] if n != f"e{i}"]  # unbound after no trip
        self.loops -= 1
        self.integers.remove(i)

    def repeat(self) -> None:
        """A `while` that surely ends: its counter moves first."""
        n = self.fresh("n")
        self.emit(f"{n} = 0")
        self.emit(f"while {n} < {self.random.randint(0, 4)} and {self.scalar(0)} < 3.0:")
        self.depth += 1
        self.emit(f"{n} += 1")
        self.depth -= 1
        self.loops += 1
        self.inside(self.random.randint(1, 3))
        self.loops -= 1

    def jump(self) -> None:
        self.emit(f"if {self.test()}:")
        self.depth += 1
        returns = [f"return {self.result()}"] if self.random.random() < 0.25 and self.lines else []
        self.emit(self.random.choice(["break", "continue", *returns]))
        self.depth -= 1

    # -- level 2 --------------------------------------------------------------------------------------

    def alias(self) -> None:
        name = self.name("V")
        if name:
            self.emit(f"{self.target('V')} = {name}")

    def view(self) -> None:
        v, s = self.owned("V"), self.fresh("t")
        self.emit(f"{s} = {v}[{self.random.choice(['1:3', '::2', '2:', '::-2', ':2'])}]")
        self.emit(
            self.random.choice(
                [f"{s} *= {self.scalar(0)}", f"{s}[0] = {self.scalar(1)}", f"{s}[1] += {v}[0]"]
            )
        )

    def swap(self) -> None:
        v = self.owned("V")
        self.emit(f"{v}[0], {v}[{self.random.randint(1, 3)}] = {v}[{self.random.randint(1, 3)}], {v}[0]")

    def fancy(self) -> None:
        v = self.owned("V")
        stores = [
            f"{v}[[0, 0, 2]] += {self.scalar(0)}", f"{v}[[3, 1]] = {v}[[0, 2]] * 0.5",
            f"{v}[{v} > 0.3] *= 0.5",
            f"np.add.at({v}, [1, 1, 3], {self.scalar(0)})", f"{v}[{v} < 0.0] = {self.scalar(0)}",
            f"np.multiply({v}, {self.vector(0)}, out={v})",
        ]  # fmt: skip
        self.emit(self.random.choice(stores))

    def container(self) -> None:
        c, a, b = self.fresh("c"), self.scalar(1), self.scalar(0)
        self.counter += 1
        target = self.fresh("S")
        forms = [
            (
                [f"{c} = [{a}, {b}]", f"{c}.append({c}[0] * 0.5)", f"{c}[0] = {c}[1] + {c}[-1]"],
                f"{c}[0] + 0.3 * sum({c})",
            ),
            ([f"{c} = {{'a': {a}, 'b': {b}}}", f"{c}['a'] = {c}['a'] * {c}['b']"], f"{c}['a'] + {c}['b']"),
            ([f"{c} = ({a}, ({b}, 0.4))"], f"{c}[0] * {c}[1][0] - {c}[1][1]"),
            ([f"{c} = [q * {b} for q in ({a}, 0.3)]"], f"{c}[0] - {c}[1]"),
        ]
        lines, value = self.random.choice(forms)
        for line in lines:
            self.emit(line)
        self.emit(f"{target} = math.tanh({value})")
        self.scope["S"].append(target)

    def closure(self) -> None:
        f = self.fresh("f")
        self.emit(f"def {f}(t):")
        self.depth += 1
        self.emit(f"return math.tanh(t * {self.scalar(0)}) + 0.2 * {self.scalar(0)}")
        self.depth -= 1
        text = self.scalar(0)
        self.emit(f"{self.target('S')} = {f}({text})")


def generate(seed: int, level: int = 1) -> str:
    """The text of program `seed`."""
    return Generator(seed, level).program()
