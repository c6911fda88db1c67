"""What level 3 adds: groups of phrases that level 2 does not know (its programs stay what they are); see `phrases`."""

from __future__ import annotations

MODELS = '''

from collections import namedtuple
from dataclasses import dataclass
from types import SimpleNamespace

Point = namedtuple("Point", "x y")


@dataclass
class Params:
    """Weights, a rate and a list, with a property and a call."""

    w: np.ndarray
    k: float
    rates: list

    @property
    def gain(self):
        return 0.5 * self.k + 0.1 * self.w[0]

    def __call__(self, x):
        return math.tanh(self.gain * x + self.rates[0])


class Layer:
    """A base class with a class attribute."""

    scale = 0.5

    def __init__(self, w):
        self.w = w
        self.seen = []

    def forward(self, x):
        self.seen.append(np.sum(x))
        return np.tanh(self.w * x) * self.scale


class Wide(Layer):
    """Changes its weights while it is used."""

    def forward(self, x):
        y = super().forward(x)
        self.w = self.w + 0.1 * y
        return y + 0.5 * x


class Pair:
    """Two numbers with arithmetic."""

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Pair(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Pair(self.x * k, self.y * k)

    def __getitem__(self, i):
        return self.x if i == 0 else self.y

    def __iadd__(self, other):
        self.x += other.x
        self.y += 0.5 * other.y
        return self
'''

EXPRESSIONS: dict[str, dict[str, list[str]]] = {
    "S": {
        "broadcasting": ["np.sum(<m> * <v>[:3, None]) * 0.1", "np.mean(<m>[:, 1:] - <m>[:, :1])"],
        "small": [
            "float(np.array(<S>))", "<v>[int(np.argmax(<v>))]", "np.sum(<v>[<v> > <s>]) * 0.3",
            "(<s> > 0.3) * <S>", "np.array(<S>) * 0.5", "np.float64(<S>)",
            "np.sort(<v>)[<i4>]",
        ],
        "models": ["Point(<S>, <s>).x", "(Pair(<S>, <s>) * <s>).y", "Params(<v>, <s>, [0.2])(<S>)"],
        "keywords": ["max(<s>, <S>, key=lambda q: q * q)"],
        "stored": ["[<v>, <v>][<i2>][<i4>]", "{'u': <v>}['u'][<i4>]", "[[<s>, <S>], [0.5]][0][1]"],
    },
    "V": {
        "broadcasting": [
            "(<m> - <v>)[<i3>]", "np.sum(<m>[:, None] * <m>[None], axis=(0, 1)) * 0.1",
            "np.squeeze(<v>[None]) * 0.5", "np.linspace(<s>, <S>, 4)", "np.diff(<v>, append=<s>)",
        ],
        "small": ["<v>[np.argsort(<v>)]", "np.arange(4) * <S> * 0.3", "np.where(<v> > 0.1, <S>, <v>)"],
        "models": ["Layer(<v>).forward(<V>)", "SimpleNamespace(v=<V>).v"],
        "keywords": ["np.clip(<V>, a_min=-0.9, a_max=<s> + 2.0)", "np.full(4, fill_value=<S>)"],
        "stored": ["[<V>, <v>][<i2>]", "{'u': <V>, 'w': <v>}['w']"],
    },
    "M": {
        "broadcasting": [
            "<m> * <v>[:3, None]", "np.broadcast_to(<v>, (3, 4)) * <s>", "<m> + np.array([[<s>], [<S>], [0.3]])",
            "np.tanh(<m> - <m>[:1])", "np.repeat(<v>[None], 3, axis=0)", "np.outer(np.arange(3), <v>) * 0.3",
        ],
        "small": ["<m>[np.argsort(<m>[:, 0])]", "np.where(<m> > <s>, <m>, 0.5)"],
    },
}  # fmt: skip

LINES: dict[str, list[str]] = {
    "stored": ["<W=> = [<v>, <m>[<i3>]]", "<W>[<i2>] *= <s>", "<W>[<i2>][1:] += <S>"],
    "broadcasting": ["<m> -= <m>[:, :1] * 0.5", "<m>[1:, ::2] *= <s>", "<m>[:] = <v>", "<m> += <v> * 0.3"],
    "small": ["<v>[int(np.argmin(<v>))] = <S>", "<v>[<v> == np.max(<v>)] *= 0.5"],
    "keywords": ["np.add(<v>, <S>, out=<v>)", "np.clip(<v>, -0.9, 0.9, out=<v>)"],
    "models": [],
    "generators": [],
    "finally": [],
}  # fmt: skip

BLOCKS = """
[stored]
<t> = [<v>, <m>[<i3>]]
<t>[0][<i4>] = <S>
<t>[1] *= <s>
<S+> = 0.3 * np.sum(<t>[0] * <t>[1])

<t> = {'u': <v>, 'w': <v>[1:3]}
<t>['w'] += <S>
<t>['u'][<i4>] *= <s>

<t> = [<v>[k:k + 2] for k in range(3)]
for <u> in <t>:
    <u> *= <s>
<S+> = <t>[1][0] * 0.4

<t> = (<v>, <V>)
<t>[0][1:] = <t>[1][:-1]

<t> = <m>[1]
<u> = <t>[::2]
<u>[...] = <S>
<V+> = <t>

<t> = [np.zeros(4) for _ in range(3)]
for <k> in range(3):
    <t>[<k>][<k>:] = <S>
    <t>[<k> - 1] += <v>
<V+> = 0.3 * sum(<t>)

<t> = [[<s>, <S>], [0.5, <s>]]
<t>[0][1] += <t>[1][0]
<t>[1] = <t>[0]
<t>[1][0] = <S>
<S+> = 0.3 * <t>[0][0]

<t> = [[0.0] * 3 for _ in range(2)]
for <k> in range(2):
    for <q> in range(3):
        <t>[<k>][<q>] = <S> * (<q> + 1)
<S+> = 0.2 * sum(<t>[1])

<V+a>, <V+b> = <v>, <v>.copy()
<a>[:] = <b>[::-1]
<b> += <a>

<V+a> = np.asarray(<v>)
<a>[<i4>] += <S>

<t> = []
for <k> in range(<n>):
    <t>.append(<v>[<k> % 4])
    <v>[<k> % 4] *= <s>
<S+> = 0.2 * sum(<t>)

<t> = []
for <k> in range(3):
    <t>.append(<m>[<k>])
<m>[1] *= <s>
<S+> = 0.2 * np.sum(<t>[1])

<t> = []
for <k> in range(<n>):
    <t>.append((<S>, <v> * <s>))
    <block I=k>
for <p>, <q> in <t>:
    <block S=p V=q>

[broadcasting]
<t> = <m>[:, None, :] * <m>[None, :, :]
<S+> = 0.1 * np.sum(np.tanh(<t>))
<V+> = 0.2 * np.sum(<t>, axis=(0, 1))

<t> = np.zeros((2, 3, 4))
<t>[0] = <m>
<t>[1] = <v>
<t>[:, 1] += <S>
<M+> = 0.5 * (<t>[0] - <t>[1])

<t> = np.zeros((4, 1))
<t>[:, 0] = <v>
<t> *= <s>
<V+> = (<t> * 0.5).ravel()

<t> = <m>.T.reshape(2, 6)
<t>[0] *= <s>
<S+> = 0.2 * np.sum(<t>)

<t> = <m>.reshape(2, 6)
<t>[1] += <S>

<t> = np.stack([<v>, <v>], axis=1)
<t>[:, 0] *= <s>
<V+> = <t>.sum(axis=-1) * 0.4

<t> = np.zeros(3)
for <k> in range(3):
    <t>[<k>] = np.sum(<m>[<k>] * <v>)
<M+> = np.tanh(<m> * <t>[:, np.newaxis])

[small]
<t> = np.array(<S>)
<t> += <S>
<S+> = float(<t>) * 0.5

<t> = np.zeros(())
<t>[()] = <S>
<S+> = np.tanh(<t>)

<t> = np.argsort(<v>)
<V+> = <v>[<t>] * <s>

<t> = <v> > <c>
<V+> = np.where(<t>, <V>, 0.3 * <v>)
<S+> = 0.2 * np.sum(<v>[<t>])

<t> = np.arange(4)
<V+> = <t> * <s> * 0.3
<S+> = 0.1 * np.sum(<v>[<t> % 2 == 0])

<t> = 0
for <k> in range(3):
    <t> += <k>
    <t> *= <s>
<S+> = math.tanh(<t>)

<t> = np.zeros(4, dtype=int)
<t>[<i4>] = 2
<V+> = <t> * <V>

<t> = [2, 0, 3]
<V+a> = 1.0 * <v>
<a>[<t>] += <S>
<S+> = <a>[<t>[1]]

<t> = <s> > 0.2
<u> = not <t>
<S+> = (<S> if <t> and not <u> else <S>)

<t> = 0
while <t> < 3:
    <t> += 1 + (<s> > 0.0)
    <block I=t>

<t>, <u> = divmod(7, 3)
<S+> = <S> * <t> * 0.2 + <u>

[keywords]
def <f>(a, *, b=0.5, c=<s>):
    return math.tanh(a * b) + 0.3 * c
<S+> = <f>(<S>, b=<s>)
<S+> = <f>(<S>)

def <f>(a, *rest, **named):
    for r in rest:
        a = 0.5 * a + r
    return a * named.get('k', 0.3)
<S+> = <f>(<S>, <s>, 0.2)
<S+> = <f>(<s>, k=<S>)

<t> = {'b': <S>, 'a': <s>}
<S+> = (lambda a, b: math.sin(a) * b)(**<t>)

<t> = (<s>, <S>)
<S+> = (lambda a, b: math.sin(a) + 0.5 * b)(*<t>)

def <f>(a, out=None):
    if out is None:
        out = np.zeros(4)
    out[<i4>] = a
    return out * 0.5
<V+> = <f>(<S>)
<V+> = <f>(<s>, out=<v>)

<f> = functools.partial(lambda a, b, c=0.5: a * b + c, <S>)
<S+> = <f>(<s>, c=<S>) * 0.5

def <f>(g, a, **more):
    return g(a, **more)
<S+> = <f>(lambda q, k=0.5: math.sin(q) * k, <S>, k=<s>)

[generators]
def <f>(a, n):
    for k in range(n):
        a = 0.5 * a + 0.3 * <s>
        yield k, a
for <k>, <t> in <f>(<S>, 3):
    <block I=k S=t>

def <f>(a):
    yield a
    yield a * 0.5
    if a > 0.3:
        yield math.sin(a)
<S+> = sum(<f>(<S>)) * 0.3

def <f>(a):
    while a < 2.0:
        a = 1.5 + 0.5 * a * a
        yield a
for <t> in <f>(<s>):
    if <test>:
        break
    <block S=t>

def <f>(a):
    for row in a:
        yield row * <s>
for <t> in <f>(<m>):
    <block V=t>

<t> = iter([<S>, <s>, 0.4])
<S+> = next(<t>) + 0.5 * next(<t>)

[finally]
def <f>(a):
    try:
        if a > 0.5:
            return a * <s>
        a = a + 0.2
    finally:
        a = 0.0
    return a + <s>
<S+> = <f>(<S>)

for <k> in range(3):
    try:
        if <test>:
            continue
        <block I=k>
    finally:
        <s!> = 0.7 * <s!>

try:
    <block>
    <s!> = math.log(<S>)
except ValueError:
    <block>

try:
    <t> = [<s>, <S>][<n>]
    <block S=t>
except IndexError as error:
    <block>

<S+a> = <S>
try:
    <v!>[<i4>] = <S>
    <a> = math.sqrt(<S>)
except ValueError:
    <a> = 0.5 * <v!>[<i4>]

<S+a> = <S>
while <a> < 1.5:
    <a> = 0.5 * <a> + 1.0
    try:
        if <test>:
            break
    finally:
        <v!>[<i4>] += 0.1 * <a>
else:
    <block>

[models]
<t> = Params(<V>, <S>, [<s>, 0.3])
<t>.w[<i4>] = <S>
<t>.rates[0] += <s>
<S+> = <t>(<S>) + <t>.gain

<t> = Wide(<V>)
<V+u> = <V>
for <k> in range(<n>):
    <u> = <t>.forward(<u>)
<S+> = np.sum(<t>.w) * 0.2 + 0.1 * sum(<t>.seen)

<t> = Point(<S>, <s>)
<t> = <t>._replace(x=<t>.y * 0.5)
<S+>, <S+> = <t>

<t> = Pair(<s>, <S>) + Pair(0.5, <s>) * <s>
<S+> = <t>.x * 0.3 + <t>[1]

<t> = Pair(<s>, <S>)
<u> = <t>
for <k> in range(<n>):
    <t> += Pair(0.1 * <S>, <s>)
<S+> = 0.2 * <u>.x + 0.1 * <t>.y

<t> = SimpleNamespace(k=<s>, v=<V>)
<t>.k *= <S>
<t>.v += <t>.k
<V+> = <t>.v

<t> = [Layer(<V>), Wide(<v>)]
<V+u> = <V>
for <q> in <t>:
    <u> = <q>.forward(<u>)
<S+> = 0.2 * <t>[1].seen[0]

<t> = {'first': Layer(<v>), 'k': <S>}
<V+u> = <t>['first'].forward(<V>) * <t>['k']

<t> = Params(<v>, <s>, [])
setattr(<t>, 'k', <S>)
<t>.rates.append(<S>)
<t>.w *= 0.5
<S+> = getattr(<t>, 'gain') + <t>.rates[-1]

"""
