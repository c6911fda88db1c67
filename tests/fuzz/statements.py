"""The statements of random programs: see `phrases` for the holes.  One a line; longer ones between blank lines."""

from __future__ import annotations

from tests.fuzz import wider

# `plain` is the language of level 1.
LINES: dict[str, list[str]] = {
    "plain": [
        "<S=> = <S>", "<S=> = <S>", "<S=> = <S>", "<V=> = 1.0 * <V>", "<V=> = 1.0 * <V>",
        "<M=> = 1.0 * <M>", "<S~> += 0.3 * <S>", "<S~> -= 0.2 * <S>", "<S~> *= 0.8 * math.cos(<s>)",
        "<S=>, <S+> = <S>, <S>",
    ],
    "views": [
        "<V=> = <v>", "<v>[<i4>] = <S>", "<v>[:2] *= <s>", "<v>[:] = <V>", "<v>[1:] = 0.7 * <v>[:-1]",
        "<V~> += 0.3 * <V>", "<V~> *= 0.8 * math.cos(<s>)", "<v>[0], <v>[2] = <v>[3], <v>[0]",
        "<m>[<i3>], <m>[<i3>] = <V>, <v>.copy()", "<m>[<i3>] *= <v>", "<m>[1:] -= 0.3 * <m>[:-1]",
    ],
    "fancy": [
        "<v>[[0, 0, 2]] += <s>", "<v>[[3, 1]] = <v>[[0, 2]] * 0.5", "<v>[<v> > 0.3] *= 0.5",
        "np.add.at(<v>, [1, 1, 3], <S>)", "<v>[<v> < 0.0] = <s>", "np.multiply(<v>, <V>, out=<v>)",
        "<v>[:] = np.sort(<v>)", "<m>[[0, 2], [1, 1]] = <S>", "<m>[<m> > 0.2] = <S>",
        "<m>[:, [0, 0]] += <s>", "<m>[<m>[:, 0] > 0.0] *= 0.5", "np.copyto(<v>, <V>)", "<v>.fill(<S>)",
        "np.add(<v>, <v>, out=<v>, where=<v> > 0.1)",
    ],
    "lists": [
        "<L=> = <L*>", "<L+> = <L>", "<L>.append(<S>)", "<L>[<i2>] = <S>",
        "<L>[0], <L>[1] = <L>[1], 0.5 * <L>[0]", "<L>[<i2>] += <s>", "<L> += [<S>]",
        "<L>.extend([<s>, <S>])", "<L>.reverse()", "<L>[:2] = [<s>, <S>]", "<W=> = <W*>",
        "<W>[<i2>] = <V>", "<W>.append(<V>)", "<W>[0], <W>[1] = <W>[1], <W>[0]", "<W>[<i2>][<i4>] += <S>",
        "<W>[-1] = 0.5 * <W>[0]",
    ],
    "tuples": [
        "<P=> = <P*>", "<s!>, <V+> = <P>", "<S+a>, (<S+b>, <S+d>) = <S>, (<s>, <S>)",
    ],
    "dictionaries": [
        "<D=> = <D*>", "<D+> = <D>", "<D>['a'] = <S>", "<D>['b'] += <s>", "<D>['a'] *= <D>['b']",
        "<D>.update(b=<S>)",
    ],
    "objects": [
        "<O=> = <O*>", "<O+> = <O>", "<N=> = <N*>", "<B=> = <B*>", "<O>.kick(<S>)", "<O>.drift(<s>)",
        "<O>.kick(<s>).drift(0.1)", "<S=> = <N>.step(<S>)", "<O>.q = <S>", "<O>.a = <V>",
        "<O>.a[<i4>] = <S>", "<O>.p *= 0.5 * <s>", "<N>.body = <O>", "<B>[0], <B>[1] = <B>[1], <B>[0]",
        "<B>.append(<O>)",
    ],
    "closures": [
        "<F+f> = lambda t: 0.5 * t + math.sin(<S>)",
    ],
}  # fmt: skip

BLOCKS = """
[plain]
<V+a> = <v>.copy()
<a>[<i4>] = <S>

<V+a> = <v>.copy()
<a>[<i4>] += <S>
<a>[1:] = 0.7 * <a>[:-1]

<V+a> = <v>.copy()
<a>[1:-1] += 0.4 * (<a>[:-2] - <a>[2:])

<V+a> = np.zeros(4)
<a>[1:3] = <S>

<V+a> = np.empty(4)
for <k> in range(4):
    <a>[<k>] = <v>[<k>] * <S>

<M+a> = <m>.copy()
<a>[<i3>, <i4>] = <S>

<M+a> = <m>.copy()
<a>[<i3>] = <V>

<M+a> = np.zeros((3, 4))
<a>[:, <i4>] = <S>
<a>[1:, 1:] *= 0.5 * <s>
<a>[0] += <v> * 0.3

<M+a> = <m>.copy()
for <k> in range(1, 3):
    <a>[<k>] += 0.5 * <a>[<k> - 1] * <s>

[control]
if <test>:
    <block>

if <test>:
    <block>
else:
    <block>

if <test>:
    <block>
elif <test>:
    <block>
else:
    <block>

for <k> in range(<n>):
    <block I=k>

for <k> in range(3, 0, -1):
    <block I=k>

<k> = 0
while <k> < <n> and <s> < 3.0:
    <k> += 1
    <block I=k>

<S+p> = <S>
<S+q> = <S>
for <k> in range(<n>):
    <p>, <q> = <q>, 0.5 * <p> + 0.3 * <S>
    <block I=k>

<S+p> = <S>
<S+q> = 0.0
for <k> in range(<n>):
    <q> = <p>
    <p> = 0.7 * <p> + <S>
    <block I=k>

[exits]
if <test>:
    <jump>

if <test>:
    <jump>

if <test>:
    return <result>

<k> = 0
while True:
    <k> += 1
    if <k> > <n>:
        break
    <block I=k>
    if <test>:
        <jump>

for <k> in range(<n>):
    <block I=k>
    if <test>:
        <jump>
else:
    <block>

for <k> in range(3):
    if <test>:
        continue
    <block I=k>
    if <test>:
        return <result>

[iteration]
for <k>, <t> in enumerate(<v>):
    <block I=k S=t>

for <t> in <v>[:3]:
    <block S=t>

for <t>, <u> in zip(<v>, <v>[1:]):
    <block S=t S=u>

for <t> in <m>:
    <block V=t>

for <t> in (<s>, <S>, 0.4):
    <block S=t>

for <t>, <u> in ((<s>, <v>), (<S>, <v>)):
    <block S=t V=u>

[views]
<V+a> = <v>
<a>[<i4>] = <S>

<t> = <v>[1:3]
<t> *= <S>

<t> = <v>[::2]
<t>[0] = <S>
<S+> = np.sum(<t> * <t>) * 0.3

<t> = <v>[::-1]
<t>[1] += <v>[0]

<V+a> = <m>[<i3>]
<a>[<i4>] += <S>

<t> = <m>[:, <i4>]
<t> += <S>

<t> = <m>.T
<t>[<i4>] = <S>

<t> = <m>.reshape(-1)
<t>[2:5] += <S>
<S+> = <t>[3] * 0.5

for <t> in <m>:
    <t>[<i4>] = <S>
    <block V=t>

<V+a> = np.zeros(4)
<V+b> = <V>
for <k> in range(<n>):
    <a>[1:-1] = 0.5 * (<b>[:-2] + <b>[2:])
    <a>[0] = <S>
    <a>, <b> = <b>, <a>
    <block I=k>

<V+a> = <v>.copy()
for <k> in range(<n>):
    <V+b> = <a>
    <a> = <a>.copy()
    <a>[<k> % 4] = <S>
    <block I=k>

[lists]
<L>.append(<S>)
<S+> = <L>.pop(0)

<S=> = <L>.pop()
<L>.insert(0, <S>)

for <t> in <L>:
    <block S=t>

for <k>, <t> in enumerate(<L>):
    <L>[<k>] = 0.5 * <t> + <S>

for <k> in range(<n>):
    <L>.append(0.5 * <L>[-1] + <S>)
    <block I=k>

for <k> in range(<n>):
    <L!> = [<S>, <L!>[0]]
    <block I=k>

for <t> in <W>:
    <block V=t>

for <t> in <W>:
    <t> *= <s>

<t> = [<s>]
while len(<t>) < 4:
    <t>.append(0.5 * <t>[-1] + <S>)
<S+> = 0.3 * sum(<t>)

<W+a> = []
for <k> in range(3):
    <a>.append(<V>)
    <block I=k>

[tuples]
<P+a> = (<S>, <V>)
for <k> in range(<n>):
    <a> = (0.5 * <a>[0] + <S>, <a>[1] * <s>)
    <block I=k>

<P+a> = (<S>, <v>)
for <k> in range(<n>):
    <p>, <q> = <a>
    <a> = (math.sin(<p>), <q> + 0.1 * <p>)
    <block S=p V=q I=k>

<S+a>, *<u> = <v>
<S+b> = 0.3 * sum(<u>)

[dictionaries]
for <k>, <t> in <D>.items():
    <block S=t>

for <k> in <D>:
    <D>[<k>] = 0.5 * <D>[<k>] + <S>

for <k>, <t> in <D>.items():
    <D>[<k>] = 0.5 * <t> + <s>

for <k> in ('a', 'b'):
    <D>[<k>] += <S>
    <block>

<D>['c'] = <S>
<S+> = sum(<D>.values()) * 0.3

<t> = {'u': <V>, 'k': {'z': <S>}}
<t>['k']['z'] *= <s>
<t>['u'][<i4>] = <t>['k']['z']
<V+> = <t>['u']

<t> = {}
for <k> in range(3):
    <t>[<k>] = <S>
<S+> = 0.2 * sum(<t>.values())

[objects]
for <t> in <B>:
    <t>.kick(<S>)
    <block O=t>

for <k> in range(<n>):
    <O>.drift(0.1)
    <block I=k>

for <k> in range(<n>):
    <N>.step(<S>)
    <block I=k>

for <k> in range(<n>):
    <O!> = Body(<O!>.p, <S>, <O!>.a * 0.5)
    <block I=k>

for <t> in <B>:
    for <u> in <B>:
        <t>.p += 0.1 * <u>.q
    <t>.q = math.tanh(<t>.p)

[closures]
def <F+f>(t):
    return math.tanh(t * <s>) + 0.2 * <S>

def <f>(t):
    nonlocal <s!>
    <s!> = 0.5 * <s!> + math.sin(t)
    return <s!> * 0.5
<S+> = <f>(<s>)
<S+> = <f>(0.3)

def <f>(t):
    <v!>[<i4>] = t
    return np.sum(<v!>) * 0.3
<S+> = <f>(<s>)

def <f>(t):
    for k in range(3):
        if t > 1.5:
            return t
        t = 0.5 * t + <s>
    return 0.5 * t
<S+> = <f>(<S>)

def <f>(t):
    for k in range(3):
        t = 0.7 * t + 0.1 * <s>
        yield t
for <u> in <f>(<S>):
    <block S=u>

<t> = [lambda q, k=k: q * k * 0.3 for k in range(3)]
<S+> = <t>[1](<S>) + <t>[2](<s>)

[exceptions]
try:
    <block>
    if <test>:
        raise ValueError('no')
    <block>
except ValueError:
    <block>

try:
    <block>
    if <test>:
        raise ValueError('no')
except ValueError:
    <block>
else:
    <block>
finally:
    <s!> = 0.5 * <s!>

for <k> in range(3):
    try:
        if <test>:
            raise KeyError(<k>)
        <block I=k>
    except KeyError:
        <jump>

with np.errstate(all='ignore'):
    <block>

"""


def _phrases(lines: dict[str, list[str]], blocks: str) -> dict[str, list[str]]:
    found = {group: list(phrases) for group, phrases in lines.items()}
    for section in blocks.strip("\n[").split("\n\n["):
        group, _, text = section.partition("]\n")
        found.setdefault(group, []).extend(text.strip().split("\n\n"))
    return found


STATEMENTS = _phrases(LINES, BLOCKS)
WIDER = _phrases(wider.LINES, wider.BLOCKS)  # for level 3
