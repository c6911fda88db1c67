"""Time steppers: Euler, Runge-Kutta, leapfrog, with scalars, arrays and tuples as states."""

import math

import numpy as np

from tests.programs import Sampler, program

r = Sampler(2)
GRAVITY = 9.81


def decay(k, y0, n=10, dt=0.1):
    y = y0
    for _ in range(n):
        y = y - dt * k * y
    return y


def pendulum(theta, omega, length, steps):
    dt = 0.05
    for i in range(steps):
        omega = omega - dt * GRAVITY / length * math.sin(theta)
        theta = theta + dt * omega
    return theta * theta + omega


def lorenz_rhs(state, sigma, rho, beta):
    x, y, z = state
    return sigma * (y - x), x * (rho - z) - y, x * y - beta * z


def lorenz(sigma, rho, beta):
    state = (1.0, 1.0, 1.0)
    dt = 0.01
    for _ in range(12):
        dx, dy, dz = lorenz_rhs(state, sigma, rho, beta)
        state = (state[0] + dt * dx, state[1] + dt * dy, state[2] + dt * dz)
    return state[0] + 2.0 * state[1] - state[2]


def field(y, a):
    return a @ y - 0.1 * y**3


def rk4_step(y, a, h):
    k1 = field(y, a)
    k2 = field(y + 0.5 * h * k1, a)
    k3 = field(y + 0.5 * h * k2, a)
    k4 = field(y + h * k3, a)
    return y + h / 6.0 * (k1 + 2 * k2 + 2 * k3 + k4)


def rk4(y, a, h=0.05, n=6):
    for _ in range(n):
        y = rk4_step(y, a, h)
    return np.sum(y * y)


def rk4_vector(y, a):
    for _ in range(3):
        y = rk4_step(y, a, h=0.1)
    return y


def leapfrog(q, p, eps, steps):
    p = p - 0.5 * eps * q
    for i in range(steps):
        q = q + eps * p
        if i < steps - 1:
            p = p - eps * q
    p = p - 0.5 * eps * q
    return 0.5 * np.sum(p * p) + 0.5 * np.sum(q * q * q)


def heat_rows(u, kappa, nt):
    dt = 0.1
    for _ in range(nt):
        lap = u[:-2] - 2.0 * u[1:-1] + u[2:]
        u = np.concatenate((u[:1], u[1:-1] + dt * kappa * lap, u[-1:]))
    return np.sum(u**2)


def heat_in_place(u0, kappa, nt):
    u = u0.copy()
    for _ in range(nt):
        u[1:-1] += 0.1 * kappa * (u[:-2] - 2 * u[1:-1] + u[2:])
    return np.sum(u**2)


def heat_elements(u0, kappa, nt):
    u = u0.copy()
    n = u.shape[0]
    for t in range(nt):
        new = np.zeros(n)
        for i in range(1, n - 1):
            new[i] = u[i] + kappa * (u[i - 1] - 2.0 * u[i] + u[i + 1])
        new[0] = u[0]
        new[n - 1] = u[n - 1]
        u = new
    return np.dot(u, u)


def trajectory_store(x0, k, n):
    xs = np.zeros(n + 1)
    xs[0] = x0
    for i in range(n):
        xs[i + 1] = xs[i] + 0.1 * k * math.cos(xs[i])
    return np.sum(xs * np.arange(n + 1))


def trajectory_array(x0, k, n):
    xs = np.empty(n)
    x = x0
    for i in range(n):
        x = x * (1.0 - k) + 0.01 * x * x
        xs[i] = x
    return xs


def adaptive(k, digits):
    t, y, dt = 0.0, 1.0, 0.2
    while t < 1.0:
        step = min(dt, 1.0 - t)
        full = y - step * k * y
        half = y - 0.5 * step * k * y
        half = half - 0.5 * step * k * half
        if abs(full - half) > 0.1**digits:
            dt = 0.5 * dt
        else:
            y = half
            t = t + step
    return y


def wave(u0, c, n):
    prev, cur = u0, u0
    for _ in range(n):
        lap = np.roll(cur, 1) - 2 * cur + np.roll(cur, -1)
        prev, cur = cur, 2 * cur - prev + c**2 * lap
    return np.sum(cur**3)


def predator_prey(p, steps=15):
    a, b, c, d = p
    x, y = 1.0, 0.5
    for _ in range(steps):
        x, y = x + 0.05 * x * (a - b * y), y + 0.05 * y * (c * x - d)
    return (x, y)


def implicit_euler(k, y0):
    y = y0
    for _ in range(5):
        z = y
        for _ in range(8):
            z = z - (z - y + 0.1 * k * z**3) / (1.0 + 0.3 * k * z**2)
        y = z
    return y


def kepler(mean_anomaly, e):
    big_e = mean_anomaly
    for _ in range(20):
        step = (big_e - e * np.sin(big_e) - mean_anomaly) / (1 - e * np.cos(big_e))
        big_e = big_e - step
        if np.all(np.abs(step) < 1e-12):
            break
    return np.sum(np.cos(big_e))


def nbody_energy(pos, vel, mass):
    n = pos.shape[0]
    energy = 0.5 * np.sum(mass * np.sum(vel**2, axis=1))
    for i in range(n):
        for j in range(i + 1, n):
            d = pos[i] - pos[j]
            energy = energy - mass[i] * mass[j] / np.sqrt(np.dot(d, d) + 0.01)
    return energy


def nbody_forces(pos, mass):
    n = pos.shape[0]
    acc = np.zeros_like(pos)
    for i in range(n):
        for j in range(n):
            if i != j:
                d = pos[j] - pos[i]
                acc[i] += mass[j] * d / (np.sum(d**2) + 0.1) ** 1.5
    return np.sum(acc * acc)


def ornstein(x0, theta, noise):
    x = x0
    total = 0.0
    for e in noise:
        x = x + theta * (0.5 - x) * 0.1 + 0.2 * e
        total += x
    return total / len(noise)


def matrix_exponential(a, terms=8):
    out = np.eye(a.shape[0])
    term = np.eye(a.shape[0])
    for k in range(1, terms):
        term = term @ a / k
        out = out + term
    return np.sum(out)


program(decay, (0.7, 2.0), (0.3, 1.0, 3))
program(decay, (r.positive(3), r.normal(3), 4), (0.5, r.normal(2), 0), name="decay_array")
program(pendulum, (0.4, 0.1, 1.2, 9), (1.0, -0.3, 0.8, 4), wrt=(0, 1, 2))
program(lorenz, (10.0, 28.0, 2.6), (9.0, 20.0, 2.0), wrt=(0, 1, 2))
program(rk4, (r.normal(3), 0.3 * r.normal(3, 3)), (r.normal(2), 0.2 * r.normal(2, 2), 0.1, 2))
program(rk4_vector, (r.normal(3), 0.3 * r.normal(3, 3)), (r.normal(2), 0.2 * r.normal(2, 2)))
program(leapfrog, (r.normal(3), r.normal(3), 0.1, 4), (r.normal(2), r.normal(2), 0.2, 1), wrt=(0, 1, 2))
program(heat_rows, (r.normal(7), 0.4, 3), (r.normal(5), 0.2, 0), wrt=(0, 1))
program(heat_in_place, (r.normal(7), 0.4, 3), (r.normal(5), 0.2, 1), wrt=(0, 1))
program(heat_elements, (r.normal(6), 0.2, 3), (r.normal(4), 0.3, 1), wrt=(0, 1))
program(trajectory_store, (0.3, 1.2, 6), (1.3, 0.2, 2), wrt=(0, 1))
program(trajectory_array, (0.3, 0.2, 6), (1.3, 0.4, 2))
program(adaptive, (1.7, 3), (0.4, 2))
program(wave, (r.normal(6), 0.5, 4), (r.normal(3), 0.3, 2), wrt=(0, 1))
program(predator_prey, ((1.1, 0.4, 0.3, 0.6),), ((0.9, 0.5, 0.2, 0.4), 3), tags="issue2 tuple")
program(implicit_euler, (0.8, 1.5), (0.2, -0.7), wrt=(0, 1))
program(kepler, (r.unit(4), 0.3), (r.unit(2), 0.6), wrt=(0, 1))
program(
    nbody_energy,
    (r.normal(4, 3), r.normal(4, 3), r.positive(4)),
    (r.normal(2, 2), r.normal(2, 2), r.positive(2)),
)
program(nbody_forces, (r.normal(3, 2), r.positive(3)), (r.normal(2, 3), r.positive(2)))
program(ornstein, (0.2, 0.5, r.normal(6)), (1.2, 0.1, r.normal(2)), wrt=(0, 1))
program(matrix_exponential, (0.4 * r.normal(3, 3),), (0.3 * r.normal(2, 2), 5))
