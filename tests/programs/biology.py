"""Chemistry, pharmacology, epidemics, ecology, as people write them on the web: real code in style and size."""

from typing import Dict

import numpy as np

from tests.programs import program
from tests.programs.numbers_ import normal, uniform

TAGS = "biology strangers"


def robertson_explicit(k, y0, dt=1e-3, n=8):
    y = np.array(y0, dtype=float)
    hist = np.zeros((n + 1, 3))
    hist[0] = y
    for i in range(n):
        r1 = k[0] * y[0]
        r2 = k[1] * y[1] ** 2
        r3 = k[2] * y[1] * y[2]
        dy = np.array([-r1 + r3, r1 - r2 - r3, r2])
        y = y + dt * dy
        hist[i + 1] = y
    return hist[-1] @ np.array([1.0, 100.0, 2.0])


def reaction_network(rates: Dict[str, float], c0, t_end=0.2):
    """Stoichiometry as dict of tuples; explicit Euler."""
    reactions = {
        "k1": ({"A": 1, "B": 1}, {"C": 1}),
        "k2": ({"C": 1}, {"A": 1, "B": 1}),
        "k3": ({"C": 2}, {"D": 1}),
    }
    species = ["A", "B", "C", "D"]
    conc = dict(zip(species, c0))
    dt = 0.02
    for _ in range(int(round(t_end / dt))):
        deriv = {s: 0.0 for s in species}
        for name, (lhs, rhs) in reactions.items():
            r = rates[name]
            for s, nu in lhs.items():
                r = r * conc[s] ** nu
            for s, nu in lhs.items():
                deriv[s] -= nu * r
            for s, nu in rhs.items():
                deriv[s] += nu * r
        for s in species:
            conc[s] += dt * deriv[s]
    return conc["D"] + 0.5 * conc["C"]


class SEIR:
    def __init__(self, beta, sigma, gamma, population=1000.0):
        self.beta = beta
        self.sigma = sigma
        self.gamma = gamma
        self.N = population
        self.history = []

    def derivatives(self, S, E, I, R):
        new_inf = self.beta * S * I / self.N
        return -new_inf, new_inf - self.sigma * E, self.sigma * E - self.gamma * I, self.gamma * I

    def run(self, I0, days, lockdown=None):
        S, E, I, R = self.N - I0, 0.0, I0, 0.0
        for day in range(days):
            if lockdown is not None and day == lockdown[0]:
                self.beta *= lockdown[1]
            dS, dE, dI, dR = self.derivatives(S, E, I, R)
            S += dS
            E += dE
            I += dI
            R += dR
            self.history.append((S, E, I, R))
        return self

    @property
    def peak(self):
        return max(h[2] for h in self.history)


def seir_peak(beta, sigma, gamma, i0, reduction):
    model = SEIR(beta, sigma, gamma)
    model.run(i0, 15, lockdown=(6, reduction))
    return model.peak / model.N + model.history[-1][3] / 1000


def age_structured_sir(contact, beta, gamma, s0, i0, steps=10, dt=0.2):
    s, i = s0.copy(), i0.copy()
    r = np.zeros_like(s)
    for _ in range(steps):
        lam = beta * contact.dot(i / (s + i + r))
        inf = lam * s * dt
        rec = gamma * i * dt
        s -= inf
        i += inf - rec
        r += rec
    return r.sum()


def lotka_volterra_loss(theta, prey, pred, dt=0.1):
    """Multiplicative model; loss on log populations."""
    a, b, c, d = np.exp(theta)
    x, y = prey[0], pred[0]
    loss = 0.0
    for t in range(1, len(prey)):
        for _ in range(2):
            x, y = x + dt / 2 * (a * x - b * x * y), y + dt / 2 * (d * x * y - c * y)
        loss += (np.log(x) - np.log(prey[t])) ** 2 + (np.log(y) - np.log(pred[t])) ** 2
    return loss / (len(prey) - 1)


def metapopulation_dispersal(r, K, D, n0, steps=3):
    n_patch = n0.size
    n = n0
    for t in range(steps):
        grown = n * np.exp(r * (1 - n / K))
        moved = np.zeros(n_patch)
        for i in range(n_patch):
            for j in range(n_patch):
                if i != j:
                    moved[j] += D[i, j] * grown[i]
                    moved[i] -= D[i, j] * grown[i]
        n = grown + moved
    return np.sum(np.log1p(n))


def glucose_minimal_model(p1, p2, p3, insulin, G0=250.0, Gb=90.0, Ib=10.0):
    G, X = G0, 0.0
    out = []
    for k, I in enumerate(insulin):
        dX = -p2 * X + p3 * max(I - Ib, 0.0)
        dG = -(p1 + X) * G + p1 * Gb
        X += dX
        G += dG
        if k % 2 == 0:
            out.append(G)
    out = np.array(out)
    return np.std(out) + out[-1] / 100


program(
    robertson_explicit,
    (np.array([0.4, 3.0, 1.0]), [1.0, 0.2, 0.1]),
    (np.array([0.9, 1.0, 2.0]), [0.5, 0.3, 0.1]),
    tags=TAGS,
    must_pass=True,
)
program(
    reaction_network,
    ({"k1": 2.0, "k2": 0.3, "k3": 1.1}, np.array([1.0, 0.7, 0.1, 0.0])),
    ({"k1": 1.0, "k2": 0.1, "k3": 2.1}, np.array([0.5, 0.9, 0.2, 0.3])),
    tags=TAGS,
    must_pass=True,
)
program(seir_peak, (0.9, 0.4, 0.2, 5.0, 0.5), (1.5, 0.3, 0.1, 2.0, 0.8), tags=TAGS, must_pass=True)
program(
    age_structured_sir,
    (uniform(3, 3), 0.4, 0.3, 10 * uniform(3), 0.1 * uniform(3)),
    (uniform(2, 2), 0.7, 0.2, 10 * uniform(2), 0.1 * uniform(2)),
    tags=TAGS,
    must_pass=True,
)
program(
    lotka_volterra_loss,
    (0.1 * normal(4), uniform(5), uniform(5, seed=2)),
    (0.2 * normal(4, seed=3), uniform(3), uniform(3, seed=2)),
    tags=TAGS,
    must_pass=True,
)
program(
    metapopulation_dispersal,
    (0.5, uniform(3), 0.1 * uniform(3, 3), uniform(3)),
    (0.9, uniform(2), 0.1 * uniform(2, 2), uniform(2)),
    tags=TAGS,
    must_pass=True,
)
program(
    glucose_minimal_model,
    (0.03, 0.02, 0.001, 10 * uniform(6, lo=0.5, hi=3)),
    (0.02, 0.05, 0.002, 10 * uniform(5, lo=0.5, hi=3)),
    tags=TAGS,
    must_pass=True,
)
