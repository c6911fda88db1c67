"""Code in the manner of toolboxes for rotations, filters, colours and orbits: options that are functions or None, axes
of one entry, masks that are numbers, what a decomposition gives written on."""

import numpy as np

from tests.programs import Sampler, program

S = Sampler(92417)

# -- axes of one entry ------------------------------------------------------------------------------------------------


def one_row_or_many(q):
    rows = np.array(q, dtype=np.float64).reshape((-1, 4))
    out = np.zeros((len(rows), 2, 4))
    out[:, 0] = rows[:, ::-1]
    out[:, 1, 1:] = rows[:, 1:] * rows[:, :1]
    return out.squeeze()


def first_rows(x, n):
    part = x[:n].squeeze()
    part = part * np.arange(3.0)
    return np.sum(part @ x.T)


def row_written_through_a_view(x):
    rows = x.reshape((-1, 6))
    table = np.zeros((len(rows), 3, 6))
    table[:, 1] = rows
    view = table.squeeze()
    view[2] = view[1] * view[1]
    return np.squeeze(table) * 2.0


program(one_row_or_many, (S.normal(4),), (S.normal(3, 4),), tags="toolboxes", must_pass=True)
program(first_rows, (S.normal(4, 3), 1), (S.normal(4, 3), 2), tags="toolboxes", must_pass=True)
program(row_written_through_a_view, (S.normal(6),), (S.normal(2, 3),), tags="toolboxes", must_pass=True)


# -- masks that are numbers -------------------------------------------------------------------------------------------


def guarded_quotient(a, b, rate):
    tiny = rate < 1e-12
    return np.divide(a, b, out=np.ones_like(a), where=~tiny)  # of a Python bool: -1 or -2


def chosen_by_numbers(a, b):
    kept = np.multiply(a, b, out=a * 3.0, where=[1, 0, 2])
    np.copyto(kept, b * b, where=[0, 0, 5])
    other = a * b
    np.place(other, np.array([0, 3, 2]), b)
    np.putmask(other, np.array([7, 0, 0]), a)
    return kept * other


program(
    guarded_quotient, (S.normal(3), 1.0 + S.positive(3), 0.5), (S.normal(3), 1.0 + S.positive(3), 0.0), wrt=(0, 1),
    tags="toolboxes", must_pass=True,
)  # fmt: skip
program(chosen_by_numbers, (S.normal(3), S.normal(3)), wrt=(0, 1), tags="toolboxes", must_pass=True)


# -- options that are functions or None -------------------------------------------------------------------------------


def moments_of_points(points, weights, mean_of=None, difference=None):
    try:
        if mean_of is None:
            centre = np.dot(weights, points)
        else:
            centre = mean_of(points, weights)
    except Exception:
        print(points)
        raise
    if difference is np.subtract or difference is None:
        rest = points - centre[np.newaxis, :]
        return centre, rest.T @ (rest * weights[:, None])
    spread = np.zeros((points.shape[1],) * 2)
    for k, weight in enumerate(weights):
        rest = difference(points[k], centre)
        spread += weight * np.outer(rest, rest)
    return centre, spread


def spread_by_default(points, weights):
    return moments_of_points(points, weights)[1]


def spread_by_subtraction(points, weights):
    return moments_of_points(points, weights, difference=np.subtract)[1]


def spread_on_the_circle(points, weights):
    return moments_of_points(points, weights, lambda p, w: w @ p, lambda a, b: np.sin(a - b))[1]


for option in (spread_by_default, spread_by_subtraction, spread_on_the_circle):
    program(
        option, (S.normal(5, 2), S.positive(5)), (S.normal(3, 3), S.positive(3)), wrt=(0, 1), tags="toolboxes",
        must_pass=True,
    )  # fmt: skip


# -- what a decomposition gives is written on -------------------------------------------------------------------------


def proper_rotation(a):
    u, s, vt = np.linalg.svd(a)
    if np.linalg.det(u @ vt) < 0.0:
        s[-1] *= -1.0
        u[:, -1] *= -1.0
    else:
        s /= np.sum(s)
    return u @ np.diag(s) @ vt


def shifted_spectrum(a):
    w, v = np.linalg.eigh(a + a.T)
    w[0] += 2.0
    w *= w
    return (v * w) @ v.T


program(proper_rotation, (S.normal(3, 3),), (S.normal(2, 2),), tags="toolboxes", must_pass=True)
program(shifted_spectrum, (S.normal(3, 3),), (S.normal(2, 2),), tags="toolboxes", must_pass=True)


# -- numbers of NumPy -------------------------------------------------------------------------------------------------


def as_floats(a, kind=None):
    kind = np.float64 if kind is None else kind
    if isinstance(a, np.ndarray) and a.size == 1 and a.ndim != 0:
        return np.asarray(a, kind)
    return kind(a)


def power_with_sign(v, p):
    v = np.asarray(v, np.float64)
    y = np.sign(v) * np.abs(v) ** p
    return as_floats(0 if y.ndim == 0 and np.isnan(y) else y)


def cone_response(xyz):
    lms = np.matmul(
        np.asarray([[0.2, 0.8, -0.1], [-0.4, 1.2, 0.1], [0.0, 0.1, 0.6]]), xyz[..., None]
    ).squeeze(-1)
    lms *= np.array([0.7, 1.0, 0.4])
    response = power_with_sign(lms, 0.7)
    response += np.array([0.1, 0.2, 0.3])
    return response


program(cone_response, (S.positive(3) + 1.0,), (S.positive(3) + 2.0,), tags="toolboxes", must_pass=True)


# -- the shorter sequence first ---------------------------------------------------------------------------------------


def matched_filter(signal, pattern):
    return np.correlate(pattern, signal, "same") + np.sum(np.correlate(pattern, signal))


program(
    matched_filter,
    (S.normal(7), S.normal(4)),
    (S.normal(6), S.normal(3)),
    wrt=(0, 1),
    tags="toolboxes",
    must_pass=True,
)
