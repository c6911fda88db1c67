"""Arrays made of displays in displays, entry by entry."""

import numpy as np

from tests.programs import program


def deeply_nested_displays(x, v):
    a = np.array([[[x, 2.0], [x * v[0], 1.0]], [[0.0, v[1]], [x, x]]])
    b = np.stack([[v, v[::-1]], [v**2, x * v]])
    c = np.concatenate([[v, v * 2], [[x, x, x, x]]])
    d = np.array([[[[x]]], [[[v[2]]]]])
    e = np.array(((v, v * x), (v, [x, x, x, x])))
    return (
        np.sum(a**2)
        + np.sum(b**3)
        + np.sum(np.sin(c))
        + np.prod(d)
        + np.sum(np.cos(e))
        + np.vstack([[v, v]])[0, 1]
    )


def kalman_step(x, v):
    A = np.array([[1.0, 0.1], [-x * 0.1, 1.0 - v[0] * 0.1]])
    P = np.eye(2) * v[1] ** 2
    H = np.array([[1.0, 0.0]])
    for k in range(3):
        P = A @ P @ A.T + np.eye(2) * x**2
        S = H @ P @ H.T + v[2] ** 2
        K = P @ H.T / S
        P = P - K @ H @ P
    return np.trace(P @ P.T) + np.sum((A @ P).T[0])


def rows_of_rows(x, f):
    rows = [[[x * i * j + f[k] for k in range(2)] for j in range(2)] for i in range(3)]
    return np.sum(np.array(rows) ** 2) + rows[2][1][0] * np.array(rows)[1, 1, 1]


def rows_appended_to_rows(x, f):
    rows = []
    for i in range(3):
        r = []
        for j in range(2):
            r.append([x * i + f[j], f[i] * x])
        rows.append(r)
    return np.sum(np.asarray(rows) ** 2) + np.max(rows)


def stacks_of_stacks(x, f):
    return (
        np.sum(np.stack([np.stack([f, f * x]), np.array([f, [x, x, 1.0, 2.0]])]) ** 2)
        + np.concatenate(([x], f, [[x, 2.0][0]]))[4]
    )


def stores_of_displays(x, f):
    a = np.zeros((2, 2, 2))
    a[:] = [[[x, f[0]], [1.0, x]], [[f[1], 2.0], [x, x]]]
    a[1] += [[x, 1.0], [f[2], f[3]]]
    a[0, :, 0] = [f[0], x]
    return np.sum(a**2) + np.sum(a[0] @ a[1])


def displays_as_operands(x, f):
    return (
        np.dot([[x, f[0]], [f[1], 1.0]], [[x], [f[2]]])[0, 0]
        + np.sum(np.multiply([[x, 1.0]], [[f[0]], [f[1]]]))
        + np.linalg.norm([[x, f[0]], [f[1], f[2]]])
    )


def displays_three_deep_as_operands(x, f):
    return (
        np.sum(np.add([[[x]], [[f[0]]]], f)) * np.mean([[x, 2.0], [f[0], f[1]]])
        + np.einsum("ij,j", [[x, f[0]], [f[1], 2.0]], [x, f[3]])[1]
    )


def rodrigues_with_rows_spread(x, f):
    k = np.array([[0.0, -f[2], f[1]], [f[2], 0.0, -f[0]], [-f[1], f[0], 0.0]])
    R = np.eye(3) + np.sin(x) * k + (1 - np.cos(x)) * k @ k
    T = np.array([[*R[0], x], [*R[1], f[0]], [*R[2], f[1]], [0.0, 0.0, 0.0, 1.0]])
    return np.sum(T @ T) + T[1, 3] * T[2, 0]


def rotations_in_one_array(x, f):
    c, s = np.cos(x), np.sin(x)
    Rs = np.array([[[c, -s], [s, c]], [[c, s], [-s, c]], [[1, x], [0, 1]]])
    v = f[:2]
    for R in Rs:
        v = R @ v
    return np.sum(v**2) + np.trace(Rs[2] @ Rs[0])


def array_of_arrays_of_arrays(x, f):
    q = np.array([[x, 1], [0, f[0]]])
    r = np.array([[q, q * 2], [q @ q, np.array([[1.0, x], [x, 2.0]])]])
    return np.sum(r**2) + r[1, 1, 0, 1]


for function in (
    deeply_nested_displays,
    kalman_step,
    rows_of_rows,
    rows_appended_to_rows,
    stacks_of_stacks,
    stores_of_displays,
    displays_as_operands,
    displays_three_deep_as_operands,
    rodrigues_with_rows_spread,
    rotations_in_one_array,
    array_of_arrays_of_arrays,
):
    program(
        function,
        (0.7, np.array([0.4, -0.3, 0.8, 0.2])),
        (-0.5, np.array([0.9, 0.2, -0.4, 0.6])),
        wrt=(0, 1),
        must_pass=True,
    )
