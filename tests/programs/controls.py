"""Filters of states, controllers, robots, as people write them on the web: real code in style and size."""

import math

import numpy as np
import scipy.linalg as la

from tests.programs import program
from tests.programs.numbers_ import normal, spd

TAGS = "controls strangers"


class KalmanFilter:
    """Textbook linear Kalman filter."""

    def __init__(self, F, H, Q, R, x0, P0):
        self.F, self.H, self.Q, self.R = F, H, Q, R
        self.x, self.P = x0, P0
        self.loglik = 0.0

    def predict(self):
        self.x = self.F @ self.x
        self.P = self.F @ self.P @ self.F.T + self.Q
        return self.x

    def update(self, z):
        y = z - self.H @ self.x
        S = self.H @ self.P @ self.H.T + self.R
        K = np.linalg.solve(S, self.H @ self.P).T
        self.x = self.x + K @ y
        I = np.eye(self.x.shape[0])
        self.P = (I - K @ self.H) @ self.P
        sign, logdet = np.linalg.slogdet(S)
        self.loglik -= 0.5 * (y @ np.linalg.solve(S, y) + logdet + len(y) * np.log(2 * np.pi))


def kalman_cv_loglik(q, r, zs, dt=0.5):
    F = np.array([[1, dt], [0, 1]])
    H = np.array([[1.0, 0.0]])
    Q = q * np.array([[dt**3 / 3, dt**2 / 2], [dt**2 / 2, dt]])
    kf = KalmanFilter(F, H, Q, np.array([[r]]), np.zeros(2), np.eye(2))
    for z in zs:
        kf.predict()
        kf.update(np.atleast_1d(z))
    return kf.loglik


def rts_smoother(q, r, z):
    n = len(z)
    m, p = np.zeros(n), np.zeros(n)
    mp, pp = np.zeros(n), np.zeros(n)
    m_prev, p_prev = 0.0, 10.0
    for k in range(n):
        mp[k], pp[k] = 0.9 * m_prev, 0.81 * p_prev + q
        K = pp[k] / (pp[k] + r)
        m[k] = mp[k] + K * (z[k] - mp[k])
        p[k] = (1 - K) * pp[k]
        m_prev, p_prev = m[k], p[k]
    ms, ps = m.copy(), p.copy()
    for k in reversed(range(n - 1)):
        C = p[k] * 0.9 / pp[k + 1]
        ms[k] = m[k] + C * (ms[k + 1] - mp[k + 1])
        ps[k] = p[k] + C**2 * (ps[k + 1] - pp[k + 1])
    return np.sum(ms**2) + np.sum(ps)


def lqr_cost_riccati(A, B, Q, R, x0, horizon=5):
    Pk = Q
    gains = []
    for _ in range(horizon):
        K = np.linalg.inv(R + B.T @ Pk @ B) @ (B.T @ Pk @ A)
        Pk = Q + A.T @ Pk @ (A - B @ K)
        gains.insert(0, K)
    x, cost = x0, 0.0
    for K in gains:
        u = -K @ x
        cost += x @ Q @ x + u @ R @ u
        x = A @ x + B @ u
    return cost + x @ Q @ x


class PID:
    def __init__(self, kp, ki=0.0, kd=0.0, limits=(None, None)):
        self.kp, self.ki, self.kd = kp, ki, kd
        self.lo, self.hi = limits
        self.integral = 0
        self.prev = None

    def __call__(self, error, dt):
        self.integral += error * dt
        deriv = 0.0 if self.prev is None else (error - self.prev) / dt
        self.prev = error
        u = self.kp * error + self.ki * self.integral + self.kd * deriv
        if self.hi is not None and u > self.hi:
            u = self.hi
        if self.lo is not None and u < self.lo:
            u = self.lo
        return u


def pid_tracking(kp, ki, kd, setpoint=1.0, tau=2.0):
    pid = PID(kp, ki=ki, kd=kd, limits=(-3.0, 3.0))
    y, dt, ise = 0.0, 0.1, 0.0
    for i in range(15):
        e = setpoint - y
        u = pid(e, dt)
        y += dt * (u - y) / tau
        ise += e**2 * dt
    return ise


def mpc_unconstrained(A, B, x0, xref, rho, N_=4):
    n, m = B.shape
    Phi = np.zeros((N_ * n, n))
    Gam = np.zeros((N_ * n, N_ * m))
    Ap = np.eye(n)
    for i in range(N_):
        Ap = Ap @ A
        Phi[i * n : (i + 1) * n] = Ap
        for j in range(i + 1):
            Gam[i * n : (i + 1) * n, j * m : (j + 1) * m] = np.linalg.matrix_power(A, i - j) @ B
    ref = np.tile(xref, N_)
    H = Gam.T @ Gam + rho * np.eye(N_ * m)
    g = Gam.T @ (Phi @ x0 - ref)
    U_ = -np.linalg.solve(H, g)
    err = Phi @ x0 + Gam @ U_ - ref
    return err @ err + rho * U_ @ U_


class Quaternion:
    __slots__ = ("w", "x", "y", "z")

    def __init__(self, w, x, y, z):
        self.w, self.x, self.y, self.z = w, x, y, z

    @classmethod
    def from_axis_angle(cls, axis, angle):
        axis = axis / np.linalg.norm(axis)
        s = math.sin(angle / 2)
        return cls(math.cos(angle / 2), *(s * axis))

    def __mul__(self, o):
        if not isinstance(o, Quaternion):
            return Quaternion(self.w * o, self.x * o, self.y * o, self.z * o)
        return Quaternion(
            self.w * o.w - self.x * o.x - self.y * o.y - self.z * o.z,
            self.w * o.x + self.x * o.w + self.y * o.z - self.z * o.y,
            self.w * o.y - self.x * o.z + self.y * o.w + self.z * o.x,
            self.w * o.z + self.x * o.y - self.y * o.x + self.z * o.w,
        )

    __rmul__ = __mul__

    def conj(self):
        return Quaternion(self.w, -self.x, -self.y, -self.z)

    def norm(self):
        return math.sqrt(self.w**2 + self.x**2 + self.y**2 + self.z**2)

    def rotate(self, v):
        p = self * Quaternion(0.0, *v) * self.conj()
        return np.array([p.x, p.y, p.z])


def attitude_propagation(axis, rate, v, steps=3):
    q = Quaternion.from_axis_angle(axis, 0.3)
    for k in range(steps):
        dq = Quaternion.from_axis_angle(np.array([0.0, 0.0, 1.0]), rate * 0.1 * (k + 1))
        q = q * dq
    out = q.rotate(v)
    return out @ np.array([1.0, 2.0, 3.0]) + (2.0 * q).norm()


def slerp(q0, q1, t):
    q0 = q0 / np.linalg.norm(q0)
    q1 = q1 / np.linalg.norm(q1)
    d = np.dot(q0, q1)
    if d < 0:
        q1, d = -q1, -d
    if d > 0.9995:
        r = q0 + t * (q1 - q0)
        return r / np.linalg.norm(r)
    theta0 = np.arccos(d)
    theta = theta0 * t
    q2 = q1 - q0 * d
    q2 /= np.linalg.norm(q2)
    return q0 * np.cos(theta) + q2 * np.sin(theta)


def bicycle_model_rollout(controls, wheelbase=2.5, dt=0.1, obstacles=((3.0, 0.5, 0.8),)):
    x, y, yaw, v = 0.0, 0.0, 0.0, 2.0
    cost = 0.0
    for a, delta in controls:
        delta = max(min(delta, 0.6), -0.6)
        x += v * math.cos(yaw) * dt
        y += v * math.sin(yaw) * dt
        yaw += v / wheelbase * math.tan(delta) * dt
        v += a * dt
        for ox, oy, r in obstacles:
            d = math.sqrt((x - ox) ** 2 + (y - oy) ** 2)
            cost += math.exp(-(d - r))
        cost += 0.01 * (a * a + delta * delta)
    return cost + (x - 5) ** 2 + y**2


def zoh_discretise(A, B, dt):
    n, m = B.shape
    M = np.zeros((n + m, n + m))
    M[:n, :n] = A
    M[:n, n:] = B
    E = la.expm(M * dt)
    return E[:n, :n], E[:n, n:]


def zoh_step_energy(A, B, dt):
    Ad, Bd = zoh_discretise(A, B, dt)
    x = np.ones(A.shape[0])
    for _ in range(3):
        x = Ad @ x + Bd @ np.ones(B.shape[1])
    return x @ x


def lyapunov_h2_norm(A, B, C):
    A = A - 3 * np.eye(len(A))
    X = la.solve_continuous_lyapunov(A, -B @ B.T)
    return np.sqrt(np.trace(C @ X @ C.T))


program(kalman_cv_loglik, (0.3, 0.5, normal(6)), (0.1, 1.2, normal(4)), tags=TAGS, must_pass=True)
program(rts_smoother, (0.2, 0.4, normal(6)), (0.5, 0.3, normal(4)), tags=TAGS, must_pass=True)
program(
    lqr_cost_riccati,
    (0.5 * normal(3, 3), normal(3, 2), spd(3), spd(2), normal(3)),
    (0.5 * normal(2, 2), normal(2, 1), spd(2), np.array([[1.5]]), normal(2)),
    tags=TAGS,
    must_pass=True,
)
program(pid_tracking, (2.0, 0.5, 0.1), (5.0, 0.2, 0.3, 2.0), tags=TAGS, must_pass=True)
program(
    mpc_unconstrained,
    (0.5 * normal(2, 2), normal(2, 1), normal(2), normal(2, seed=4), 0.3),
    (0.5 * normal(3, 3), normal(3, 1), normal(3), normal(3, seed=4), 0.1),
    tags=TAGS,
    must_pass=True,
)
program(
    attitude_propagation,
    (normal(3), 0.7, normal(3, seed=2)),
    (normal(3, seed=5), 1.3, normal(3, seed=6)),
    tags=TAGS,
    must_pass=True,
)
program(
    slerp,
    (normal(4), normal(4, seed=3), 0.3),
    (normal(4, seed=8), normal(4, seed=9), 0.6),
    tags=TAGS,
    must_pass=True,
)
program(bicycle_model_rollout, (normal(5, 2),), (0.3 * normal(4, 2), 2.0), tags=TAGS, must_pass=True)
program(
    lyapunov_h2_norm,
    (0.5 * normal(3, 3), normal(3, 2), normal(1, 3)),
    (0.5 * normal(2, 2), normal(2, 1), normal(2, 2)),
    tags=TAGS,
    must_pass=True,
)
program(
    zoh_step_energy,
    (normal(2, 2), normal(2, 1), 0.1),
    (normal(3, 3), normal(3, 2), 0.2),
    tags=TAGS,
    must_pass=True,
)
