"""Short random programs of NumPy statements: the same arrays read and written in many ways, few statements each.

Small programs are compiled in a moment, so that there can be many of them: what goes wrong between two statements, two
readers of one array, or a reader and a writer, is found here sooner than in the long programs of `generator`.
"""

from __future__ import annotations

import random

HEAD = '''"""Random array program {seed}."""

import numpy as np


def main(x, v, w, m):
    a = v * 1.0
    b = w + x
    p = np.outer(v, w)
    q = m.T @ m
    s = x * x
'''

NUMBERS = (
    "{V}.sum()", "np.mean({M})", "{V}[{i}]", "{V} @ {V}", "{V}[{mask}].sum()", "np.max({V})", "{M}[{i}, {i}]",
    "np.linalg.norm({V})", "({M} * {M}).sum() * 0.1", "{S} * {S}", "np.dot({V}, {V})", "{V}[[0, 0, 2]].sum()",
    "{M}[[0, 1], [1, 1]].sum()", "np.trace({M})", "np.prod({V}) * 0.1", "{V}[1:].mean()", "{V}.std()", "np.tanh({S})",
    "{S} if {S} > 0.2 else {V}[{i}]", "{V}[{mask}].mean() if {V}[{mask}].size else {S}", "float({V}[{i}])",
    "np.sum({M}, axis=0)[{i}]", "{M}[{matrix_mask}].sum()", "np.min({M})", "abs({S})", "{V}[-2:].prod()",
    "np.sum({V} * {V})", "np.sum({M} @ {V})", "{M}.ravel()[{i}]", "np.median({V})", "{V} @ {M} @ {V} * 0.1",
    "np.sum(np.where({mask}, {V}, {S}))", "np.cumsum({V})[{i}]", "{V}.dot({V})", "np.average({V}, weights={V} ** 2)",
)  # fmt: skip
VECTORS = (
    "{V} * {S}", "{V} + {V}", "{V} - {S}", "{M} @ {V}", "np.exp(-{V} ** 2)", "{V}[::-1]", "np.where({mask}, {V}, {S})",
    "np.concatenate(({V}[:2], {V}[2:]))", "{M}[{i}]", "{M}[:, {i}]", "{M}.sum(axis={axis})", "np.maximum({V}, 0.1)",
    "np.cumsum({V})", "np.sort({V})", "np.roll({V}, 1)", "np.full(4, {S})", "np.zeros(4)", "{V}.copy()",
    "np.take({V}, [1, 1, 3, 0])", "{V}[[2, 0, 1, 3]]", "np.tanh({V})", "np.clip({V}, -0.9, 0.9)", "np.diag({M})",
    "np.repeat({V}[:2], 2)", "{V}[np.argsort({V})]", "np.stack([{V}, {V}])[{axis}]", "np.array([{S}, {S}, 1.0, {S}])",
    "{V} / (1.0 + {V} * {V})", "{V}", "{M}.mean(axis={axis})", "{M}.max(axis={axis})", "{V} @ {M}", "np.abs({V})",
    "np.where({mask}, {V}, {V})", "np.broadcast_to({S}, 4)", "np.append({V}[1:], {S})", "{V}[:, None][:, 0]",
    "np.linspace({S}, 1.0, 4)", "np.dot({M}, {V})", "np.diff({V}, prepend={S})", "np.full_like({V}, {S})", "1.0 - {V}",
    "{V}.reshape(2, 2).T.ravel()", "np.pad({V}[1:3], 1)", "np.minimum({V}, {V})", "{V} ** 3", "np.sin({V})",
    "np.tile({V}[:2], 2)", "np.array([t * {S} for t in {V}])", "np.hypot({V}, {S})", "{M}[{i}] * {M}[:, {i}]",
)  # fmt: skip
MATRICES = (
    "np.outer({V}, {V})", "{M} + {V}", "{M} * {V}[:, None]", "{M}.T", "{M} @ {M} * 0.2", "np.eye(4) * {S}",
    "np.stack([{V}] * 4)", "{M}[::-1]", "np.diag({V})", "np.tanh({M})", "{M} - {M}.mean(axis=0)", "np.triu({M})",
    "np.broadcast_to({V}, (4, 4))", "{M}.copy()", "{M}.reshape(2, 8).reshape(4, 4)", "{V}[:, None] - {V}", "{M} * {S}",
    "np.where({matrix_mask}, {M}, {S})", "np.vstack(({M}[1:], {V}))", "{M} / (1.0 + {M} ** 2)", "np.zeros((4, 4))",
    "{M}[[3, 0, 0, 1]]", "{M}[:, [1, 1, 2, 0]]", "np.swapaxes({M}, 0, 1)", "np.einsum('ij,j->ij', {M}, {V})",
    "{M} - {M}.sum(axis=1, keepdims=True) * 0.1", "np.roll({M}, 1, axis={axis})", "np.full((4, 4), {V})",
)  # fmt: skip
STORES = (
    "{v}[{i}] = {S}", "{v}[1:3] += {V}[0:2]", "{v}[{mask}] = {S}", "{v}[{mask}] *= {S}", "{v}[[0, 2]] += {S}",
    "{m}[{i}] = {V}", "{m}[:, {i}] *= {S}", "{m}[{matrix_mask}] = 0.0", "np.add.at({v}, [0, 0, 2], {S})",
    "{v} += {V}", "{v} *= {S}", "{m} -= {M}", "{v}[:] = {V}", "{m}[{i}, {i}] += {S}", "{v}[::2] *= {S}",
    "{v}[0], {v}[-1] = {v}[-1], {v}[0]", "{m}[1:] += {M}[:-1]", "{v}[:] *= {V}", "{m}[...] = {V}", "{s} += {S}",
    "{s} *= {V}[{i}]", "{v}, {u} = {u}, {v}", "{m} += {V}", "{v}[{mask}] += {V}[{mask}]", "{m}[:2, :2] = {M}[2:, 2:]",
    "{m}.T[{i}] += {V}", "{v} /= 1.0 + {S} ** 2", "{m}[[0, 1]] = {m}[[1, 0]]", "np.fill_diagonal({m}, {S})",
    "{v}.sort()", "{m} = {m} + {M}", "{v} = {v} * {S}", "{v}[{i}] += {v}[{i}] * {S}", "{m}[{i}] -= {m}[{i}].mean()",
)  # fmt: skip


class _Writer:
    """Statements over variables of three kinds: numbers, vectors of 4 and matrices of 4 x 4."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.names = {"S": ["x", "s"], "V": ["a", "b", "v", "w"], "M": ["p", "q"]}
        self.own = {"s": ["s"], "v": ["a", "b"], "m": ["p", "q"]}  # what may be written on
        self.made = 0

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
        if hole == "i":
            return str(self.random.randrange(-2, 4))
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

    def block(self, count: int) -> list[str]:
        lines: list[str] = []
        for _ in range(count):
            shape = self.random.random()
            if shape < 0.12:
                names = {k: [*found] for k, found in self.names.items()}
                own = {k: [*found] for k, found in self.own.items()}
                lines.append(
                    self.random.choice(
                        ("for k in range(2):", f"if {self.fill('{S}', 0)} > 0.3:", "for k in range(len(v)):")
                    )
                )
                lines += [f"    {self.statement()}" for _ in range(self.random.randrange(1, 4))]
                self.names, self.own = names, own  # bound on some paths only
            else:
                lines.append(self.statement())
        return lines


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
