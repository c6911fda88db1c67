"""A seeded generator of typed random programs: the same seed gives the same text, for ever.

Values are of order one by construction, so that differences settle.  Level 1 is the language of straight code,
branches, loops, helpers and stores into copies; level 2 adds, to each program, a few of the other groups of
`phrases` (few at a time: a program with everything in it has little of anything), level 3 of `wider` as well.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager

from tests.fuzz import wider
from tests.fuzz.phrases import CLASSES, CONSTANTS, EXPRESSIONS, HEADER, HELPERS, PARTS, TESTS
from tests.fuzz.statements import STATEMENTS, WIDER

HOLE = re.compile(r"<(block[^>]*|[A-Za-z]\w*[=+!*~]?\w*)>")
KINDS = "SVMLDPWONBFI"
LETTERS = dict(zip(KINDS, "s v m c d r a b sys bodies f i".split(), strict=True))
MAX_DEPTH = 3
ALWAYS, LEVEL_1 = ("plain", "control"), ("plain", "control", "exits", "axes")
LONE = "    "


class Generator:
    """Writes one program; the state is the lines so far and the places that surely hold a value, by kind."""

    def __init__(self, seed: int, level: int = 1):
        self.random = random.Random(seed * 2 + level)
        self.seed, self.level = seed, level
        self.groups = self._groups()
        self.lines: list[str] = []
        self.scope: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.frozen: set[str] = set()
        self.helpers: list[tuple[str, str, str]] = []
        self.depth = self.loops = self.counter = self.budget = 0
        self.results = "S"
        self.is_entry = False

    def _groups(self) -> list[str]:
        if self.level == 1:
            return list(LEVEL_1)
        others = [name for name in [*STATEMENTS, "axes", "comprehensions"] if name not in ALWAYS]
        if self.level == 2:
            return [*ALWAYS, *sorted(self.random.sample(others, self.random.randint(2, 4)))]
        wide = self.random.sample([*WIDER], self.random.randint(1, 3))
        return [*ALWAYS, *sorted(wide + self.random.sample(others, self.random.randint(1, 2)))]

    # -- the whole ------------------------------------------------------------------------------

    def program(self) -> str:
        """The text of a module whose entry is `main`."""
        self.lines = [HEADER.format(seed=self.seed, level=self.level, groups=" ".join(self.groups))]
        if "objects" in self.groups:
            self.lines.append(CLASSES)
        if "models" in self.groups:
            self.lines.append(wider.MODELS)
        kinds = [pair for group in self.groups for pair in HELPERS.get(group, [])]
        for k in range(self.random.choice([0, 1, 1, 2])):
            self._helper(f"helper_{k}", *self.random.choice(kinds))
        given = {"x": "S", "y": "S", "v": "V", "w": "V", "m": "M"}
        given |= {name: kind for name, kind, group in ARGUMENTS if group in self.groups}
        self._function("main", given, self.random.randint(4, 14))
        return "\n".join(self.lines) + "\n"

    def _helper(self, name: str, takes: str, gives: str) -> None:
        given = {f"{LETTERS[kind]}_{k}": kind for k, kind in enumerate(takes.split())}
        self.results = gives
        self._function(name, given, self.random.randint(1, 5))
        self.helpers.append((name, takes, gives))

    def _function(self, name: str, given: dict[str, str], budget: int) -> None:
        self.is_entry = name == "main"
        self.scope, self.frozen = {kind: [] for kind in KINDS}, set()
        self.depth, self.loops, self.budget = 0, 0, budget
        self.lines.append(f"\ndef {name}({', '.join(given)}):")
        for place, kind in given.items():
            self.bind(kind, place)
        if self.level == 1:
            for place in [p for p, kind in given.items() if kind in "VM"]:
                self.emit(f"{place} = {place} * 1.0")
        while self.budget > 0:
            self.statement()
        self.emit(f"return {self.result()}" if self.result() else "return")
        self.lines.append("")

    def result(self) -> str:
        """What the function gives, from what is known here."""
        if self.is_entry:
            return self._total()
        return ", ".join(self.value(kind, 1) for kind in self.results.split())

    def _total(self) -> str:
        """A number in which every place has a part."""
        parts = [*self.scope["S"], *(f"np.sum({n} * {n})" for n in self.scope["V"] + self.scope["M"])]
        return f"0.1 * ({' + '.join(dict.fromkeys(parts))}) + {self.value('S', 1)}"

    # -- names -----------------------------------------------------------------------------------

    def emit(self, text: str) -> None:
        self.lines.append(LONE * (self.depth + 1) + text)

    def fresh(self, kind: str) -> str:
        self.counter += 1
        return f"{LETTERS.get(kind, kind)}{self.counter}"

    def bind(self, kind: str, place: str, frozen: bool = False) -> None:
        """From here on the place holds a value of this kind, and so do its parts."""
        if place in self.scope[kind]:
            return
        self.scope[kind].append(place)
        if frozen:
            self.frozen.add(place)
        for part, pattern in PARTS.get(kind, []):
            self.bind(part, pattern.format(place), kind == "P")

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Names bound within are forgotten: the block may not have run."""
        before = {kind: list(places) for kind, places in self.scope.items()}
        self.depth += 1
        yield
        self.depth -= 1
        self.scope = before

    # -- filling holes ----------------------------------------------------------------------------

    def wanted(self, phrase: str) -> bool:
        """Every name that the phrase wants exists."""
        return all(self._exists(hole) for hole in HOLE.findall(phrase))

    def _exists(self, hole: str) -> bool:
        if hole in ("s", "c", "n", "test", "result") or hole.startswith("block"):
            return True
        if hole == "jump":
            return self.loops > 0
        if hole == "i":
            return bool(self.scope["I"])
        kind, rest = hole[0].upper(), hole[1:]
        if rest == "~":
            return bool(self.writable(kind))
        if hole in ("v", "m") or rest == "!":
            return bool(self.plain(kind) if rest else self.scope[kind])
        if hole[0] in KINDS and not rest and hole not in "SVM":
            return bool(self.scope[hole])
        return True

    def plain(self, kind: str) -> list[str]:
        return [name for name in self.scope[kind] if name.isidentifier()]

    def value(self, kind: str, depth: int) -> str:
        """An expression of this kind."""
        if depth <= 0 and (self.scope[kind] or kind in "SVM"):
            return self.atom(kind)
        tables = EXPRESSIONS.get(kind, {}) | wider.EXPRESSIONS.get(kind, {})
        forms = [form for group in self.groups for form in tables.get(group, []) if self.wanted(form)]
        if not forms:
            return self.atom(kind)
        return self.fill(self.random.choice(forms), depth - 1)

    def atom(self, kind: str) -> str:
        places = self.scope[kind]
        if kind == "S" and self.random.random() < 0.2 or not places:
            return {"S": self.random.choice(CONSTANTS), "V": "np.ones(4)", "M": "np.ones((3, 4))"}[kind]
        recent = places[-4:] if self.random.random() < 0.5 else places
        return self.random.choice(recent)

    def target(self, kind: str) -> str:
        """A place to bind: known, or new."""
        known = self.writable(kind)
        return (
            self.random.choice(known)
            if known and self.random.random() < (0.8 if self.depth else 0.5)
            else self.fresh(kind)
        )

    def writable(self, kind: str) -> list[str]:
        return [place for place in self.scope[kind] if place not in self.frozen]

    def fill(
        self, phrase: str, depth: int, said: dict[str, str] | None = None, new: list | None = None
    ) -> str:
        """The phrase without its holes; what it binds goes to `new`."""
        said, new = {} if said is None else said, [] if new is None else new

        def one(match: re.Match) -> str:
            hole = match.group(1)
            if hole not in said:
                text, keep = self._hole(hole, depth, said, new)
                if not keep:
                    return text
                said[hole] = text
            return said[hole]

        return HOLE.sub(one, phrase)

    def _hole(self, hole: str, depth: int, said: dict[str, str], new: list) -> tuple[str, bool]:
        """The text for a hole, and whether the same hole means the same text all through the phrase."""
        kind, mark, label = hole[0], hole[1:2], hole[2:]
        if hole in FIXED:
            return FIXED[hole](self), False
        if mark in "+=" and mark:
            name = self.target(kind) if mark == "=" else self.fresh(kind)
            new.append((kind, name))
            if label:
                said[label] = name
            return name, False
        if mark == "~":
            return self.random.choice(self.writable(kind)), False
        if mark == "!":
            return self.random.choice(self.plain(kind.upper())), True
        if mark == "*" or hole in EXPRESSIONS and hole in "SVM":
            return self.value(kind, max(depth, 1) if mark else depth), False
        if hole in KINDS or hole in ("s", "v", "m"):
            return self.atom(kind.upper()), False
        return self.fresh(hole), True

    # -- statements -------------------------------------------------------------------------------

    def statement(self) -> None:
        self.budget -= 1
        if self.helpers and self.random.random() < 0.12:
            self._call()
            return
        names = [n for n in self.groups if n in STATEMENTS or n in WIDER]
        for _ in range(20):
            group = self.random.choice([*names, "plain", *(["control"] * (self.depth < 2))])
            phrase = self.random.choice(STATEMENTS.get(group) or WIDER[group])
            if self.wanted(phrase) and ("<block" not in phrase or self.depth < MAX_DEPTH):
                if "return <result>" in phrase and self.random.random() < 0.6:
                    continue
                self.phrase(phrase)
                return
        self.phrase("<S=> = <S>")

    def phrase(self, phrase: str) -> None:
        """Emit the lines of a statement, its nested blocks among them, and bind what it binds."""
        said: dict[str, str] = {}
        new: list[tuple[str, str]] = []
        base = self.depth
        looping = 0
        for line in phrase.split("\n"):
            inner = line.lstrip(" ")
            self.depth = base + (len(line) - len(inner)) // 4
            if self.depth == base:
                self.loops -= looping
                looping = int(inner.startswith(("for ", "while ")))
                self.loops += looping
            if inner.startswith("<block"):
                self.block([part.split("=") for part in inner[1:-1].split()[1:]], said, new)
            elif not inner:
                self.lines.append("")
            else:
                text = self.fill(inner, self.random.randint(1, 2), said, new)
                self.emit(text)
        self.depth = base
        self.loops -= looping
        for kind, name in new:
            self.bind(kind, name)

    def block(self, bound: list[list[str]], said: dict[str, str], new: list[tuple[str, str]]) -> None:
        """A few statements in which the labels of `bound` are names too."""
        self.depth -= 1
        with self.nested():
            for kind, name in [*new, *((kind, said[label]) for kind, label in bound)]:
                self.bind(kind, name)
            for _ in range(self.random.choice([1, 1, 2, 3])):
                self.statement()
        self.depth += 1

    def _call(self) -> None:
        """Hand names and values to a helper."""
        name, takes, gives = self.random.choice(self.helpers)
        if not all(self.scope[kind] for kind in takes.split()):
            self.phrase("<S=> = <S>")
            return
        given = [self.value(k, 1) if k == "S" else self.atom(k) for k in takes.split()]
        text = f"{name}({', '.join(given)})"
        targets = [(kind, self.target(kind)) for kind in gives.split()]
        if len({place for _, place in targets}) < len(targets):
            targets = [(kind, self.fresh(kind)) for kind in gives.split()]
        self.emit(f"{', '.join(place for _, place in targets)} = {text}" if targets else text)
        for kind, place in targets:
            self.bind(kind, place)


ARGUMENTS = [("c", "L", "lists"), ("d", "D", "dictionaries"), ("b", "O", "objects")]


def _index(size: int):
    def pick(generator: Generator) -> str:
        choices = [str(generator.random.randrange(size)), str(-generator.random.randint(1, size))]
        choices += [f"{i} % {size}" for i in generator.scope["I"][-2:]]
        return generator.random.choice(choices)

    return pick


def _test(generator: Generator) -> str:
    return generator.fill(generator.random.choice([t for t in TESTS if generator.wanted(t)]), 0)


FIXED = {
    "i2": _index(2),
    "i3": _index(3),
    "i4": _index(4),
    "i": lambda g: g.random.choice(g.scope["I"]),
    "n": lambda g: g.random.choice("0122334"),
    "c": lambda g: g.random.choice(CONSTANTS),
    "test": _test,
    "result": lambda g: g.result(),
    "jump": lambda g: g.random.choice(["break", "continue"]),
}


def generate(seed: int, level: int = 1) -> str:
    """The text of program `seed`."""
    return Generator(seed, level).program()
