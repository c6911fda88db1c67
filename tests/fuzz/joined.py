"""Short random programs of arrays that are written through one of several names that they may have.

u, v = np.linalg.qr(a + b)              two arrays, made in one of many ways
e = np.tanh(v) + u                      what must be as it was when the sweep comes back
z = u if c else v                       one of them, which is written
z[0] *= 2.0
return np.sum(u * v)                    both are read

Lines are drawn from the tables; what is drawn fits together whatever it is.
"""

from __future__ import annotations

import random

HEAD = """# seed {seed}
import collections
from typing import NamedTuple

import numpy as np


class Box:
    def __init__(self, u, v):
        self.u = u * 1.0
        self.v = v

    def total(self):
        return self.u + self.v


class Pair(NamedTuple):
    first: object
    second: object


def pair(p, q):
    return Pair(p * 2.0, q * p)


def helper(p, q):
    t = p * q
    return t, t + q


def gen(p, q):
    yield p * 2.0
    yield q * p


def recur(m, n):
    return m * 1.0 if n == 0 else recur(m * 1.1, n - 1)


def pick(u, v, c):
    if c:
        return v
    return u


def swap(u, v, c):
    if c:
        u, v = v, u
    u[0] += v[1]
    v[-1] *= 2.0


def main(x, m):
    a = m[:, :3] + 0.2 * x
    b = m[:, 1:] + 0.1 * x
    c = x > 0.0
"""

TWO = (
    "u = a * 2.0\nv = np.sin(b)",
    "u, v = a * 1.5, b ** 2",
    "u, v = np.linalg.qr(a)[0], b * 1.0",
    "u, v = np.linalg.qr(a + b)",
    "w, u = np.linalg.eigh(a + a.T)\nv = b * w",
    "u, s, v = np.linalg.svd(a)",
    "u, s, v = np.linalg.svd(a @ b)",
    "u, v = np.meshgrid(a[0], b[1])",
    "u, v = np.split(np.concatenate((a, b)), 2)",
    "u, v = np.hsplit(np.hstack((a, b)), 2)",
    "u, v = np.gradient(a)",
    "u, v = helper(a, b)",
    "u = Box(a, b).u\nv = Box(a, b).total()",
    "box = Box(a, b)\nu = box.u\nv = box.v",
    "d = {'u': a * 2.0, 'v': b * 3.0}\nu = d['u']\nv = d['v']",
    "ms = [a * 1.0, b * 2.0]\nu = ms[0]\nv = ms[1]",
    "u, v = [m * 2.0 for m in (a, b)]",
    "st = np.stack((a, b))\nu = st[0]\nv = st[1]",
    "st = np.stack((a, b))\nu, v = st",
    "st = np.stack((a, b), axis=-1)\nu = st[..., 0]\nv = st[..., 1]",
    "u = np.zeros((3, 3))\nu[:] = a\nv = b.copy()",
    "u = np.empty_like(a)\nu[0] = a[1]\nu[1:] = b[1:]\nv = np.array(b)",
    "u = np.where(a > 0, a, b)\nv = np.maximum(a, b * 2.0)",
    "big = np.zeros((6, 3))\nbig[:3] = a\nbig[3:] = b\nu = big[:3]\nv = big[3:]",
    "big = np.zeros((6, 3))\nbig[:3] = a\nbig[3:] = b\nu = big[::2]\nv = big[1::2]",
    "big = np.vstack((a, b))\nu = big[:3].T\nv = big[3:]",
    "u = np.linalg.solve(a + 5 * np.eye(3), b)\nv = np.linalg.inv(b + 5 * np.eye(3))",
    "u = np.linalg.cholesky(a @ a.T + np.eye(3))\nv = b @ a",
    "u = np.fft.fft(a).real\nv = b * 1.0",
    "u = np.array([[x * 2.0 for x in row] for row in a])\nv = np.array(b.tolist()) if False else b * 1.0",
    "u = np.sort(a, axis=1)\nv = np.cumsum(b, axis=0)",
    "u, v = np.broadcast_arrays(a * 1.0, b * 1.0)\nu = u.copy()\nv = v.copy()",
    "u = a[[0, 1, 2]]\nv = b[:, [2, 1, 0]]",
    "u = np.take(a, [0, 1, 2], axis=0)\nv = np.roll(b, 1)",
    "u = np.outer(a[0], b[0])\nv = np.diag(a[1]) + b",
    "u = a.astype(float)\nv = b.reshape(9).reshape(3, 3) * 1.0",
    "u = recur(a, 2)\nv = recur(b, 1)",
    "u = (lambda m: m * 2.0)(a)\nv = (lambda m: m * b)(a)",
    "u = a.transpose().copy()\nv = np.ascontiguousarray(b.T)",
    "u = a * 1.0\nv = u[:, ::-1]",
    "u = a * 1.0\nv = u.T",
    "u = np.einsum('ij,jk->ik', a, b)\nv = np.tensordot(a, b, axes=1)",
    "u = np.concatenate([a[:1], b[1:]])\nv = np.block([[a[:2]], [b[2:]]])",
    "u, v = (lambda p, q: (p + q, p - q))(a, b)",
    "u = np.modf(a * 3)[0]\nv = np.divmod(b, 0.7)[1]",
    "u, v = map(np.exp, (a, b))",
    "u, v = pair(a, b)",
    "u, v = pair(a, b).first, pair(b, a).second",
    "u, v = list(gen(a, b))",
    "q = collections.deque([a * 1.0, b * 2.0])\nu = q.popleft()\nv = q.pop()",
    "u, (v, w) = np.tanh(a), (b * 2.0, 1.0)",
    "u = [a * 2.0, b * 1.0]\nv = u[1]\nu = u[0]",
    "u = np.array([a[k] * (k + 1) for k in range(3)])\nv = b.copy()",
    "out = []\nfor k in range(3): out.append(a[k] * b[k])\nu = np.array(out)\nv = a * 1.0",
    "u = a.copy()\nfor k in range(1, 3): u[k] += u[k - 1] * b[k]\nv = u[::-1]",
    "u, v = np.zeros((2, 3, 3))\nu += a\nv += b * a",
    "w = np.zeros((2, 3, 3))\nw[0], w[1] = a, b\nu, v = w",
    "u = np.linalg.norm(a, axis=1)[:, None] * b\nv = a / (1.0 + a ** 2)",
    "try:\n    u = a * 2.0\n    if a[0, 0] > 100: raise ValueError\nexcept ValueError:\n    u = b * 1.0\nv = b * u",
    "u = sum([a, b, a * b])\nv = np.prod([a, b], axis=0)",
    "u = a + 0.0\nv = u if a[1, 1] > 0 else b * 1.0",
    "u = a[:]\nu = u * 1.0\nv = np.asarray(b)[...] * 1.0",
    "box = Box(a, b)\nbox.u += b\nu, v = box.u, box.u * a",
    "u = np.pad(a[:2], ((0, 1), (0, 0)))\nv = np.tile(b[0], (3, 1))",
    "u = np.repeat(a[:1], 3, axis=0) * b\nv = np.kron(a[:1, :1], b)",
    "u = a @ b\nv = np.linalg.multi_dot([a, b, a])",
    "def inner(m):\n    return m * b\nu = inner(a)\nv = inner(b)",
    "u = np.clip(a, -1.5, 1.5)\nv = np.abs(b)",
)
BETWEEN = (
    "e = u * v",
    "e = np.exp(-u ** 2) @ v",
    "e = np.sum(u ** 2) * a",
    "e = u.copy()\ne[0] = v[1]",
    "e = np.tanh(v) + u",
    "e = u[0] * v[:, :1]",
    "e = u.T @ v",
    "e = np.sqrt(1.0 + u ** 2) / (2.0 + np.cos(v))",
    "e = np.array([u[0], v[0], a[0]])",
    "e = 0.0\nfor row in u: e = e + row * v",
    "e = (u > 0) * v ** 2",
    "e = helper(u, v)[1]",
    "e = np.linalg.solve(u @ u.T + np.eye(3), v)",
)
WRITTEN = (
    "z = u\nif c: z = v\nz[0] *= 2.0",
    "z = u if c else v\nz[0, 1:] += a[0, 1:]",
    "z = [u, v][int(c)]\nz *= b",
    "rows = [u, v]\nrows[int(c)][1] = a[2] * b[0]",
    "rows = {True: u, False: v}\nrows[bool(c)][-1, :] *= -1.5",
    "z = u\nif c: z = v.T\nz[:, 0] = b[0] ** 2",
    "for z in (u, v):\n    if c: z[0] *= a[1]\n    c = not c",
    "z = pick(u, v, c)\nz -= a * z",
    "z = u[1:]\nif c: z = v[:2]\nz[...] = z * b[:2]",
    "first = u\nfor k in range(2):\n    if k == int(c): first = v\n    first[k] += b[k] * 2.0",
    "swap(u, v, c)",
    "holder = Box(u, v)\nif c: holder.u = holder.v\nholder.u[0] *= a[0]",
    "z = u\nwhile c:\n    z = v\n    c = False\nz[1] *= z[0]",
    "views = [u[k] for k in range(3)] + [v[0]]\nviews[3 if c else 1] *= a[0]",
    "for k in range(3):\n    z = u if (k % 2 == 0) == c else v\n    z[k] *= a[k]",
    "for k in range(3):\n    z = u\n    if a[k, 0] > 0: z = v\n    z[k, 1:] += z[k, :-1] * 0.5",
    "k = 0\nwhile k < 3:\n    z = [u, v][k % 2]\n    z[k] = z[k] * b[k] + 0.1\n    k += 1",
    "for z in [u, v]: z[0] = np.sin(z[0])",
    "for k, z in enumerate((u, v)):\n    if k == int(c): continue\n    z[1] += z[0] ** 2",
    "for z, m in zip((u, v), (a, b)): z -= 0.1 * m * z",
    "def write(m, s):\n    m[0] *= s\n    m[1:] += s * a[1:]\nwrite(u if c else v, b[0, 0])",
    "t = u\nu = v\nv = t\nv[0] *= 2.0",
    "u[0], u[1] = u[1].copy(), u[0] * 2.0",
    "u[[0, 2]] = u[[2, 0]] * v[[0, 1]]",
    "u[u > 0] *= 0.5",
    "np.add.at(v, [0, 0, 2], u)",
    "np.multiply(u, b, out=v)",
    "u.sort(axis=1)",
    "u[:, 1:] -= u[:, :-1]",
    "v += u\nu *= v",
    "u -= v.mean()",
    "v[...] = u @ v",
    "u[np.arange(3), [0, 1, 1]] = v[0]",
    "if c: u = v\nu[2] *= b[0]",
    "if c:\n    u[0] *= 2.0\n    w2 = u[1]\nelse:\n    w2 = v[0]\nw2 += a[0]",
    "np.fill_diagonal(u, v[0])",
    "u.fill(1.5) if c else None",
    "v[::2] = u[1:]",
    "u[:2], v[1:] = v[:2] * 1.0, u[:2] * 1.0",
    "np.copyto(u, v, where=a > 0)",
    "holder = {'x': u, 'y': [v, u]}\nholder['y'][int(c)][0] *= 3.0\nholder['x'] += a",
)
ENDS = (
    "np.sum(u * v)",
    "np.sum(u ** 3) + np.sum(v @ a)",
    "u @ v",
    "np.sum(z ** 2) + np.sum(u * a)",
    "np.sum((u - b) ** 2) * np.sum(v)",
    "np.tanh(u) + v",
    "np.sum(np.concatenate((u, v)) ** 2)",
    "u[0] * v[1] + a[0]",
    "[u, v]",
    "np.max(u) * np.mean(v ** 2)",
    "np.sum(u * v * e)",
    "e * u + v",
    "np.sum(e ** 2) + np.sum(u * v)",
    "e",
    "{'u': u, 'e': e}",
    "(u, e)",
    "np.sum(np.linalg.norm(u, axis=1)) + np.sum(e)",
    "u.ravel() * e.ravel() if np.shape(e) == (3, 3) else u * e",
)


def generate_joined(seed: int) -> str:
    """The text of one program; `main(x, m)` gives a number, or arrays."""
    rng = random.Random(seed)
    end, writer = rng.choice(ENDS), rng.choice(WRITTEN)
    if "z" in end and "z =" not in writer:
        end = "np.sum(u * v)"
    parts = [rng.choice(TWO)]
    if "e" in end.split("(") or any(name in end for name in ("e)", "e *", "e ", "'e'")) or rng.random() < 0.6:
        parts.append(rng.choice(BETWEEN))
    parts.append(writer)
    if rng.random() < 0.5:
        parts.append(rng.choice(WRITTEN))
    if rng.random() < 0.15 and end.startswith("np.sum"):
        parts.append("if c: return np.sum(u ** 2)")
    parts.append(f"return {end}")
    lines = "\n".join(parts).splitlines()
    return HEAD.format(seed=seed) + "".join(f"    {line}\n" for line in lines)
