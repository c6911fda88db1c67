"""What short random programs of NumPy statements are made of: see `arrays` for the holes."""

from __future__ import annotations

HEAD = '''"""Random array program {seed}."""

import numpy as np


def shift(u, t):
    u[1:] += t * u[:-1]
    return u


def shifted(u, t):
    u = u.copy()
    shift(u, t)
    return u


def stretch(u, t):
    u = u * t
    for k in range(1, len(u)):
        u[k] = 0.5 * u[k - 1] + u[k]
    return u


def scaled(u, t, out=None):
    if out is None:
        out = np.empty(4)
    np.multiply(u, t, out=out)
    return out


def halves(u):
    return u[:2], u[2:]


def grown(m, u):
    for row, t in zip(m, u):
        row += t


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
    "{M}[[0, 1], [1, 1]].sum()", "np.trace({M})", "np.prod({V}) * 0.1", "{V}[1:].mean()", "{V}.std()",
    "np.tanh({S})", "{S} if {S} > 0.2 else {V}[{i}]", "{V}[{mask}].mean() if {V}[{mask}].size else {S}",
    "float({V}[{i}])", "np.sum({M}, axis=0)[{i}]", "{M}[{matrix_mask}].sum()", "np.min({M})", "abs({S})",
    "{V}[-2:].prod()", "np.sum({V} * {V})", "np.sum({M} @ {V})", "{M}.ravel()[{i}]", "np.median({V})",
    "{V} @ {M} @ {V} * 0.1", "np.sum(np.where({mask}, {V}, {S}))", "np.cumsum({V})[{i}]", "{V}.dot({V})",
    "np.average({V}, weights={V} ** 2)", "{V}[3:2].sum()", "{V}[4:].sum() + {S}", "{V}[::-1][1:].prod()",
    "{M}[1:, ::-1][0, 1:].sum()", "{M}[{matrix_mask}].mean()", "np.ptp({V})", "{V}[np.argmax({V})]",
    "{M}.flat[{i}]", "np.interp({S}, [-1.0, 0.0, 2.0], {V}[1:])", "{M}.T.ravel()[{i}]", "sum({V})", "max({V})",
    "np.vdot({V}, {V})", "np.inner({V}, {V})", "np.linalg.norm({M})", "np.logaddexp({S}, {V}[{i}])",
    "np.trapezoid({V}, dx=0.5)", "np.count_nonzero({V} > 0.1) * {S}", "{V}[{i}] if {mask_any} else {S}",
    "{M}[{i}][1:][{j}]", "np.einsum('i,ij,j', {V}, {M}, {V}) * 0.1", "np.quantile({V}, 0.3)",
    "{M}.var(axis={axis})[{i}]", "float(np.sum({V}))", "np.linalg.det({M} * 0.3 + np.eye(4))",
    "np.select([{S} > 0.3, {S} > 0.0], [{S}, {V}[0]], {V}[1])", "stretch({V}, {S}).sum()",
)  # fmt: skip
VECTORS = (
    "{V} * {S}", "{V} + {V}", "{V} - {S}", "{M} @ {V}", "np.exp(-{V} ** 2)", "{V}[::-1]",
    "np.where({mask}, {V}, {S})", "np.concatenate(({V}[:2], {V}[2:]))", "{M}[{i}]", "{M}[:, {i}]",
    "{M}.sum(axis={axis})", "np.maximum({V}, 0.1)", "np.cumsum({V})", "np.sort({V})", "np.roll({V}, 1)",
    "np.full(4, {S})", "np.zeros(4)", "{V}.copy()", "np.take({V}, [1, 1, 3, 0])", "{V}[[2, 0, 1, 3]]",
    "np.tanh({V})", "np.clip({V}, -0.9, 0.9)", "np.diag({M})", "np.repeat({V}[:2], 2)", "{V}[np.argsort({V})]",
    "np.stack([{V}, {V}])[{axis}]", "np.array([{S}, {S}, 1.0, {S}])", "{V} / (1.0 + {V} * {V})", "{V}",
    "{M}.mean(axis={axis})", "{M}.max(axis={axis})", "{V} @ {M}", "np.abs({V})", "np.where({mask}, {V}, {V})",
    "np.broadcast_to({S}, 4)", "np.append({V}[1:], {S})", "{V}[:, None][:, 0]", "np.linspace({S}, 1.0, 4)",
    "np.dot({M}, {V})", "np.diff({V}, prepend={S})", "np.full_like({V}, {S})", "1.0 - {V}",
    "{V}.reshape(2, 2).T.ravel()", "np.pad({V}[1:3], 1)", "np.minimum({V}, {V})", "{V} ** 3", "np.sin({V})",
    "np.tile({V}[:2], 2)", "np.array([t * {S} for t in {V}])", "np.hypot({V}, {S})", "{M}[{i}] * {M}[:, {i}]",
    "{V}[::-1][::-1]", "{M}[::-1][{i}]", "{M}[{i}, ::-1]", "{M}.T[{i}]", "{M}.reshape(2, 8)[{axis}, ::2]",
    "{M}[1:3].ravel()[::2]", "{M}[[0, 1, 2, 3], [1, 1, 0, 2]]", "np.multiply({V}, {S}, out=np.zeros(4))",
    "np.cumprod({V}) * 0.5", "np.flip({V})", "np.concatenate([{V}[2:], {V}[2:2], {V}[:2]])",
    "np.hstack(({S}, {V}[1:]))", "np.insert({V}[1:], 1, {S})", "np.delete({M}[{i}], [])",
    "np.select([{mask}, {mask}], [{V}, {S}], 0.1)", "np.choose([0, 1, 0, 1], [{V}, {V}])", "{V}.take([3, 1, 1, 0])",
    "{V}.clip({S}, 2.0)", "np.piecewise({V}, [{mask}], [lambda t: t * {S}, 0.3])",
    "np.linalg.solve(np.eye(4) * 3.0 + {M} * 0.1, {V})", "{V} @ {M} @ {M}",
    "np.apply_along_axis(lambda t: t.sum() * {S}, 1, {M})", "np.array([r.sum() for r in {M}])",
    "np.vectorize(lambda t: t * {S})({V})", "np.convolve({V}, {V}[:2], mode='same')", "np.gradient({V})",
    "np.asarray({V})", "np.atleast_1d({V})", "{V}[...]", "{V}[np.newaxis][0]", "np.split({V}, 2)[{axis}].repeat(2)",
    "np.cross({V}[:3], {V}[1:])[[0, 1, 2, 0]]", "np.ediff1d({V}, to_end={S})", "stretch({V}, {S})",
    "np.outer({V}, {V})[{i}]", "np.where({mask})[0].size * {V}", "np.tensordot({M}, {V}, 1)", "np.fmax({V}, {V})",
    "np.ones(4) * {S}", "halves({V})[{axis}].repeat(2)", "np.linalg.norm({M}, axis={axis})", "np.partition({V}, 2)",
    "np.linspace({S}, {S}, 4)", "shifted({V}, {S})",
)  # fmt: skip
MATRICES = (
    "np.outer({V}, {V})", "{M} + {V}", "{M} * {V}[:, None]", "{M}.T", "{M} @ {M} * 0.2", "np.eye(4) * {S}",
    "np.stack([{V}] * 4)", "{M}[::-1]", "np.diag({V})", "np.tanh({M})", "{M} - {M}.mean(axis=0)", "np.triu({M})",
    "np.broadcast_to({V}, (4, 4))", "{M}.copy()", "{M}.reshape(2, 8).reshape(4, 4)", "{V}[:, None] - {V}",
    "{M} * {S}", "np.where({matrix_mask}, {M}, {S})", "np.vstack(({M}[1:], {V}))", "{M} / (1.0 + {M} ** 2)",
    "np.zeros((4, 4))", "{M}[[3, 0, 0, 1]]", "{M}[:, [1, 1, 2, 0]]", "np.swapaxes({M}, 0, 1)",
    "np.einsum('ij,j->ij', {M}, {V})", "{M} - {M}.sum(axis=1, keepdims=True) * 0.1", "np.roll({M}, 1, axis={axis})",
    "np.full((4, 4), {V})", "{M}[:, ::-1]", "{M}.T.copy()", "np.block([[{M}[:2, :2], {M}[:2, 2:]], [{M}[2:]]])",
    "np.column_stack([{V}, {V}, {V}, {V}])", "np.concatenate([{M}[:2], {M}[2:]], axis=0)",
    "np.repeat({V}[:, None], 4, axis=1)", "np.tile({V}, (4, 1))", "np.kron({M}[:2, :2], {M}[2:, 2:])",
    "np.cumsum({M}, axis={axis})", "np.sort({M}, axis={axis})", "np.array([{V}, {V}, {V}, {V}])",
    "np.linalg.inv(np.eye(4) * 3.0 + {M} * 0.2)", "np.add.outer({V}, {V})",
    "{M}[np.ix_([0, 2, 1, 1], [3, 1, 0, 0])]", "np.take({M}, [1, 0, 0, 2], axis={axis})", "np.moveaxis({M}, 0, 1)",
    "np.array([[r[0] * t for t in {V}] for r in {M}])", "np.einsum('ij,kj->ik', {M}, {M}) * 0.2",
    "np.maximum({M}, {V}[:, None])", "{M}[{matrix_mask}].sum() * {M}", "np.pad({M}[1:3, 1:3], 1)",
    "np.pad({M}[:, 1:3], ((0, 0), (1, 1)), mode='edge')", "np.rot90({M})", "np.where({V}[:, None] > 0.1, {M}, {V})",
    "np.diff({M}, axis=0, append={M}[:1])", "np.take_along_axis({M}, np.argsort({M}, axis=1), axis=1)",
    "np.meshgrid({V}, {V})[{axis}]", "{M} ** 2",
)  # fmt: skip
STORES = (
    "{v}[{i}] = {S}", "{v}[1:3] += {V}[0:2]", "{v}[{mask}] = {S}", "{v}[{mask}] *= {S}", "{v}[[0, 2]] += {S}",
    "{m}[{i}] = {V}", "{m}[:, {i}] *= {S}", "{m}[{matrix_mask}] = 0.0", "np.add.at({v}, [0, 0, 2], {S})",
    "{v} += {V}", "{v} *= {S}", "{m} -= {M}", "{v}[:] = {V}", "{m}[{i}, {i}] += {S}", "{v}[::2] *= {S}",
    "{v}[0], {v}[-1] = {v}[-1], {v}[0]", "{m}[1:] += {M}[:-1]", "{v}[:] *= {V}", "{m}[...] = {V}", "{s} += {S}",
    "{s} *= {V}[{i}]", "{v}, {u} = {u}, {v}", "{m} += {V}", "{v}[{mask}] += {V}[{mask}]",
    "{m}[:2, :2] = {M}[2:, 2:]", "{m}.T[{i}] += {V}", "{v} /= 1.0 + {S} ** 2", "{m}[[0, 1]] = {m}[[1, 0]]",
    "np.fill_diagonal({m}, {S})", "{v}.sort()", "{m} = {m} + {M}", "{v} = {v} * {S}", "{v}[{i}] += {v}[{i}] * {S}",
    "{m}[{i}] -= {m}[{i}].mean()", "np.add({V}, {V}, out={v})", "np.multiply({v}, {S}, out={v})",
    "np.sin({V}, out={v})", "np.cumsum({V}, out={v})", "np.copyto({v}, {V})", "np.copyto({v}, {V}, where={mask})",
    "np.put({v}, [0, 2], {S})", "np.add({V}, {S}, out={v}, where={mask})", "np.putmask({v}, {mask}, {V})",
    "{v}.fill({S})", "np.multiply.at({v}, [0, 0, 1], {S})", "np.subtract.at({v}, [1, 1, 3, 0], {V})",
    "np.add.at({m}, [0, 0, 2], {V})", "np.add.at({m}, ([0, 0], [1, 1]), {S})", "{v}[[0, 0, 2]] = {V}[1:]",
    "{v}[[1, 1, 3]] += {V}[:3]", "{m}[[0, 0], [1, 1]] += {S}", "{m}[[2, 2, 0]] = {M}[:3]", "{v}[2:2] = {S}",
    "{v}[1:1] += {S}", "{m}[1:3] = {V}", "{m}[:, 1:3] += {V}[:, None]", "{m}[:, :2] = {S}", "{m}[::2] *= {V}",
    "{m}[1:][0] += {V}", "{m}[1:, 1:][0, :2] = {S}", "{m}.T[1:][0] *= {S}", "{m}.reshape(2, 8)[0] *= {S}",
    "{v}.reshape(2, 2)[1] = {S}", "{m}.ravel()[::5] += {V}", "{m}[::-1][0] = {V}", "{v}[::-1][:2] += {V}[:2]",
    "{v}[::-1] += {V}", "{v}[3:0:-1] = {V}[1:]", "{m}[::-1, ::-2] *= {S}", "{v} -= {v}[::-1]", "{v}[1:] = {v}[:-1]",
    "{v}[1:] += {v}[:-1]", "{m} += {m}.T", "{m}[:] = {m}[::-1]", "{v}[0] = {v}[1] = {S}", "{v} **= 2",
    "{m} @= {M} * 0.2", "{v}[{mask}] = {V}[{mask}]", "{v}[~({mask})] *= {S}", "{m}[{matrix_mask}] *= {S}",
    "{m}[{matrix_mask}] += {M}[{matrix_mask}].mean()", "{m}[{V} > 0.1] *= {S}", "{m}[:, {V} > 0.1] = {S}",
    "{v}[np.argsort({V})] = {V}", "{v}[np.arange(2)] -= {V}[2:]", "{m}[np.arange(4), [0, 2, 1, 1]] = {V}",
    "{m}[{i}, 1:] = {V}[:-1]", "shift({v}, {S})", "{v} = shift({v}, {S})", "{v} = scaled({V}, {S}, out={u})",
    "low, high = halves({v}); low += high", "grown({m}, {V})", "{v}[:2], {v}[2:] = {V}[2:], {V}[:2]",
    "{m}[0], {m}[1] = {m}[1].copy(), {m}[0].copy()", "for r in {m}: r *= {S}", "for r in {m}: r[1:] += {S}",
    "{v}.partition(2)", "{v}[{i}] -= {v}[{j}]", "{m}[{i}, {j}] *= {m}[{j}, {i}]", "{m}[{i}] = {m}[{j}]",
    "{v}[{i}] = {v}[{j}] * {S}", "np.fill_diagonal({m}, {V})", "{m}.T[...] = {M}", "{m}.flat[::5] = {S}",
    "{v}.flat[1] += {S}", "np.exp({M} * 0.3, out={m})", "{v}[np.array([True, False, True, False])] = {V}[:2]",
    "np.minimum({v}, {V}, out={v})", "np.negative({v}, out={v})",
)  # fmt: skip

# Headers of loops in which `k` counts; the second is a number, or nothing.
LOOPS = (
    ("for k in range(2):", ""), ("for k in range(len(v)):", ""), ("for k in range(1, 4):", ""),
    ("for k in range(3, 0, -1):", ""), ("for k, t in enumerate({V}):", "t"), ("for k in np.arange(3):", ""),
    ("for k in np.argsort({V}):", ""), ("for k in (2, 0, 1):", ""), ("for k, t in zip(range(3), {V}):", "t"),
    ("for k in range(0):", ""),
)  # fmt: skip
# Before the loop, its header, the beginning and the end of its body.
WHILES = (
    ("K = 0", "while K < 3:", "K = K + 1", ""), ("K = 3", "while True:", "K = K - 1", "if K < 1: break"),
    ("K = -1", "while {S} < 0.5 or K < 2:", "K += 1", "if K == 3: break"),
)  # fmt: skip
TRIES = ("assert {S} < 0.4", "np.array([{S}])[int({S} > 0.2)]", "[1.0][int({V}[{i}] > 0.1)]")
