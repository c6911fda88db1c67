"""Short random programs of NumPy statements: the same arrays read and written in many ways, few statements each.

Small programs are compiled in a moment, so that there can be many of them: what goes wrong between two statements, two
readers of one array, or a reader and a writer, is found here sooner than in the long programs of `generator`.
"""

from __future__ import annotations

import random

from tests.fuzz.array_phrases import HEAD, LOOPS, MATRICES, NUMBERS, STORES, TRIES, VECTORS, WHILES


class _Writer:
    """Statements over variables of three kinds: numbers, vectors of 4 and matrices of 4 x 4."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.names = {"S": ["x", "s"], "V": ["a", "b", "v", "w"], "M": ["p", "q"]}
        self.own = {"s": ["s"], "v": ["a", "b"], "m": ["p", "q"]}  # what may be written on
        self.made = 0
        self.counter = ""  # of the innermost loop that has one

    def fill(self, pattern: str, depth: int = 1) -> str:
        """A pattern with operands in its places, some of them patterns themselves."""
        pick = self.random.choice
        while "{" in pattern:
            start = pattern.index("{")
            end = pattern.index("}", start)
            hole = pattern[start + 1 : end]
            pattern = pattern[:start] + self._operand(hole, depth, pick) + pattern[end + 1 :]
        return pattern

    def _operand(self, hole: str, depth: int, pick) -> str:
        if hole in self.own:
            return pick(self.own[hole])
        if hole == "u":
            return pick(self.own["v"])
        if hole in ("i", "j"):
            return (
                pick(("k", "k - 1"))
                if self.counter and self.random.random() < 0.6
                else str(self.random.randrange(-2, 4))
            )
        if hole == "mask_any":
            return f"({pick(self.names['V'])} > {pick((0.1, 0.9))}).any()"
        if hole == "axis":
            return str(self.random.randrange(2))
        if hole == "mask":
            return f"{pick(self.names['V'])} > {pick((-0.3, 0.1, 0.4))}"
        if hole == "matrix_mask":
            return f"{pick(self.names['M'])} < {pick((-0.2, 0.3))}"
        if depth and self.random.random() < 0.25:
            return f"({self.fill(pick({'S': NUMBERS, 'V': VECTORS, 'M': MATRICES}[hole]), depth - 1)})"
        return pick(self.names[hole])

    def statement(self) -> str:
        if self.random.random() < 0.4:
            return self.fill(self.random.choice(STORES))
        kind = self.random.choice("SVVM")
        text = self.fill(self.random.choice({"S": NUMBERS, "V": VECTORS, "M": MATRICES}[kind]))
        self.made += 1
        name = f"{kind.lower()}{self.made}"
        self.names[kind].append(name)
        if kind != "S":
            self.own[kind.lower()].append(name)
        return f"{name} = {text}"

    def block(self, count: int, depth: int = 2) -> list[str]:
        """Statements, some of which hold others."""
        lines: list[str] = []
        for _ in range(count):
            share = self.random.random() * (1.0 if depth == 2 else 2.0)
            if depth < 1 or share > 0.24:
                lines.append(self.statement())
            elif share < 0.11:
                lines += self._loop(depth)
            elif share < 0.14:
                lines += self._counted(depth)
            elif share < 0.2:
                lines += self._branch(depth)
            else:
                lines += self._attempt(depth)
        return lines

    def _inside(self, depth: int, *names: str, counter: str | None = None) -> list[str]:
        """A nested block; what is bound there is bound on some paths only."""
        before = (
            {k: [*found] for k, found in self.names.items()},
            {k: [*found] for k, found in self.own.items()},
        )
        outer, self.counter = self.counter, self.counter if counter is None else counter
        self.names["S"] += names
        lines = [f"    {line}" for line in self.block(self.random.randrange(1, 4), depth - 1)]
        (self.names, self.own), self.counter = before, outer
        return lines

    def _loop(self, depth: int) -> list[str]:
        counter, (header, number) = "jk"[depth - 1], self.random.choice(LOOPS)
        header = header.replace("for k", f"for {counter}")
        lines = [self.fill(header, 0), *self._inside(depth, *[number] * bool(number), counter=counter)]
        if self.random.random() < 0.15:
            lines.append(f"    if {self.fill('{S}', 0)} > 0.5: {self.random.choice(('break', 'continue'))}")
            lines += self._inside(0)
        if self.random.random() < 0.1:
            lines += ["else:", *self._inside(depth)]
        return lines

    def _counted(self, depth: int) -> list[str]:
        counter, (first, header, begin, end) = "jk"[depth - 1], self.random.choice(WHILES)
        body = self._inside(depth, counter=counter)
        header = self.fill(header.replace("K", counter), 0)
        last = [f"    {end.replace('K', counter)}"] * bool(end)
        return [first.replace("K", counter), header, f"    {begin.replace('K', counter)}", *body, *last]

    def _branch(self, depth: int) -> list[str]:
        lines = [f"if {self.fill('{S}', 0)} > 0.3:", *self._inside(depth)]
        return lines if self.random.random() < 0.5 else [*lines, "else:", *self._inside(depth)]

    def _attempt(self, depth: int) -> list[str]:
        """What may fail halfway, and what is done then or in any case."""
        lines = ["try:", *self._inside(0), f"    {self.fill(self.random.choice(TRIES), 0)}", *self._inside(0)]
        if self.random.random() < 0.3:
            return ["try:", *(f"    {line}" for line in lines), "    finally:", *(f"    {x}" for x in self._inside(0)),
                    "except (IndexError, AssertionError):", "    pass"]  # fmt: skip
        return [*lines, "except (IndexError, AssertionError):", *self._inside(depth)]


def generate_arrays(seed: int) -> str:
    """The text of one program; `main(x, v, w, m)` gives a number."""
    writer = _Writer(seed)
    lines = writer.block(writer.random.randrange(3, 9))
    kept = {kind: writer.random.sample(found, min(3, len(found))) for kind, found in writer.names.items()}
    parts = [
        *kept["S"],
        *(f"np.sum(np.sin({n}))" for n in kept["V"]),
        *(f"np.mean({n} * {n})" for n in kept["M"]),
    ]
    body = "".join(f"    {line}\n" for line in lines)
    return HEAD.format(seed=seed) + body + f"    return 0.3 * ({' + '.join(parts)})\n"
