"""Physics: integrators, stencils, orbits, optics, as people write them on the web: real code in style and size."""

import math

import numpy as np

from tests.programs import program
from tests.programs.numbers_ import normal, uniform

TAGS = "physics strangers"

G = 9.81


def lorenz_sensitivity(params: dict, x0: np.ndarray, dt: float = 0.01, steps: int = 20) -> float:
    """Integrate the Lorenz system with RK4 and return the mean square of z."""
    sigma, rho, beta = params["sigma"], params["rho"], params["beta"]

    def f(state):
        x, y, z = state
        return np.array([sigma * (y - x), x * (rho - z) - y, x * y - beta * z])

    traj = [x0]
    s = x0
    for _ in range(steps):
        k1 = f(s)
        k2 = f(s + dt / 2 * k1)
        k3 = f(s + dt / 2 * k2)
        k4 = f(s + dt * k3)
        s = s + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        traj.append(s)
    traj = np.array(traj)
    return np.mean(traj[:, 2] ** 2)


def damped_pendulum_adaptive(theta0, omega0, damping, tol=1e-4):
    """Adaptive Heun/Euler step with step rejection."""

    def rhs(t, y):
        return np.array([y[1], -G * np.sin(y[0]) - damping * y[1]])

    t, t_end, h = 0.0, 0.5, 0.1
    y = np.array([theta0, omega0])
    rejected = 0
    while t < t_end - 1e-12:
        h = min(h, t_end - t)
        k1 = rhs(t, y)
        k2 = rhs(t + h, y + h * k1)
        err = np.max(np.abs(h / 2 * (k2 - k1)))
        if err > tol:
            h = h * 0.5
            rejected += 1
            continue
        y = y + h / 2 * (k1 + k2)
        t += h
        if err < tol / 10:
            h *= 1.5
    return y[0] ** 2 + 0.1 * y[1] ** 2


def heat_crank_nicolson(u0, alpha, dx=0.1, dt=0.01, nt=5):
    """Crank-Nicolson with a Thomas solver written out."""
    n = len(u0)
    r = alpha * dt / (2 * dx**2)
    u = u0.copy()
    a = -r * np.ones(n - 2)
    b = (1 + 2 * r) * np.ones(n - 2)
    c = -r * np.ones(n - 2)
    for _ in range(nt):
        d = r * u[:-2] + (1 - 2 * r) * u[1:-1] + r * u[2:]
        d[0] += r * u[0]
        d[-1] += r * u[-1]
        cp = np.zeros(n - 2)
        dp = np.zeros(n - 2)
        cp[0] = c[0] / b[0]
        dp[0] = d[0] / b[0]
        for i in range(1, n - 2):
            m = b[i] - a[i] * cp[i - 1]
            cp[i] = c[i] / m
            dp[i] = (d[i] - a[i] * dp[i - 1]) / m
        x = np.zeros(n - 2)
        x[-1] = dp[-1]
        for i in range(n - 4, -1, -1):
            x[i] = dp[i] - cp[i] * x[i + 1]
        u[1:-1] = x
    return np.sum(u**2) * dx


def wave_2d_leapfrog(u_prev, u, c, nsteps=4):
    un = np.empty_like(u)
    for n in range(nsteps):
        lap = np.roll(u, 1, 0) + np.roll(u, -1, 0) + np.roll(u, 1, 1) + np.roll(u, -1, 1) - 4 * u
        un[:] = 2 * u - u_prev + c**2 * lap
        un[0, :] = un[-1, :] = 0.0
        un[:, 0] = un[:, -1] = 0.0
        u_prev, u, un = u, un, np.empty_like(u)
    return (u**2).sum()


def advection_upwind_limiter(u, velocity, dx=0.05, cfl=0.5, nt=6):
    def minmod(a, b):
        return np.where(a * b <= 0, 0.0, np.where(np.abs(a) < np.abs(b), a, b))

    dt = cfl * dx / abs(velocity)
    for _ in range(nt):
        slope = minmod(u - np.roll(u, 1), np.roll(u, -1) - u)
        flux = velocity * (u + 0.5 * (1 - velocity * dt / dx) * slope)
        u = u - dt / dx * (flux - np.roll(flux, 1))
    return np.sum(u * np.arange(u.size))


def shallow_water_lax(h, hu, g=9.81, dx=1.0, dt=0.02, n=3):
    for _ in range(n):
        u = hu / h
        F1, F2 = hu, hu * u + 0.5 * g * h**2
        h_new, hu_new = h.copy(), hu.copy()
        h_new[1:-1] = 0.5 * (h[2:] + h[:-2]) - dt / (2 * dx) * (F1[2:] - F1[:-2])
        hu_new[1:-1] = 0.5 * (hu[2:] + hu[:-2]) - dt / (2 * dx) * (F2[2:] - F2[:-2])
        h_new[0], h_new[-1] = h_new[1], h_new[-2]
        hu_new[0], hu_new[-1] = -hu_new[1], -hu_new[-2]
        h, hu = h_new, hu_new
    return np.sum(0.5 * g * h**2 + 0.5 * hu**2 / h)


def lattice_boltzmann_d1q3(rho0, u0, tau, steps=3):
    w = np.array([2 / 3, 1 / 6, 1 / 6])
    c = np.array([0, 1, -1])

    def equilibrium(rho, u):
        cu = c[:, None] * u[None, :]
        return w[:, None] * rho * (1 + 3 * cu + 4.5 * cu**2 - 1.5 * u**2)

    f = equilibrium(rho0, u0)
    for _ in range(steps):
        rho = f.sum(axis=0)
        u = (f * c[:, None]).sum(axis=0) / rho
        f += -(f - equilibrium(rho, u)) / tau
        for i in range(3):
            f[i] = np.roll(f[i], c[i])
    return np.var(f.sum(axis=0))


def kepler_position(a, e, M, tol=1e-12):
    E = M if e < 0.8 else math.pi
    for _ in range(50):
        dE = (E - e * math.sin(E) - M) / (1 - e * math.cos(E))
        E -= dE
        if abs(dE) < tol:
            break
    nu = 2 * math.atan2(math.sqrt(1 + e) * math.sin(E / 2), math.sqrt(1 - e) * math.cos(E / 2))
    r = a * (1 - e * math.cos(E))
    return r * math.cos(nu), r * math.sin(nu)


def state_to_elements(rv, mu=1.0):
    r, v = rv[:3], rv[3:]
    h = np.cross(r, v)
    n = np.cross([0, 0, 1], h)
    rn = np.linalg.norm(r)
    evec = ((np.dot(v, v) - mu / rn) * r - np.dot(r, v) * v) / mu
    e = np.linalg.norm(evec)
    energy = np.dot(v, v) / 2 - mu / rn
    a = -mu / (2 * energy)
    i = np.arccos(h[2] / np.linalg.norm(h))
    raan = np.arccos(n[0] / np.linalg.norm(n))
    if n[1] < 0:
        raan = 2 * np.pi - raan
    argp = np.arccos(np.dot(n, evec) / (np.linalg.norm(n) * e))
    if evec[2] < 0:
        argp = 2 * np.pi - argp
    return {"a": a, "e": e, "i": i, "raan": raan, "argp": argp}


def thin_film_reflectance(n_layers, d_layers, lam, n0=1.0, ns=1.52):
    M = np.eye(2, dtype=complex)
    for n, d in zip(n_layers, d_layers):
        delta = 2 * np.pi * n * d / lam
        M = M @ np.array([[np.cos(delta), 1j * np.sin(delta) / n], [1j * n * np.sin(delta), np.cos(delta)]])
    B, C = M @ np.array([1.0, ns])
    r = (n0 * B - C) / (n0 * B + C)
    return np.abs(r) ** 2


def coupled_oscillators_normal_modes(k, m):
    n = len(m)
    K = np.zeros((n, n))
    for i in range(n):
        K[i, i] += k[i] + k[i + 1]
        if i + 1 < n:
            K[i, i + 1] -= k[i + 1]
            K[i + 1, i] -= k[i + 1]
    Minv = np.diag(1 / np.sqrt(m))
    w2 = np.linalg.eigvalsh(Minv @ K @ Minv)
    return np.sum(np.sqrt(w2))


program(
    lorenz_sensitivity,
    ({"sigma": 10.0, "rho": 28.0, "beta": 8.0 / 3}, np.array([1.0, 1.0, 1.0])),
    ({"sigma": 9.0, "rho": 20.0, "beta": 2.0}, np.array([0.3, -1.0, 2.0])),
    tags=TAGS,
    must_pass=True,
)
program(damped_pendulum_adaptive, (0.3, 0.1, 0.2), (0.8, -0.3, 0.5), tags=TAGS, must_pass=True)
program(heat_crank_nicolson, (normal(8), 0.4), (normal(6), 0.9), tags=TAGS, must_pass=True)
program(
    wave_2d_leapfrog,
    (normal(5, 6), normal(5, 6, seed=2), 0.3),
    (normal(4, 4), normal(4, 4, seed=2), 0.5),
    tags=TAGS,
    must_pass=True,
)
program(advection_upwind_limiter, (normal(9), 0.7), (normal(7), 1.3), tags=TAGS, must_pass=True)
program(shallow_water_lax, (uniform(6), normal(6)), (uniform(8), normal(8)), tags=TAGS, must_pass=True)
program(kepler_position, (1.5, 0.3, 0.7), (2.0, 0.85, 1.2), tags=TAGS, must_pass=True)
program(
    state_to_elements,
    (np.array([1.0, 0.2, 0.3, -0.1, 0.9, 0.2]),),
    (np.array([0.8, -0.5, 0.3, 0.4, 0.7, -0.4]),),
    tags=TAGS,
    must_pass=True,
)
program(
    lattice_boltzmann_d1q3,
    (uniform(6), 0.1 * normal(6), 0.8),
    (uniform(5), 0.1 * normal(5), 1.1),
    tags=TAGS,
    must_pass=True,
)
program(
    thin_film_reflectance,
    (np.array([1.38, 2.1]), np.array([0.1, 0.06]), 0.55),
    (np.array([1.45, 2.3, 1.5]), np.array([0.12, 0.05, 0.02]), 0.6),
    tags=TAGS,
    must_pass=True,
)
program(
    coupled_oscillators_normal_modes,
    (uniform(5), uniform(4)),
    (uniform(4), uniform(3)),
    tags=TAGS,
    must_pass=True,
)
