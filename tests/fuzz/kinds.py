"""Short random programs of variables whose kind changes on the way: numbers that become arrays, None that becomes
either, lists that become arrays, arrays of another length, rank or precision in every trip of a loop.

a, s = 0.0, 1                           numbers at first
for k in range(3):
    if a is None or k == 1: a = v       the kind depends on the path
    a = a * w + x                       and on the trip
    s = s + np.dot(a, w)
return a, s

Lines are drawn from the tables; a program that Python itself refuses is discarded.
"""

from __future__ import annotations

import random

HEAD = """# seed {seed}
import math

import numpy as np


def twice(p):
    return p * 2.0


def smooth(p, q):
    if np.ndim(p) == 0:
        return np.tanh(p) * q
    return np.tanh(p) + q


def main(x, v, w):
    u = v + 0.3
"""

STARTS = (
    "0.0", "0", "1", "1.0", "None", "x", "v", "v * 1.0", "x * x", "np.zeros(4)", "np.zeros(4, dtype=int)",
    "np.float64(0.5)", "[]", "[x, 2.0]", "(x, v)", "list(v)", "np.array(x)", "v[0]", "v[:1]", "v[1:]",
    "np.zeros((2, 4))", "np.outer(v, w)", "np.arange(4)", "v[None, :]", "np.sum(v)",
    "v.tolist()", "math.exp(x)", "-1", "np.ones_like(v)", "np.empty(0)", "v[:0]", "2", "v > 0",
)  # fmt: skip
UPDATES = (
    "{a} = {a} * x + v",
    "{a} = {a} + u",
    "{a} += u",
    "{a} += x",
    "{a} = {a} * w",
    "{a} *= x",
    "{a} = x * {a} - 0.1 * {b}",
    "{a} = v if {a} is None else {a} + v",
    "{a} = x if {a} is None else {a} * x",
    "{a} = {a} or x",
    "{a} = {b}",
    "{a} = {b} * 1.0",
    "{a} = np.maximum({a}, v)",
    "{a} = max({a}, x)",
    "{a} = np.where(v > 0, {a}, u)",
    "{a} = np.dot({a}, w)",
    "{a} = np.sum({a} * w)",
    "{a} = np.mean({a})",
    "{a} = {a}[0]",
    "{a} = {a}[1:]",
    "{a} = {a}[::-1]",
    "{a} = np.outer({a}, w)",
    "{a} = np.append({a}, x)",
    "{a} = np.concatenate([np.atleast_1d({a}), u])",
    "{a} = np.array([{a}, x])",
    "{a} = [{a}, x]",
    "{a} = list({a})",
    "{a} = np.array({a})",
    "{a} = np.asarray({a}, dtype=float)",
    "{a} = {a} + [x]",
    "{a}.append(x * k)",
    "{a} = ({a}, x)",
    "{a} = {a}[-1]",
    "{a} = float(np.sum({a}))",
    "{a} = {a} / 2",
    "{a} = {a} ** 2",
    "{a} = -{a}",
    "{a} = abs({a})",
    "{a} = np.exp(-{a} * {a})",
    "{a} = np.sqrt(1.0 + np.square({a}))",
    "{a} = twice({a})",
    "{a} = smooth({a}, x)",
    "{a} = smooth({a}, v)",
    "{a} = np.real({a})",
    "{a} = {a}.copy()",
    "{a} = {a}[None]",
    "{a} = np.squeeze({a})",
    "{a} = np.ravel({a})[:4]",
    "{a} = np.stack([{a}, {b}])",
    "{a} = np.vstack([{a}, v])",
    "{a} = np.cumsum({a})",
    "{a} = np.linalg.norm({a})",
    "{a} = {a} @ w",
    "{a} = np.full(4, {a})",
    "{a} = np.broadcast_to({a}, 4) * 1.0",
    "{a} = np.zeros(4)",
    "{a}[0] = x",
    "{a}[1] += {b}",
    "{a}[-1] *= x",
    "{a}[:] = v",
    "{a} = 0.0",
    "{a} = None",
    "{a} = 1",
    "{a}, {b} = {b}, {a}",
    "{a} = {a} if k % 2 else {b}",
    "{a} = [e * x for e in {a}]",
    "{a} = sum({a})",
    "{a} = np.prod({a})",
    "{a} = np.round(1.0 * {a}) * x",
    "{a} = ({a} > 0) * x",
    "{a} = int(np.sum({a}) > 0)",
    "{a} = len({a}) * x if np.ndim({a}) else {a}",
    "{a} = np.size({a}) * x",
    "s = s + np.sum({a})",
    "s = s + np.mean({a}) * x",
    "s += np.sum(np.sin({a}) * {b})",
    "s = s + {a}",
    "s = s + np.dot({a}, {b})",
    "s += float(np.max({a}))",
)
GUARDS = (
    "if k == 0:", "if k > 0:", "if k == 2:", "if x > 0:", "if x > 5:", "if np.sum(v) > 0:", "if {a} is None:",
    "if {a} is not None:", "if np.ndim({a}) == 0:", "if np.ndim({a}):", "if np.size({a}) > 3:",
    "if isinstance({a}, float):",
    "if isinstance({a}, np.ndarray):", "if isinstance({a}, list):", "if v[k] > 0:", "if not np.isscalar({a}):",
)  # fmt: skip
LOOPS = (
    "for k in range(3):",
    "for k in range(len(v)):",
    "for k, e in enumerate(v):",
    "k = 0\nwhile k < 3:",
    "k = 1",
)
ENDS = (
    "np.sum({a}) + s", "{a}", "({a}, {b})", "np.sum({a} * {b})", "s", "np.sum({a}) * x", "{{'a': {a}, 's': s}}",
    "[{a}, s * 1.0]", "np.sum(np.square({a})) + np.sum({b})", "{a} + {b}", "np.mean({a}) + s * x",
)  # fmt: skip


def _line(rng: random.Random, updates: tuple[str, ...]) -> list[str]:
    names = dict(zip("ab", rng.choice(("ab", "ba")), strict=True))
    line = rng.choice(updates).format(**names)
    if rng.random() < 0.3:
        made = [rng.choice(GUARDS).format(**names), f"    {line}"]
        if rng.random() < 0.3:
            made += ["else:", "    " + rng.choice(updates).format(**names)]
        return made
    return [line]


def _without_lists(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p for p in phrases if not any(word in p for word in ("list", "[]", "[x, ", "(x, v)", "[{a}, x]", "[e ",
                                                                    "+ [x]", "append(x", "({a}, x)")))  # fmt: skip


def generate_kinds(seed: int, lists: bool = True) -> str:
    """The text of one program; `main(x, v, w)` gives numbers, arrays, or containers of them."""
    rng = random.Random(seed)
    starts, updates = (STARTS, UPDATES) if lists else map(_without_lists, (STARTS, UPDATES))
    lines = [f"a, b, s = {rng.choice(starts)}, {rng.choice(starts)}, {rng.choice(('0.0', '0', 'x'))}"]
    head = rng.choice(LOOPS)
    lines += head.splitlines()
    indent = "    " if head.endswith(":") else ""
    for _ in range(rng.randint(2, 4)):
        lines += [indent + line for line in _line(rng, updates)]
    if head.startswith("k = 0"):
        lines.append("    k += 1")
    if rng.random() < 0.4:
        lines += _line(rng, updates)
    lines.append(
        "return " + rng.choice(ENDS).format(**dict(zip("ab", rng.choice(("ab", "ba")), strict=True)))
    )
    return HEAD.format(seed=seed) + "".join(f"    {line}\n" for line in lines)
