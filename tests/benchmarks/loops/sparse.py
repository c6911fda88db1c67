"""The tangents of all colours, one colour after the other."""

import numpy as np


def broyden(seeds):
    def hand(x):
        colours, n = seeds.shape
        J = np.empty((colours, n))
        for k in range(colours):
            J[k, 0] = (3.0 - 4.0 * x[0]) * seeds[k, 0] - 2.0 * seeds[k, 1]
            for i in range(1, n - 1):
                J[k, i] = (3.0 - 4.0 * x[i]) * seeds[k, i] - seeds[k, i - 1] - 2.0 * seeds[k, i + 1]
            J[k, n - 1] = (3.0 - 4.0 * x[n - 1]) * seeds[k, n - 1] - seeds[k, n - 2]
        return J

    return hand


def brusselator(seeds, B, diffusion):
    def hand(w):
        colours, n = seeds.shape
        half = n // 2
        J = np.empty((colours, n))
        for k in range(colours):
            for i in range(half):
                u, v, du, dv = w[i], w[half + i], seeds[k, i], seeds[k, half + i]
                cubic = 2.0 * u * v * du + u * u * dv
                J[k, i] = cubic - (B + 1.0 + 2.0 * diffusion) * du
                J[k, half + i] = B * du - cubic - 2.0 * diffusion * dv
            for start in (0, half):
                for i in range(start, start + half - 1):
                    J[k, i] += diffusion * seeds[k, i + 1]
                for i in range(start + 1, start + half):
                    J[k, i] += diffusion * seeds[k, i - 1]
        return J

    return hand
