"""The constructs of Python, one piece of a program each, into which any other piece can be put.

A piece works on the number `s` and on the array `u` (four entries, its own), reads `x` and `v`, and lets them be of
order one.  HOLE stands where another piece goes; `$` makes its names its own.  Pieces that hold a function pass `s` and
`u` in and take them out again, so that `return s, u` means the same everywhere.
"""

from __future__ import annotations

PREAMBLE = '''"""One construct inside another."""

import contextlib
import functools
import math
from collections import namedtuple
from dataclasses import dataclass, replace

import numpy as np

RATE = 0.7
Point = namedtuple("Point", "a b")


@dataclass
class State:
    s: float
    u: np.ndarray

    def step(self, x):
        self.s = self.s * 0.8 + x * 0.1
        return self.s


@dataclass(frozen=True)
class Frozen:
    s: float
    rate: float = 0.5

    @property
    def half(self):
        return self.s * self.rate


class Plain:
    factor = 0.9

    def __init__(self, s, u):
        self.s = s
        self.u = u

    def __call__(self, x):
        return math.sin(self.s * x) * self.factor


class Number:
    def __init__(self, value):
        self.value = value

    def __mul__(self, other):
        return Number(self.value * other)

    def __add__(self, other):
        return Number(self.value + other.value)


def scaled(s, u, rate=0.6):
    return math.tanh(s * rate) + 0.1 * u[1], u * rate


def power(s, n):
    if n == 0:
        return 1.0
    return s * power(s * 0.9, n - 1)


@contextlib.contextmanager
def doubled(s):
    yield s * 2.0
'''

STEP = "s = math.tanh(s * 0.9 + u[1] * x) + 0.05 * u[2]"  # what stands in the innermost hole

# Pieces whose shape is control flow.
FLOW = {
    "straight": """
t$ = s * x
HOLE
s = math.sin(t$) + 0.5 * s
""",
    "if": """
if s > 0.1:
    HOLE
    s = s * x
""",
    "if_else": """
if x > 0.2:
    HOLE
else:
    s = s - 0.3 * x
    HOLE
""",
    "elif": """
if s > 5.0:
    s = 0.0
elif u[0] > -9.0:
    HOLE
else:
    s = 1.0
""",
    "for_range": """
for i$ in range(3):
    HOLE
    s = s * 0.9 + 0.1 * i$ * x
""",
    "for_down": """
for i$ in range(3, 0, -2):
    s = s * 0.8 + u[i$] * 0.1
    HOLE
""",
    "for_array": """
for e$ in v:
    HOLE
    s = s * 0.5 + e$ * x
""",
    "for_rows": """
m$ = np.outer(v[:2], u)
for r$ in m$:
    HOLE
    s = s * 0.5 + math.tanh(r$[0] * r$[3])
""",
    "for_list": """
for a$ in [x, s, 0.5]:
    HOLE
    s = s * 0.7 + 0.2 * a$
""",
    "for_zip": """
for a$, b$ in zip(v, u[1:] * 1.0):
    s = s * 0.7 + 0.2 * a$ * b$
    HOLE
""",
    "for_enumerate": """
for k$, a$ in enumerate(v[:3]):
    s = s * 0.7 + 0.2 * a$ * k$
    HOLE
""",
    "for_reversed": """
for a$ in reversed([0.3, 0.6 * x]):
    s = s * 0.7 + 0.2 * a$
    HOLE
""",
    "for_items": """
d$ = {"a": x, "b": s}
for k$, a$ in d$.items():
    HOLE
    s = s * 0.6 + 0.3 * a$
""",
    "for_no_trip": """
for i$ in range(0):
    HOLE
s = s * 1.1
""",
    "for_else": """
for i$ in range(2):
    HOLE
    if s > 50.0:
        break
else:
    s = s * 1.2
""",
    "break": """
for i$ in range(4):
    s = s * 0.9 + 0.2 * x
    if i$ > 1 and s < 40.0:
        break
    HOLE
""",
    "continue": """
for i$ in range(3):
    if i$ == 1:
        continue
    s = s * 0.9 + 0.2 * u[i$]
    HOLE
""",
    "break_inner": """
for i$ in range(3):
    for j$ in range(3):
        if j$ > i$:
            break
        s = s * 0.9 + 0.1 * x * j$
    HOLE
""",
    "while": """
n$ = 0
while n$ < 3:
    HOLE
    s = s * 0.9
    n$ += 1
""",
    "while_value": """
w$ = 0.3 + x * x
while w$ < 2.0:
    w$ = w$ * 1.7
    HOLE
s = s + 0.1 * w$
""",
    "while_true": """
n$ = 0
while True:
    n$ += 1
    HOLE
    if n$ > 2 or s > 50.0:
        break
    s = s * 0.9
""",
    "while_else": """
n$ = 2
while n$ > 0:
    n$ -= 1
    HOLE
    s = s * 0.8
else:
    s = s + 0.2 * x
""",
    "early_return": """
HOLE
if s > 30.0:
    return s * x, u
s = s * 0.8
""",
    "return_in_loop": """
for i$ in range(3):
    HOLE
    if i$ == 1 and x > 0.3:
        return s * 0.5, u * x
    s = s * 0.9
""",
    "return_else": """
if x < -30.0:
    return s, u
else:
    HOLE
""",
    "match_value": """
match int(np.sign(x)) + 1:
    case 0:
        s = s * 0.5
    case 2:
        HOLE
    case _:
        s = -s
""",
    "match_tuple": """
match (s, [x, RATE]):
    case (a$, [b$, c$]):
        HOLE
        s = s * 0.5 + a$ * b$ * c$
""",
    "try": """
try:
    HOLE
    s = s * 0.9
except ZeroDivisionError:
    s = 0.0
""",
    "try_caught": """
try:
    HOLE
    if x > 0.3:
        raise ValueError("no")
    s = s * 0.5
except ValueError:
    s = s * 0.9 + x
""",
    "try_finally": """
try:
    s = s * 0.9
    HOLE
finally:
    s = s + 0.1 * x
""",
    "with": """
with np.errstate(all="ignore"):
    HOLE
    s = s * 0.9
""",
    "with_as": """
with doubled(s) as d$:
    HOLE
    s = s * 0.5 + 0.2 * d$
""",
    "assert": """
assert x < 50.0, "too large"
HOLE
s = s * 0.9
""",
    "del": """
t$ = s * 0.4
s = s + t$
del t$
HOLE
""",
}

# Pieces that hold a function, or an expression with a scope of its own.
FUNCTIONS = {
    "helper": """
s, u = scaled(s, u)
HOLE
s, u = scaled(s, u, rate=0.9)
""",
    "nested_def": """
def f$(s, u, k=0.5):
    HOLE
    return s * k + x * 0.1, u
s, u = f$(s, u)
s, u = f$(s, u, k=0.8)
""",
    "closure_read": """
c$ = x * 0.5
def f$(s, u):
    HOLE
    return s + c$, u
s, u = f$(s, u)
c$ = c$ * s
s, u = f$(s, u)
""",
    "nonlocal": """
c$ = x * 0.5
def f$(a):
    nonlocal c$
    c$ = c$ * 0.7 + a * 0.2
    return c$ * a
s = f$(s)
HOLE
s = s * 0.3 + f$(x) + c$
""",
    "nonlocal_hole": """
def f$():
    nonlocal s, u
    HOLE
f$()
f$()
""",
    "lambda": """
g$ = lambda a, b=0.4: math.tanh(a * b + s)
HOLE
s = g$(x) + g$(s, b=0.2)
""",
    "recursion": """
s = power(s, 3) * 0.3 + x
HOLE
s = math.tanh(power(x, 2) + s)
""",
    "star_args": """
def f$(*a, **k):
    return math.tanh(a[0] * k["r"] + a[1])
HOLE
s = f$(s, x, r=0.6)
""",
    "partial": """
p$ = functools.partial(scaled, rate=0.5)
HOLE
s, u = p$(s, u)
""",
    "function_argument": """
def apply$(f, a):
    return f(f(a))
HOLE
s = apply$(lambda a: math.sin(a * x), s) + apply$(math.tanh, s)
""",
    "map_filter": """
HOLE
s = s * 0.5 + sum(map(lambda a: a * 0.2, [s, x])) + max(v[0], x)
""",
    "reduce": """
HOLE
s = functools.reduce(lambda a, b: a * 0.5 + b * 0.2, [s, x, 0.3])
""",
    "generator": """
def parts$(s, u, n):
    for i in range(n):
        HOLE
        yield s * 0.5 + i * x
for a$ in parts$(s, u * 1.0, 3):
    s = s * 0.6 + 0.1 * a$
""",
    "generator_expression": """
HOLE
s = 0.5 * s + 0.2 * sum(e * x for e in v if e > -5.0)
""",
    "list_comprehension": """
def f$(s, u):
    HOLE
    return s, u
c$ = [f$(e * x, u * 1.0)[0] for e in v[:2]]
s = s * 0.6 + 0.3 * c$[0] + 0.1 * c$[-1]
""",
    "nested_comprehension": """
HOLE
c$ = [[a * b for a in (s, x)] for b in (0.3, x)]
s = math.tanh(c$[0][1] + c$[1][0])
""",
    "dict_comprehension": """
HOLE
c$ = {k: a * s for k, a in zip("ab", v)}
s = math.tanh(c$["a"] + c$["b"])
""",
    "conditional": """
t$ = s if x > 0.2 else x
HOLE
s = s * 0.5 + (t$ if s < 40.0 else 0.0)
""",
    "walrus": """
if (t$ := s * x) > -40.0:
    HOLE
    s = s * 0.4 + t$
""",
    "chained": """
if -40.0 < s < 40.0 > x:
    HOLE
s = s * 0.9
""",
    "boolean": """
HOLE
if x > -40.0 and (s < 40.0 or u[0] > 0.0) and not x > 30.0:
    s = s * 0.7
""",
    "starred": """
a$, *b$ = (s, x, 0.4)
HOLE
s = s * 0.5 + a$ * 0.2 + sum(b$) * 0.1
""",
}

# Pieces that keep values in containers and objects.
CONTAINERS = {
    "tuple": """
p$ = (s, (x, u[0]))
HOLE
s = s * 0.5 + p$[0] * 0.3 + p$[1][1] * 0.1
""",
    "swap": """
a$, b$ = s, x * 0.5
a$, b$ = b$, a$
HOLE
s, a$ = a$ + s * 0.2, b$
s = s + 0.3 * a$
""",
    "swap_arrays": """
q$ = v * 0.5
u, q$ = q$, u
HOLE
s = s * 0.6 + 0.2 * np.sum(q$ * u)
""",
    "list_append": """
c$ = []
for i$ in range(3):
    c$.append(s * 0.2)
    HOLE
s = s * 0.6 + sum(c$) * 0.4
""",
    "list_store": """
c$ = [s, x, 0.3]
c$[1] = c$[0] * 0.5
HOLE
c$[0] += s * 0.2
s = math.tanh(sum(c$))
""",
    "list_pop": """
c$ = [s, x]
c$.append(s * x)
HOLE
s = s * 0.3 + c$.pop() * 0.4 + c$[0] * 0.2
""",
    "list_of_arrays": """
c$ = [u * 0.5, v * x]
for i$ in range(2):
    c$.append(c$[-1] * 0.4 + c$[i$])
    HOLE
u = u * 0.5 + 0.2 * sum(c$)
""",
    "dict": """
d$ = {"a": s, "b": x}
d$["a"] = d$["a"] * 0.5
HOLE
d$["b"] += s * 0.3
s = math.tanh(d$["a"] + d$["b"])
""",
    "dict_loop": """
d$ = {"a": s, "b": x}
for i$ in range(3):
    d$["a"] = d$["a"] * 0.5 + 0.1 * d$["b"]
    HOLE
s = math.tanh(d$["a"] + s)
""",
    "namedtuple": """
p$ = Point(s * 0.5, x)
HOLE
p$ = p$._replace(a=p$.a * p$.b)
s = s * 0.6 + p$.a
""",
    "dataclass": """
o$ = State(s, u * 0.5)
HOLE
o$.s = o$.s * 0.5 + s * 0.2
s = s * 0.4 + o$.s + 0.1 * o$.u[1]
""",
    "dataclass_method": """
o$ = State(s, u)
for i$ in range(2):
    s = s * 0.3 + o$.step(x) * 0.4
    HOLE
s = s + 0.2 * o$.s
""",
    "frozen": """
o$ = Frozen(s)
HOLE
o$ = replace(o$, s=o$.half + s * 0.2)
s = s * 0.5 + o$.half
""",
    "object": """
o$ = Plain(s, u)
HOLE
o$.s *= 0.5
s = o$(x) + o$.s * 0.2 + s * 0.3
""",
    "operators": """
HOLE
s = math.tanh((Number(s) * 0.5 + Number(x)).value)
""",
}

# Pieces that write on arrays, look at them through other names, or compute with them.
ARRAYS = {
    "store": """
u[1] = s * x
HOLE
u[0] = u[1] * 0.5 + s * 0.2
""",
    "augmented_store": """
u[2] += s * 0.3
HOLE
u[-1] *= 0.8 * x
""",
    "slice_store": """
u[1:] = u[:-1] * 0.6
HOLE
u[:2] = v[2:] * s
""",
    "slice_augmented": """
u[1:-1] += 0.2 * (u[2:] - u[:-2])
HOLE
u[:3] *= 0.7 + 0.1 * s
""",
    "strided_store": """
u[::2] = s * 0.3 + v[:2]
HOLE
u[::-1] *= 0.5 + 0.1 * v
""",
    "mask_store": """
k$ = v > 0.2
u[k$] = u[k$] * x
HOLE
u[u > 50.0] = 0.0
""",
    "fancy_store": """
u[[3, 0]] = u[[0, 1]] * 0.6
HOLE
u[[1, 1, 2]] += s * 0.1
""",
    "whole_store": """
u[:] = np.tanh(u) * x
HOLE
u[...] = u * 0.5 + v * 0.2
""",
    "augmented_array": """
u += 0.2 * v
HOLE
u *= 0.8 * x
""",
    "augmented_number": """
s += x * 0.2
HOLE
s *= 0.7
s -= 0.1 * u[3]
""",
    "view_written": """
w$ = u[1:3]
w$ *= x
HOLE
w$[0] = s * 0.4
s = s + 0.1 * w$[1]
""",
    "view_read": """
w$ = u[::2]
HOLE
s = s * 0.5 + np.sum(w$) * 0.2
""",
    "alias": """
w$ = u
HOLE
w$[2] = s * 0.3
s = s * 0.8 + u[2] * 0.2
""",
    "copy": """
w$ = u.copy()
u[0] = s * 0.4
HOLE
s = s * 0.5 + 0.2 * np.sum(w$ * u)
""",
    "reshape_view": """
m$ = u.reshape(2, 2)
HOLE
s = s * 0.5 + 0.2 * m$[0, 1] * m$[1, 0]
""",
    "rows": """
m$ = np.outer(u[:2], v)
m$[0] += s * 0.3
HOLE
m$[:, 1] = m$[:, 0] * x
u = u * 0.5 + 0.2 * np.sum(m$, axis=0)
""",
    "out": """
w$ = np.zeros(4)
HOLE
np.multiply(u, v, out=w$)
s = s * 0.5 + 0.2 * np.sum(w$)
""",
    "built": """
w$ = np.zeros(4)
for i$ in range(4):
    w$[i$] = s * v[i$]
    HOLE
u = u * 0.5 + 0.3 * w$
""",
    "recurrence": """
w$ = np.empty(4)
w$[0] = s
for i$ in range(1, 4):
    w$[i$] = 0.6 * w$[i$ - 1] + 0.2 * u[i$]
HOLE
s = s * 0.3 + w$[-1]
""",
    "reduction": """
HOLE
s = s * 0.3 + 0.2 * np.sum(u * v) + 0.1 * np.mean(u) + 0.1 * np.max(v) * x
""",
    "axis": """
m$ = np.outer(v[:3], u) + x
HOLE
s = s * 0.4 + 0.1 * np.sum(m$.mean(axis=0) * m$.max(axis=1, keepdims=True)[0])
""",
    "broadcast": """
HOLE
m$ = u[:, None] * v[None, :] + s
u = u * 0.5 + 0.1 * np.tanh(m$).sum(axis=1)
""",
    "matmul": """
m$ = np.outer(v, v) * 0.3 + np.eye(4)
HOLE
u = np.tanh(m$ @ u) * x
""",
    "solve": """
m$ = np.outer(v, v) * 0.2 + 2.0 * np.eye(4)
HOLE
u = np.linalg.solve(m$, u + s)
""",
    "where": """
HOLE
u = np.where(u > 0.1, u * x, u * s * 0.3)
""",
    "concatenate": """
HOLE
u = np.concatenate((u[2:], v[:2] * s))
""",
    "stack": """
HOLE
m$ = np.stack([u, v * s])
u = m$.T @ np.array([0.5, x * 0.2])
""",
    "array_of_numbers": """
HOLE
u = u * 0.5 + 0.3 * np.array([s, x, 0.4, s * x])
""",
    "cumsum": """
HOLE
u = np.cumsum(u)[::-1] * 0.3
""",
    "fancy_read": """
HOLE
u = u[[0, 0, 2, 3]] * 0.8 + v[np.array([3, 2, 1, 0])] * 0.1
""",
    "mask_read": """
HOLE
s = s * 0.5 + 0.2 * np.sum(u[v > 0.0])
""",
}

CONSTRUCTS: dict[str, str] = {
    name: text.strip("\n") + "\n"
    for group in (FLOW, FUNCTIONS, CONTAINERS, ARRAYS)
    for name, text in group.items()
}


def filled(text: str, inner: str, suffix: str) -> str:
    """The piece with another one in its hole, its own names marked with the suffix."""
    lines: list[str] = []
    for line in text.replace("$", suffix).splitlines():
        if line.strip() == "HOLE":
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + part for part in inner.splitlines()]
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def program(outer: str, inner: str) -> str:
    """The text of a module whose `main(x, v)` runs the inner construct inside the outer one."""
    body = filled(CONSTRUCTS[outer], filled(CONSTRUCTS[inner], STEP, "2"), "1")
    indented = "".join(f"    {line}\n" if line.strip() else "\n" for line in body.splitlines())
    return (
        f"{PREAMBLE}\n\ndef body(x, v):\n    s = 0.6 * x\n    u = v * 1.0\n{indented}    return s, u\n\n\n"
        "def main(x, v):\n    s, u = body(x, v)\n    return s + 0.5 * np.sum(u * u)\n"
    )
