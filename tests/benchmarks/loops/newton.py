"""Newton's method in reverse with an array for a stack, which grows."""

import numpy as np

TOLERANCE = 1e-12


def through_the_iteration(ecc, M):
    ecc_bar = 0.0
    M_bar = np.zeros_like(M)
    stack = np.empty((16, 4))
    for i in range(len(M)):
        top = 0
        E, delta = M[i], 1.0
        while abs(delta) > TOLERANCE:
            sin, cos = np.sin(E), np.cos(E)
            below = 1.0 - ecc * cos
            delta = (E - ecc * sin - M[i]) / below
            if top == len(stack):
                larger = np.empty((2 * top, 4))
                larger[:top] = stack
                stack = larger
            stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3] = sin, cos, below, delta
            top += 1
            E = E - delta
        E_bar = 2.0 * E
        for t in range(top - 1, -1, -1):
            sin, cos, below, delta = stack[t, 0], stack[t, 1], stack[t, 2], stack[t, 3]
            above_bar = -E_bar / below
            below_bar = E_bar * delta / below
            ecc_bar -= below_bar * cos + above_bar * sin
            E_bar += below_bar * ecc * sin + above_bar * (1.0 - ecc * cos)
            M_bar[i] -= above_bar
        M_bar[i] += E_bar
    return ecc_bar, M_bar
