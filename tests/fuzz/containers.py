"""Short random programs of ordinary Python: lists, dicts, tuples, objects, helpers and closures, few statements each.

The sibling of `arrays`: there one array is read and written in many ways, here it is what holds the numbers that is
shared, changed, passed and chosen.  A hole of a pattern names a kind (see `container_phrases`) and how it is meant:
`<L>` any expression, `<L@>` a variable or a part of one, `<L~>` the same to be bound or stored to, `<L=>` a name.
"""

from __future__ import annotations

import ast
import random
import re
from contextlib import contextmanager

from tests.fuzz.container_phrases import (
    CONDITIONS,
    DISPLAYS,
    HEAD,
    LOOPS,
    NAMES,
    READ_ONLY,
    READS,
    RESULTS,
    STORES,
    TRIES,
    WAYS,
    WHILES,
)  # fmt: skip

PARAMETERS = (
    "x, v, w", "v, x, w", "x, v, w, n", "v, w, n, x", "x, n, v, w", "x, v, w, c", "d, x, v, w", "c, x, v, w, d",
)  # fmt: skip
MADE = "SSSVVVVLLLLLLWWWWDDDDEEKKGHRRRBBPTNQQOOOOFFXYM"  # kinds of new variables, the common ones often
PASSED = "SSVVVLLLDDOOWEFQR"  # kinds of parameters
HOLE = re.compile(r"<([A-Za-z])([=~@]?)>")
SIMPLE = (ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.List, ast.Dict, ast.Constant, ast.ListComp)


class Missing(Exception):
    """There is nothing to write on of the kind that a pattern asks for."""


class Writer:
    """Statements over the variables that are bound where they stand."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.pick = self.random.choice
        self.parameters = self.pick(PARAMETERS)
        self.names: dict[str, list[str]] = {kind: [] for kind in NAMES}
        self.names |= {"S": ["x"], "V": ["v", "w"], "i": [], "k": [], "j": []}
        self.names["n"] = ["n"] * ("n" in self.parameters)
        self.names["L"] += ["c"] * ("c" in self.parameters)
        self.names["D"] += ["d"] * ("d" in self.parameters)
        self.own: set[str] = set()  # what may be bound again
        self.bound: list[tuple[str, str]] = []  # by the statement that is being written
        self.functions: list[tuple[str, str, str]] = []  # name, kinds of parameters, kind of the result
        self.made = 0
        self.methods = False

    def fill(self, pattern: str, depth: int) -> str:
        """A pattern with operands in its places, some of them patterns themselves."""
        return HOLE.sub(lambda hole: self._operand(hole[1], hole[2], depth), pattern)

    def _operand(self, kind: str, mark: str, depth: int) -> str:
        if kind in "ikjnbcs":
            return self._detail(kind, depth)
        if mark == "=":
            return self._target(kind)
        if mark == "~":
            own = [name for name in self.names[kind] if name in self.own]
            return self._place(kind, own, READ_ONLY)
        if mark == "@":
            return self._place(kind, self.names[kind])
        if depth and self.random.random() < 0.3:
            return self._nested(self._made(kind, depth - 1))
        try:
            return self._place(kind, self.names[kind])
        except Missing:
            return self._nested(self.fill(self.pick(DISPLAYS[kind]), 0))

    def _detail(self, kind: str, depth: int) -> str:
        """What is no value of its own: an index, a key, a bound, a condition, a plain number."""
        if kind == "c":
            return f"({self.fill(self.pick(CONDITIONS), max(depth - 1, 0))})"
        if kind == "s":
            return self.pick([*self.names["S"], "0.7", "1.3"])
        if kind in "ikj" and self.names[kind] and self.random.random() < 0.5:
            return self.pick(self.names[kind])
        vector = self.names["V"][0]
        bounds = ("3", "n", f"len({vector})") if "n" in self.names["n"] else ("3", "2", f"len({vector})")
        choices = {
            "i": "0 0 0 1 1 1 2 -1 -1".split(),
            "k": ("'a'", "'b'"),
            "j": "012",
            "b": "01",
            "n": bounds,
        }
        return self.pick(choices[kind])

    def _target(self, kind: str) -> str:
        taken = [name for name, _ in self.bound]
        again = [name for name in self.names[kind] if name in self.own and name not in taken]
        if again and self.random.random() < 0.4:
            name = self.pick(again)
        else:
            self.made += 1
            name = f"{NAMES[kind]}{self.made}"
        self.bound.append((name, kind))
        return name

    def _place(self, kind: str, names: list[str], never: tuple[str, ...] = ()) -> str:
        """A variable of the kind, or the way to one in a container."""
        ways = [way for way in WAYS.get(kind, ()) if way not in never and self._leads(way)]
        if names and (not ways or self.random.random() < 0.6):
            return self.pick(names)
        if not ways:
            raise Missing
        return self.fill(self.pick(ways), 0)

    def _leads(self, way: str) -> bool:
        return bool(self.names[HOLE.match(way)[1]])

    def _made(self, kind: str, depth: int) -> str:
        """An expression that is more than a name."""
        calls = [function for function in self.functions if function[2] == kind]
        if calls and self.random.random() < 0.3:
            return self._call(*self.pick(calls)[:2], depth)
        try:
            return self.fill(self.pick(READS[kind]), depth)
        except Missing:
            return self.fill(self.pick(DISPLAYS[kind]), depth)

    @staticmethod
    def _nested(text: str) -> str:
        return text if isinstance(ast.parse(text, mode="eval").body, SIMPLE) else f"({text})"

    def _call(self, name: str, kinds: str, depth: int) -> str:
        return f"{name}({', '.join(self._operand(kind, '', depth) for kind in kinds)})"

    # ------------------------------------------------------------------------------------------
    # Statements
    # ------------------------------------------------------------------------------------------

    def statement(self, pattern: str | None = None, depth: int = 1) -> str:
        """One line: the pattern, or one that has what it needs."""
        while True:
            self.bound = []
            try:
                text = self.fill(pattern or self._pattern(), depth)
                compile(f"def f():\n    {text}", "statement", "exec")  # `:=` is not allowed everywhere
            except (Missing, SyntaxError) as error:
                if pattern and isinstance(error, Missing):
                    raise
                continue
            for name, kind in self.bound:
                self._bind(name, kind)
            return text

    def _bind(self, name: str, kind: str, own: bool = True) -> None:
        if name not in self.names[kind]:
            self.names[kind].append(name)
        if own:
            self.own.add(name)

    def _pattern(self) -> str:
        share = self.random.random()
        if share < 0.12 and self.functions:
            return self._calling()
        if share < 0.4:
            kind = self.pick(MADE)
            return f"<{kind}=> = {self.pick(READS[kind])}"
        return self.pick(STORES)

    def _calling(self) -> str:
        """A call of a helper, the last one often, for its result or for what it writes on."""
        name, kinds, result = self.pick([*self.functions, self.functions[-1]])
        call = f"{name}({', '.join(f'<{kind}>' for kind in kinds)})"
        return call if result == "-" or self.random.random() < 0.3 else f"<{result}=> = {call}"

    def block(self, count: int, nested: bool = False) -> list[str]:
        """Statements, some of which hold others."""
        lines: list[str] = []
        while count > 0:
            count -= 1
            share = self.random.random() * (2 if nested else 1)
            try:
                if share < 0.13:
                    lines += self._loop()
                elif share < 0.2:
                    lines += self._branch()
                elif share < 0.24:
                    lines += self._attempt()
                elif share < 0.3:
                    lines += [*self.function(local=True), self.statement(self._calling())]
                else:
                    lines.append(self.statement())
            except Missing:
                count += 1
        return lines

    @contextmanager
    def _inside(self):
        """What is bound in a block may be unbound behind it."""
        names, own, functions = (
            {k: [*found] for k, found in self.names.items()},
            {*self.own},
            [*self.functions],
        )
        try:
            yield
        finally:
            self.names, self.own, self.functions = names, own, functions

    def _body(self, count: int) -> list[str]:
        return [f"    {line}" for line in self.block(count, nested=True)]

    def _loop(self) -> list[str]:
        if self.random.random() < 0.1:
            header, last = self.pick(WHILES)
            header, last = self._same_list(header), self._same_list(last)
            with self._inside():
                body = self._body(self.random.randrange(0, 2))
                return [self.fill(header, 0), *body, f"    {self.statement(last, 0)}"]
        header, kinds = self.pick(LOOPS)
        self.made += 1
        targets = [f"{'ijqtuv'[k]}_{self.made}" for k in range(len(kinds))]
        header = self.fill(header.replace("<1>", targets[0]).replace("<2>", targets[-1]), 1)
        with self._inside():
            for name, kind in zip(targets, kinds, strict=True):
                self._bind(name, kind, own=kind == "S")
            body = self._body(self.random.randrange(1, 4))
            if self.random.random() < 0.2:
                body[self.random.randrange(len(body)) :] += self._jump()
        if self.random.random() < 0.08:
            with self._inside():
                body += ["else:", *self._body(1)]
        return [header, *body]

    def _same_list(self, pattern: str) -> str:
        if not hasattr(self, "emptied") or self.emptied not in self.names["L"]:
            self.emptied = self._place("L", self.names["L"])
        return pattern.replace("<L@>", self.emptied)

    def _jump(self) -> list[str]:
        return [
            f"    if {self.fill(self.pick(CONDITIONS), 0)}:",
            f"        {self.pick(('break', 'continue'))}",
        ]

    def _branch(self) -> list[str]:
        lines = [f"if {self.fill(self.pick(CONDITIONS), 1)}:"]
        with self._inside():
            lines += self._body(self.random.randrange(1, 3))
        if self.random.random() < 0.5:
            with self._inside():
                lines += ["else:", *self._body(self.random.randrange(1, 3))]
        return lines

    def _attempt(self) -> list[str]:
        tried, caught, otherwise = self.pick(TRIES)
        with self._inside():
            lines = ["try:", f"    {self.statement(tried, 1)}"]
        with self._inside():
            return [*lines, f"except {caught}:", f"    {self.statement(otherwise, 1)}"]

    def function(self, local: bool) -> list[str]:
        """A helper of one to three statements, which may write on what it is given or sees."""
        kinds = ("" if local else "SV") + "".join(
            self.pick(PASSED) for _ in range(self.random.randrange(1, 4))
        )
        result = self.pick("SSSSVVLTP-" + kinds)
        self.made += 1
        name, targets = f"help{self.made}", []
        with self._inside():
            seen = [s for s in self.names["S"] if s in self.own]
            self.own = set()
            if not local:
                self.names, self.functions = {kind: [] for kind in self.names}, [*self.functions]
            for kind in kinds:
                self.made += 1
                targets.append(f"{NAMES[kind]}{self.made}")
                self._bind(targets[-1], kind)
            lines = []
            if local and seen and self.random.random() < 0.25:
                lines = [f"    nonlocal {seen[-1]}"]
                self.own.add(seen[-1])
            lines += self._body(self.random.randrange(1, 3))
            if result != "-":
                lines.append(f"    return {self._result(result)}")
        self.functions.append((name, kinds, result))
        return [f"def {name}({', '.join(targets)}):", *lines]

    def _result(self, kind: str) -> str:
        if self.random.random() < 0.6:
            return self._made(kind, 1)
        return self._operand(kind, "", 0)


def generate_containers(seed: int) -> str:
    """The text of one program; `main`, of some of `x, v, w, n, c, d`, gives a number."""
    writer = Writer(seed)
    helpers: list[str] = []
    for _ in range(writer.pick((0, 0, 1, 2))):
        helpers += ["", "", *writer.function(local=False)]
    for name, kind in (("s", "S"), ("a", "V")):
        writer._bind(name, kind)
    lines = ["s = x * 0.5", "a = v * 1.0"]
    for kind in writer.random.sample(MADE, writer.random.randrange(2, 4)):
        lines.append(writer.statement(f"<{kind}=> = {writer.fill(writer.pick(DISPLAYS[kind]), 0)}"))
    lines += writer.block(writer.random.randrange(3, 8))
    kept = [
        (n, kind) for kind, names in writer.names.items() if kind in RESULTS for n in names if n in writer.own
    ]
    kept = kept if len(kept) < 7 else writer.random.sample(kept, 6)
    parts = " + ".join(RESULTS[kind].replace("{}", name).replace("{0}", name) for name, kind in kept)
    body = "".join(f"    {line}\n" for line in lines)
    top = "".join(f"{line}\n" for line in helpers)
    return (
        HEAD.format(seed=seed)
        + f"{top}\n\ndef main({writer.parameters}):\n{body}    return 0.3 * ({parts})\n"
    )
