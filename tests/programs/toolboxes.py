"""Code in the manner of toolboxes for rotations, filters, colours and orbits: options that are functions or None, axes
of one entry, masks that are numbers, what a decomposition gives written on."""

import math
import sys

import numpy as np
from scipy import stats

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


# -- options of the call that decide what comes back ------------------------------------------------------------------


def unit_vector(v, with_length=False):
    length = np.sqrt(np.sum(v * v))
    if with_length:
        return v / length, length
    return v / length


def rows_or_pairs(x, settings):
    if settings["pairs"]:
        return [row * x[0] for row in x]
    return x * settings["scale"]


program(unit_vector, (S.normal(3), False), (S.normal(3), True), tags="toolboxes", must_pass=True)
program(
    unit_vector,
    (S.normal(3),),
    (S.normal(2), True),
    tags="toolboxes",
    must_pass=True,
    name="unit_vector_by_default",
)
program(
    rows_or_pairs, (S.normal(3, 2), {"pairs": True, "scale": 2}), (S.normal(2, 2), {"pairs": False, "scale": 3}),
    tags="toolboxes", must_pass=True,
)  # fmt: skip


# -- conditions that are numbers, arguments by place ------------------------------------------------------------------


def directions_of_light(p, e):
    far = p / np.where(e, e, 1.0)
    return np.cross(far, p, 0, 0).T + np.where(np.where(e > 0.0)[0][0], p, 0.0)


def edges(x):
    steps = np.diff(x, 1, -1, x[0] * 2.0)
    outside = np.interp(np.array([-1.0, 0.25, 9.0]), np.array([0.0, 0.5, 1.0]), x[:3], x[0] ** 2, x[1])
    return np.sum(steps**2) + np.sum(outside * x[:3]) + np.sum(np.reshape(np.outer(x, x), (-1,), "F")[1:4])


def robust_scale(x):
    centre = np.median(x, axis=0, overwrite_input=False)
    spread = np.nanmedian(np.abs(x - centre), overwrite_input=False)
    return (x - centre) / spread


def least_norm(a, b):
    return np.linalg.pinv(a, rcond=1e-10) @ b + np.linalg.pinv(a, 1e-12) @ (b * b)


program(
    directions_of_light, (S.normal(3), 1.0 + S.positive(3)), (S.normal(3), np.array([0.5, 1.0, 2.0])), tags="toolboxes",
    must_pass=True,
)  # fmt: skip
program(edges, (S.normal(3),), (S.normal(4),), tags="toolboxes", must_pass=True)
program(robust_scale, (S.normal(4, 3),), (S.normal(5, 2),), tags="toolboxes", must_pass=True)
program(
    least_norm, (S.normal(2, 3), S.normal(2)), (S.normal(4, 3), S.normal(4)), tags="toolboxes", must_pass=True
)


def log_density(x, a):
    return stats.multivariate_normal.logpdf(x, None, a @ a.T, True)


def log_density_on_a_line(x, c):
    flat = np.diag(np.array([c[0] ** 2, 0.0, c[1] ** 2]))
    return stats.multivariate_normal.logpdf(x * np.array([1.0, 0.0, 1.0]), None, flat, allow_singular=True)


program(
    log_density,
    (S.normal(3), S.normal(3, 3)),
    (S.normal(2), S.normal(2, 2)),
    tags="toolboxes",
    must_pass=True,
)
program(
    log_density_on_a_line,
    (S.normal(2, 3), S.positive(2)),
    (S.normal(3), S.positive(2)),
    tags="toolboxes",
    must_pass=True,
)


# -- what numbers and arrays do not have ------------------------------------------------------------------------------


def tolerance(x):
    total = np.sum(x**2)
    try:
        limit = np.finfo(total.type).eps
    except (AttributeError, ValueError):
        limit = np.finfo(x.dtype.type).eps
    return math.sqrt(total) if total > limit else 0.0


def without_units(x):
    if x is None:
        return 0.0
    try:
        return x.magnitude * 2.0
    except AttributeError:
        return x * 3.0 if isinstance(x, x.__class__) else x


def is_frame(x):
    try:
        frames = sys.modules["no_such_library_of_frames"]
    except KeyError:
        return False
    return isinstance(x, (frames.Frame, frames.Series))


def loss_of_arrays(y, p):
    return np.nan if is_frame(y) else np.mean((y - p) ** 2)


program(tolerance, (S.normal(3),), (S.normal(2, 2),), tags="toolboxes", must_pass=True)
program(without_units, (S.normal(3),), (0.75,), tags="toolboxes", must_pass=True)
program(
    loss_of_arrays,
    (S.normal(3), S.normal(3)),
    (S.normal(2, 2), S.normal(2, 2)),
    wrt=(0, 1),
    tags="toolboxes",
    must_pass=True,
)


# -- what is tried, and questions about sizes -------------------------------------------------------------------------


class Turn:
    """Made of another one, of a number, of a sequence, of four numbers or of an axis and an angle."""

    def __init__(self, *args, **kwargs):
        if len(args) == 0:
            axis, angle = kwargs["axis"], kwargs["angle"]
            self.q = np.hstack((np.cos(0.5 * angle), np.sin(0.5 * angle) * axis))
        elif len(args) == 1:
            if isinstance(args[0], Turn):
                self.q = args[0].q
                return
            try:
                real = float(args[0])
                self.q = np.array([real, 0.0, 0.0, 0.0])
                return
            except TypeError:
                pass
            self.q = self._numbers(args[0], 4)
        else:
            self.q = self._numbers(args, 4)

    def _numbers(self, items, count):
        if items is None:
            return np.zeros(count)
        if len(items) != count:
            raise ValueError(f"{len(items)} items, not {count}")
        try:
            return np.asarray([float(item) for item in items])
        except ValueError:
            raise ValueError("no numbers") from None

    def __mul__(self, other):
        a, b, c, d = self.q
        return Turn(np.array([[a, -b, -c, -d], [b, a, -d, c], [c, d, a, -b], [d, -c, b, a]]) @ other.q)


def turned(q, axis, angle):
    return (Turn(Turn(q)) * Turn(axis=axis, angle=angle) * Turn(angle) * Turn(q[1], q[0], angle, 1.0)).q


program(
    turned, (S.normal(4), S.normal(3), 0.5), (S.normal(4), S.normal(3), 1.5), tags="toolboxes", must_pass=True
)


def by_size(x):
    if x.ndim == 1 and x.shape[0] == 3:
        return np.cross(x, x * x)
    if np.ndim(x) == 2 and len(x) != np.shape(x)[1]:
        return [row * 2.0 for row in x]
    return (x @ x, np.trace(x))


program(by_size, (S.normal(3),), (S.normal(2, 3),), tags="toolboxes", must_pass=True)
program(
    by_size, (S.normal(3, 3),), (S.normal(2, 2),), tags="toolboxes", must_pass=True, name="by_size_square"
)


def list_or_tuple(x):
    if x[0] > 0.5:
        return [x]
    return (x, 2.0 * x)


def sum_of_a_list_or_a_table(x):
    parts = [x, x * x] if x[0] > 0.5 else {"a": x}
    return sum(parts) if isinstance(parts, list) else parts["a"]


for either in (list_or_tuple, sum_of_a_list_or_a_table):  # refused, or right: one gave None
    program(either, (np.array([0.25, 1.5]),), (np.array([0.75, 1.5]),), tags="toolboxes", must_pass=False)


def last_density(x, r):
    return stats.multivariate_normal.logpdf(x[:1], None, np.array([[r * r]])) * np.sum(
        stats.multivariate_normal.pdf(x[:, None], cov=r * r)
    )


program(last_density, (S.normal(3), 0.75), (S.normal(2), 1.25), wrt=(0, 1), tags="toolboxes", must_pass=True)


# -- parts of lists as arrays -----------------------------------------------------------------------------------------


def shears_and_scales(rows):
    scale = np.zeros(3)
    shear = [0.0, 0.0, 0.0]
    known = shear
    row = rows.copy()
    scale[0] = np.linalg.norm(row[0])
    row[0] /= scale[0]
    shear[0] = np.dot(row[0], row[1])
    row[1] -= row[0] * shear[0]
    scale[1] = np.linalg.norm(row[1])
    shear[0] /= scale[1]
    shear[1] = np.dot(row[0], row[2])
    shear[2] = np.dot(row[1], row[2])
    shear[1:] /= scale[1]
    shear[:2] -= scale[:2]
    return scale, known, row


def parts_of_a_growing_list(x):
    items = []
    for v in x:
        items.append(v)
        items[::2] /= np.sum(x)
    return items


program(shears_and_scales, (S.normal(3, 3),), (S.normal(3, 3),), tags="toolboxes", must_pass=True)
program(parts_of_a_growing_list, (S.positive(3),), (S.positive(4),), tags="toolboxes", must_pass=True)


def all_of_what_may_be_one_row(x, n):
    rows = (x[0] if n == 1 else x[:n]) * 2.0
    whole = rows[()]
    return np.sum(np.squeeze(rows)[()] * whole)


program(
    all_of_what_may_be_one_row, (S.normal(3, 3), 1), (S.normal(3, 2), 2), tags="toolboxes", must_pass=True
)


def settled_by_type(v):
    v = np.radians(v)
    y = np.arctanh(np.sin(v))
    at_the_pole = np.abs(np.cos(v)) <= 1e-9
    try:
        y[at_the_pole] = np.sign(v[at_the_pole]) * 9.0
    except TypeError:
        if at_the_pole:
            y = np.sign(v) * 9.0
    return y.squeeze()[()]


def difference_of_both(a, b):
    a, b = np.broadcast_arrays(a, b)
    return settled_by_type(a + b) - settled_by_type(a)


program(difference_of_both, (0.25, 0.75), (0.5, 1.5), wrt=(0, 1), tags="toolboxes", must_pass=False)
program(settled_by_type, (0.75,), (S.unit(3),), tags="toolboxes", must_pass=False)
