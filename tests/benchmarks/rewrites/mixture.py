"""ADBench's mixture without writing into the factor: a product with a matrix of zeros and ones."""

import math

import numpy

from tests.benchmarks.peers import by

D, K = 10, 25
GAMMA, WISHART = 1.0, 0
COLUMNS, ROWS = numpy.nonzero(numpy.triu(numpy.ones((D, D)), 1))
SCATTER = numpy.zeros((len(ROWS), D * D))
SCATTER[numpy.arange(len(ROWS)), ROWS * D + COLUMNS] = 1.0
CONSTANT = -D * 0.5 * math.log(2 * math.pi)


def by_product(np, array=lambda a: a, maxima=None):
    scatter, maxima = array(SCATTER), maxima or np.max

    def mixture(alphas, means, icf, x):
        Q = np.exp(icf[:, :D])
        sumq = np.sum(icf[:, :D], 1)
        L = np.reshape(np.matmul(icf[:, D:], scatter), (K, D, D))
        xc = x[:, None, :] - means[None, :, :]
        Lx = Q * xc + np.einsum("kij,nkj->nki", L, xc)
        inner = alphas + sumq - 0.5 * np.sum(Lx**2, 2)
        m = maxima(inner, 1)
        lse = m + np.log(np.sum(np.exp(inner - m[:, None]), 1))
        ma = np.max(alphas)
        lse_a = ma + np.log(np.sum(np.exp(alphas - ma)))
        squares = np.sum(Q**2, 1) + np.sum(icf[:, D:] ** 2, 1)
        prior = np.sum(0.5 * GAMMA**2 * squares - WISHART * sumq)
        return x.shape[0] * CONSTANT + np.sum(lse) - x.shape[0] * lse_a + prior

    return mixture


REWRITES = {
    **{f"{name} product": by(name, by_product) for name in ("autograd", "jax", "mygrad", "pytensor")},
    "torch product": by("torch", lambda torch: by_product(torch, torch.from_numpy, torch.amax)),
}
