"""How SciPy's own functions find their array library; linear or constant, and in the way of every derivative."""

import scipy

from tangentx.rules import Static, bar, dot, nondifferentiable

nondifferentiable("scipy._lib._array_api.array_namespace")


def xp_promote(x, *, broadcast: Static = False, force_floating: Static = False, xp: Static):
    y = scipy._lib._array_api.xp_promote(x, broadcast=broadcast, force_floating=force_floating, xp=xp)
    dot[y] = dot[x]
    bar[x] += bar[y]
