"""Short random programs of numbers of several kinds: single and double precision, complex, whole.

a = f * x                  of single precision: a Python number does not widen it
b = a + v                  of double precision
b[i] += f                  cast where it is stored
c = z * b                  complex
return np.sum(np.abs(c) ** 2)

Lines are drawn from the tables; a program that Python itself refuses is discarded.
"""

from __future__ import annotations

import random

HEAD = """# seed {seed}
import numpy as np


def main(x, v, f, z, i):
    a, b, c = {a}, {b}, {c}
"""

SINGLE = (
    "f",
    "f * 2.0",
    "f * x",
    "np.tanh(f)",
    "f[::-1] + 1",
    "f ** 2",
    "np.exp(-f)",
    "f.copy()",
    "f[:4]",
    "-f",
)
DOUBLE = (
    "v",
    "v * f",
    "v + i",
    "np.sin(v)",
    "i * x",
    "i / 2 + x",
    "np.abs(z)",
    "z.real * f",
    "np.real(z * z)",
    "v * 1.0",
)
COMPLEX = (
    "z",
    "z * v",
    "z + f",
    "np.conj(z) * z",
    "z * x + 1j",
    "np.exp(1j * v)",
    "z / (2.0 + v * v)",
    "v + 0j",
    "1j * f",
)
LINES = (
    "{p} = {p} * {q}",
    "{p} = {p} + {q}",
    "{p} = {q} - x",
    "{p} = x * {q} + {r}",
    "{p} = {p} / (3.0 + np.abs({q}))",
    "{p} = np.where(i > 1, {p}, {q})",
    "{p} = {p}.copy()\n{p}[0] = x",
    "{p} = {p}.copy()\n{p}[1:] = {q}[1:]",
    "{p} = {p} * 1.0\n{p} += {q}",
    "{p} = {p} * 1.0\n{p} *= x",
    "{p} = {p} + 0.0\n{p}[i] = {q}",
    "{p} = {p} + 0.0\nnp.add.at({p}, i, {q})",
    "{p} = {p} + 0.0\n{p}[::2] -= {q}[1::2]",
    "{p} = np.zeros(4)\n{p} += {q}",
    "{p} = np.zeros_like({q})\n{p}[:] = v",
    "{p} = np.zeros(4, dtype=np.float32)\n{p}[:] = {q}",
    "{p} = np.zeros(4, dtype=complex)\n{p}[1:3] = {q}[:2]",
    "{p} = np.zeros(4, {q}.dtype)\n{p}[...] = {r}",
    "{p} = np.full(4, x, dtype={q}.dtype)",
    "{p} = {q}[i]",
    "{p} = np.concatenate([{q}[:2], {r}[2:]])",
    "{p} = np.array([{q}[0], {r}[1], x, 1])",
    "{p} = np.stack([{q}, {r}])[i[0] % 2]",
    "{p} = {q}.sum() * {r}",
    "{p} = np.mean({q}) * {r}",
    "{p} = np.dot({q}, {r}) * v",
    "{p} = ({q} @ {r}) * {p}",
    "{p} = np.outer({q}, {r})[1]",
    "{p} = np.cumsum({q})",
    "{p} = np.abs({q})",
    "{p} = np.real({q})",
    "{p} = np.imag({q}) + v",
    "{p} = np.conj({q})",
    "{p} = {q}.real",
    "{p} = {q}.astype(float)",
    "{p} = {q}.astype({r}.dtype)",
    "{p} = np.asarray({q}, dtype=complex)",
    "{p} = np.angle(2.0 + {q}) * {r}",
    "{p} = np.sqrt(2.0 + {q} * {q})",
    "{p} = np.exp(-{q} * 0.5)",
    "{p} = np.sin({q}) * i",
    "{p} = {q} ** 2",
    "{p} = {q} ** i",
    "{p} = np.maximum(v, f) * {q}",
    "{p} = np.fft.fft({q})",
    "{p} = np.fft.ifft({q}).real * 2",
    "{p} = np.linalg.norm({q}) * {r}",
    "{p} = np.vdot({q}, {r}) * v",
    "{p} = [e * x for e in {q}]\n{p} = np.array({p})",
    "s = 0.0\nfor e in {q}: s = s + e * x\n{p} = s * {r}",
    "s = 0\nfor k in range(4): s += {q}[k] * {r}[-k]\n{p} = {p} * s",
    "for k in range(1, 4): {p} = {p} * {q}[k]",
    "if x > 0: {p} = {p} * x\nelse: {p} = {p} + 1",
    "{p} = {p} + 0.0\nfor k in i: {p}[k] = {p}[k] * {q}[k] + x",
    "{p} = np.einsum('j,j->j', {q}, {r})",
    "{p} = np.clip(v, -0.5, 0.5) * {q}",
    "{p} = float(np.real({q}[0])) * {r}",
    "{p} = np.float64({q}[1].real) * {r}",
    "{p} = complex(x, 2.0) * {q}",
    "{p} = abs({q}[2]) * {r}",
    "{p} = np.interp(v, [-2.0, 0.0, 2.0], [0.0, x, 1.0]) * {q}",
)
ENDS = (
    "np.sum({p})", "np.sum(np.abs({p}) ** 2)", "{p}", "({p}, {q})", "np.real(np.sum({p} * {q}))",
    "np.sum({p}.real) * x",
    "{p} + {q}", "np.abs({p})", "[{p}, np.sum({q})]", "np.linalg.norm({p})", "np.vdot({p}, {q})", "np.mean({p}) * x",
)  # fmt: skip


def _fill(rng: random.Random, line: str) -> str:
    names = [rng.choice("abc") for _ in range(3)]
    return line.format(**dict(zip("pqr", names, strict=True)))


def generate_dtypes(seed: int) -> str:
    """The text of one program; `main(x, v, f, z, i)` gives numbers, arrays, or containers of them."""
    rng = random.Random(seed)
    head = HEAD.format(seed=seed, a=rng.choice(SINGLE), b=rng.choice(DOUBLE), c=rng.choice(COMPLEX))
    lines = [line for _ in range(rng.randint(2, 4)) for line in _fill(rng, rng.choice(LINES)).splitlines()]
    lines.append("return " + _fill(rng, rng.choice(ENDS)))
    return head + "".join(f"    {line}\n" for line in lines)
