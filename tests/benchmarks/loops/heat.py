"""The heat equation point by point."""

import numpy as np


def hand(u0, alpha, target, steps):
    """All states are kept, so that no step is in place; adjoints of the interior in one pass."""
    n = len(u0)
    us = np.empty((steps + 1, n))
    us[0] = u0
    for t in range(steps):
        u, v = us[t], us[t + 1]
        v[0], v[n - 1] = u[0], u[n - 1]
        for i in range(1, n - 1):
            v[i] = u[i] + alpha * (u[i + 1] - 2.0 * u[i] + u[i - 1])
    u_bar, before = 2.0 * (us[steps] - target), np.empty(n)
    alpha_bar = 0.0
    for t in range(steps - 1, -1, -1):
        u = us[t]
        for i in range(1, n - 1):
            alpha_bar += u_bar[i] * (u[i + 1] - 2.0 * u[i] + u[i - 1])
        before[0] = u_bar[0] + alpha * u_bar[1]
        before[1] = u_bar[1] + alpha * (u_bar[2] - 2.0 * u_bar[1])
        for i in range(2, n - 2):
            before[i] = u_bar[i] + alpha * (u_bar[i + 1] - 2.0 * u_bar[i] + u_bar[i - 1])
        before[n - 2] = u_bar[n - 2] + alpha * (u_bar[n - 3] - 2.0 * u_bar[n - 2])
        before[n - 1] = u_bar[n - 1] + alpha * u_bar[n - 2]
        u_bar, before = before, u_bar
    return u_bar, alpha_bar


def prototype(u0, alpha, target, steps):
    """Each statement over arrays as a loop, the stack an array."""
    u, n = u0.copy(), len(u0) - 2
    stack, scaled = np.empty((steps, n)), np.empty(n)
    for t in range(steps):
        laplacian = stack[t]
        for i in range(n):
            laplacian[i] = u[i + 2] - 2.0 * u[i + 1] + u[i]
        for i in range(n):
            u[i + 1] += alpha * laplacian[i]
    u_bar = 2.0 * (u - target)
    alpha_bar = 0.0
    for t in range(steps - 1, -1, -1):
        total = 0.0
        for i in range(n):
            total += u_bar[i + 1] * stack[t, i]
        alpha_bar += total
        for i in range(n):
            scaled[i] = alpha * u_bar[i + 1]
        for i in range(n):
            u_bar[i + 2] += scaled[i]
        for i in range(n):
            u_bar[i + 1] -= 2.0 * scaled[i]
        for i in range(n):
            u_bar[i] += scaled[i]
    return u_bar, alpha_bar
