"""Matrices and grids as lists of lists: products, elimination, polynomials, stencils with two grids."""

import numpy as np

from tests.programs import program

INPUTS = (1.3, np.array([0.3, 0.7, 1.5])), (0.4, np.array([0.2, 0.9, 1.1]))


def right(function):
    program(function, *INPUTS, tags="lists", must_pass=True)
    return function


class Mat:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __matmul__(self, o):
        return Mat([[sum((a * b for a, b in zip(r, c))) for c in zip(*o.rows)] for r in self.rows])

    def __pow__(self, n):
        R = Mat([[1.0 if i == j else 0.0 for j in range(len(self.rows))] for i in range(len(self.rows))])
        B = self
        while n:
            if n & 1:
                R = R @ B
            B = B @ B
            n >>= 1
        return R

    def __getitem__(self, ij):
        return self.rows[ij[0]][ij[1]]

    def __setitem__(self, ij, v):
        self.rows[ij[0]][ij[1]] = v

    def T(self):
        return Mat(zip(*self.rows))


@right
def power(x, v):
    M = Mat([[x, v[0]], [v[1], x]])
    Q = M**5
    return Q[0, 1] + M[1, 1] * Q[0, 0]


@right
def setit(x, v):
    M = Mat([[x, v[0]], [v[1], x]])
    M[0, 1] = M[1, 0] * x
    return (M @ M.T())[0, 1]


@right
def sets(x, v):
    M = Mat([[x, v[0]], [v[1], x]])
    for i in range(2):
        for j in range(2):
            M[i, j] = M[i, j] * v[2] + i * j
    return (M @ M)[1, 1]


@right
def lu(x, v):
    A = [[x + 3, v[0], 1.0], [v[1], x + 4, v[2]], [1.0, v[0], 5.0]]
    n = 3
    L = [[0.0] * n for _ in range(n)]
    for i in range(n):
        L[i][i] = 1.0
        for j in range(i + 1, n):
            f = A[j][i] / A[i][i]
            L[j][i] = f
            for k in range(i, n):
                A[j][k] -= f * A[i][k]
    d = 1.0
    for i in range(n):
        d *= A[i][i]
    return d + L[2][1]


@right
def gauss(x, v):
    A = [[x, v[0], 1.0], [v[1], x + 4, v[2]], [7.0, v[0], 5.0]]
    b = [1.0, x, 2.0]
    n = 3
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(A[r][i]))
        A[i], A[p] = (A[p], A[i])
        b[i], b[p] = (b[p], b[i])
        for j in range(i + 1, n):
            f = A[j][i] / A[i][i]
            A[j] = [a - f * c for a, c in zip(A[j], A[i])]
            b[j] -= f * b[i]
    s = [0.0] * n
    for i in reversed(range(n)):
        s[i] = (b[i] - sum((A[i][k] * s[k] for k in range(i + 1, n)))) / A[i][i]
    return sum(s)


@right
def transp(x, v):
    A = [[x * i + v[j] for j in range(3)] for i in range(2)]
    B = list(map(list, zip(*A)))
    C = [r[::-1] for r in B]
    B[0][0] = x * 9
    return sum(map(sum, A)) + sum(map(sum, B)) * 2 + C[0][1] * 3


@right
def flat(x, v):
    A = [[x * i + v[j] for j in range(3)] for i in range(2)]
    f = [e for r in A for e in r]
    f.sort()
    return f[0] * f[-1] + sum(f[1:3])


@right
def dictmat(x, v):
    M = {(i, j): x * i + v[j] for i in range(2) for j in range(3)}
    N = {k: e * 2 for k, e in M.items()}
    M[0, 0] = 5 * x
    return sum(M.values()) + sum(N.values()) * 3


@right
def poly(x, v):

    def mul(p, q):
        r = [0.0] * (len(p) + len(q) - 1)
        for i, a in enumerate(p):
            for j, b in enumerate(q):
                r[i + j] += a * b
        return r

    p = [1.0]
    first = p
    for a in v:
        p = mul(p, [x, a])
    return sum((c * k for k, c in enumerate(p))) + first[0]


@right
def life(x, v):
    g = [[v[(i + j) % 3] * x for j in range(3)] for i in range(3)]
    for t in range(2):
        h = [r[:] for r in g]
        for i in range(3):
            for j in range(3):
                h[i][j] = 0.5 * g[i][j] + 0.25 * (g[i - 1][j] + g[i][j - 1])
        g = h
    return g[1][1] + sum(g[0])


@right
def life2(x, v):
    g = [[v[(i + j) % 3] * x for j in range(3)] for i in range(3)]
    h = [r[:] for r in g]
    for t in range(3):
        for i in range(3):
            for j in range(3):
                h[i][j] = 0.5 * g[i][j] + 0.25 * (g[i - 1][j] + g[i][j - 1])
        g, h = (h, g)
    return g[1][1] + sum(h[0])


@right
def next_grid_a(x, v):
    g = [[v[(i + j) % 3] * x for j in range(3)] for i in range(3)]
    for t in range(2):
        h = [list(r) for r in g]
        for i in range(3):
            for j in range(3):
                h[i][j] = 0.5 * g[i][j]
        g = h
    return g[1][1]


@right
def next_grid_b(x, v):
    g = [[v[(i + j) % 3] * x for j in range(3)] for i in range(3)]
    for t in range(2):
        h = [[0.0] * 3 for r in g]
        for i in range(3):
            for j in range(3):
                h[i][j] = 0.5 * g[i][j]
        g = h
    return g[1][1]


@right
def next_grid_c(x, v):
    g = [[v[(i + j) % 3] * x for j in range(3)] for i in range(3)]
    for t in range(2):
        h = [[e for e in r] for r in g]
        for i in range(3):
            for j in range(3):
                h[i][j] = 0.5 * g[i][j]
        g = h
    return g[1][1]


@right
def next_grid_d(x, v):
    g = [[v[(i + j) % 3] * x for j in range(len(v))] for i in range(len(v))]
    for t in range(2):
        h = [r[:] for r in g]
        for i in range(3):
            for j in range(3):
                h[i][j] = 0.5 * g[i][j]
        g = h
    return g[1][1]


@right
def next_grid_e(x, v):
    g = [v[i] * x for i in range(3)]
    for t in range(2):
        h = g[:]
        for i in range(3):
            h[i] = 0.5 * g[i]
        g = h
    return g[1]


@right
def next_grid_f(x, v):
    g = [[v[(i + j) % 3] * x for j in range(3)] for i in range(3)]
    for t in range(2):
        h = [r[:] for r in g]
        for i in range(3):
            for j in range(3):
                h[i][j] = 0.5 * g[i][j]
        g = [r[:] for r in h]
    return g[1][1]


@right
def next_grid_k(x, v):
    g = [[v[(i + j) % 3] * x for j in range(3)] for i in range(3)]
    for t in range(2):
        h = [r.copy() for r in g]
        for i in range(3):
            for j in range(3):
                h[i][j] = 0.5 * g[i][j]
        g = h
    return g[1][1]
