"""Objects: classes with methods and attributes, dataclasses, operators, inheritance, properties."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np

from tests.programs import Sampler, program

r = Sampler(15)


class Spring:
    """k, x0: what a physicist would write."""

    rest = 0.5

    def __init__(self, k, damping):
        self.k = k
        self.damping = damping
        self.calls = 0

    def force(self, x, v):
        return -self.k * (x - self.rest) - self.damping * v

    def energy(self, x):
        return 0.5 * self.k * (x - self.rest) ** 2

    @property
    def stiffness(self):
        return self.k * 2.0

    @staticmethod
    def cube(x):
        return x**3

    @classmethod
    def soft(cls, k):
        return cls(k * 0.1, 0.0)

    def __call__(self, x):
        return self.energy(x) + self.stiffness


class StiffSpring(Spring):
    def __init__(self, k):
        super().__init__(k * 10.0, 0.1)

    def energy(self, x):
        return super().energy(x) + 1.0


class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __getitem__(self, i):
        return self.x if i == 0 else self.y

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __len__(self):
        return 2

    def dot(self, other):
        return self.x * other.x + self.y * other.y


@dataclass
class Params:
    scale: float
    weights: np.ndarray
    order: int = 2


@dataclass(frozen=True)
class Frozen:
    a: float
    b: float = 2.0

    def total(self, x):
        return self.a * x + self.b * x * x


@dataclass
class State:
    position: np.ndarray
    velocity: np.ndarray
    log: list = field(default_factory=list)

    def step(self, dt):
        self.velocity = self.velocity - dt * self.position
        self.position = self.position + dt * self.velocity
        self.log.append(np.sum(self.position))


class Layer:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def __call__(self, x):
        return np.tanh(x @ self.w + self.b)


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def loss(self, x, y):
        return np.mean((self.forward(x) - y) ** 2)


class Accumulator:
    def __init__(self):
        self.total = 0.0
        self.items = []

    def add(self, v):
        self.total += v
        self.items.append(v)
        return self


class Tree:
    def __init__(self, value, children=()):
        self.value, self.children = value, children

    def weight(self, k):
        return k * self.value + sum(child.weight(k * k) for child in self.children)


def method_of_argument(spring, x):
    return spring.force(x, 0.3) * x


def attribute_read(spring, x):
    return spring.k * x * x + spring.rest


def object_inside(k, x):
    s = Spring(k, 0.1)
    return s.energy(x) + s.force(x, k)


def call_and_property(k, x):
    return Spring(k, 0.0)(x) * Spring(k, 0.0).stiffness


def static_and_class_methods(k, x):
    return Spring.cube(x) + Spring.soft(k).energy(x) + Spring(k, 0.0).cube(k)


def inheritance(k, x):
    return StiffSpring(k).energy(x) + StiffSpring(k).force(x, 0.2)


def attribute_write(k, x):
    s = Spring(k, 0.1)
    s.k = s.k * x
    s.calls += 1
    s.damping += s.k
    return s.k * s.damping * s.calls


def argument_attribute_written(spring, x):
    spring.k = spring.k * x
    spring.calls += 1
    return spring.k * spring.k


def operator_methods(x, y):
    v = Vec(x, y) + Vec(1.0, x * y) * 2.0
    w = -(3.0 * v)
    return w[0] * v[1] + v.dot(w) + len(w)


def dataclass_in(p, x):
    return p.scale * np.sum(p.weights * x**p.order)


def dataclass_out(x):
    return Params(scale=np.sum(x), weights=x * x)


def frozen_dataclass(p, x):
    q = replace(p, a=p.a * x)
    return p.total(x) * q.total(2.0)


def state_object(x0, v0, n):
    s = State(x0.copy(), v0)
    for _ in range(n):
        s.step(0.1)
    return np.sum(s.position**2) + sum(s.log)


def namespace(x):
    ns = SimpleNamespace(a=x, b=2.0)
    ns.c = ns.a * ns.b
    ns.a = ns.c * ns.c
    return ns.a + ns.c


def network(net, x, y):
    return net.loss(x, y)


def network_inside(w, b, x):
    return np.sum(Network([Layer(w, b), Layer(w.T, 0.5)]).forward(x))


def accumulator(x):
    acc = Accumulator()
    for k in range(3):
        acc.add(x * k).add(x**2)
    return acc.total * acc.items[-1]


def shared_object(x):
    a = Accumulator()
    b = a
    a.add(x)
    b.add(x * x)
    return a.total * b.total


def tree_of_objects(k):
    tree = Tree(1.0, (Tree(2.0), Tree(0.5, (Tree(3.0),))))
    return tree.weight(k)


def bound_method_value(k, xs):
    energy = Spring(k, 0.2).energy
    return sum(energy(x) for x in xs)


def object_with_array(x):
    box = SimpleNamespace(u=x.copy())
    box.u[0] = x[1] ** 2
    box.u[1:] *= 3.0
    return np.sum(box.u**2)


def getattr_call(spring, name):
    return getattr(spring, name) * 2.0 + getattr(spring, "missing", 1.0) * spring.k


def written_attribute(state, k):
    state.u[0] = k * state.v[1][0]
    state.v[0] = np.sum(state.u * state.v[1])
    return state.v[0] ** 2 + np.sum(state.v[1])


def self_wrt(spring, xs):
    total = 0.0
    for x in xs:
        total += spring(x)
    return total


I3 = "issue3 objects"
program(method_of_argument, (Spring(2.0, 0.1), 0.4), (Spring(0.5, 0.3), 1.4), wrt=1, tags=I3)
program(argument_attribute_written, (Spring(2.0, 0.1), 0.4), (Spring(0.5, 0.3), 1.4), wrt=1, tags=I3)
for f in (
    object_inside,
    call_and_property,
    static_and_class_methods,
    inheritance,
    attribute_write,
    operator_methods,
):
    program(f, (1.3, 0.4), (0.3, 2.0), wrt=(0, 1), tags=I3)
program(
    dataclass_in, (Params(0.4, r.normal(3)), r.normal(3)), (Params(1.4, r.normal(2), 3), r.normal(2)), tags=I3
)
program(dataclass_out, (r.normal(3),), (r.normal(1),), tags=I3)
program(frozen_dataclass, (Frozen(0.4), 1.2), (Frozen(0.7, 0.3), -0.2), wrt=(0, 1), tags=I3)
program(state_object, (r.normal(2), r.normal(2), 3), (r.normal(1), r.normal(1), 1), wrt=(0, 1), tags=I3)
program(namespace, (1.3,), (0.4,), tags=I3)
NET = Network([Layer(r.normal(3, 2), r.normal(2)), Layer(r.normal(2, 1), r.normal(1))])
program(network, (NET, r.normal(4, 3), r.normal(4, 1)), tags=I3)
program(
    network_inside,
    (r.normal(2, 3), 0.4, r.normal(2)),
    (r.normal(1, 2), r.normal(2), r.normal(3, 1)),
    wrt=(0, 1),
    tags=I3,
)
for f in (accumulator, shared_object, tree_of_objects):
    program(f, (1.3,), (0.4,), tags=I3)
program(bound_method_value, (1.3, [0.4, 0.2]), (0.4, (1.0,)), wrt=(0, 1), tags=I3)
program(object_with_array, (r.normal(3),), (r.normal(2),), tags=I3)
program(getattr_call, (Spring(2.0, 0.1), "damping"), (Spring(0.5, 0.3), "k"), tags=I3)
program(self_wrt, (Spring(2.0, 0.1), [0.4, 1.0]), (Spring(0.5, 0.3), [0.1]), tags=I3)
program(
    Spring.energy, (Spring(2.0, 0.1), 0.4), (Spring(0.5, 0.3), -1.2), wrt="self.k", tags=I3, must_pass=True,
    name="attribute_of_self",
)  # fmt: skip
program(
    network, (NET, r.normal(4, 3), r.normal(4, 1)), wrt=("x", "net.layers[0].w", "net.layers[-1]"), tags=I3,
    must_pass=True, name="attributes_of_a_network",
)  # fmt: skip
program(
    written_attribute, (SimpleNamespace(u=r.normal(3), v=[0.5, r.normal(3)]), 0.7),
    (SimpleNamespace(u=r.normal(2), v=[1.5, r.normal(2)]), -0.2), wrt=("state.v[1]", "k"), tags=I3, must_pass=True,
)  # fmt: skip
