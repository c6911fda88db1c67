"""Calls of splines, tables and series of polynomials: see `tangentx.interpolation`.

spline = CubicSpline(t, y)
spline(x)                   has the derivative of `interpolated(spline, x)`: its value of the next order
spline.integrate(a, b)      is `integrated(spline, a, b)`
"""

from __future__ import annotations

import gast

from tangentx import interpolation, runtime
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const, Dictionary, Instance, Type
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

_OTHERS_OF_THEM = ("derivative", "antiderivative", "deriv", "integ")
_INTEGRALS = ("integrate", "integral")


def _is_one(kind: Type) -> bool:
    return isinstance(kind, Instance) and interpolation.interpolant_class(kind.cls) is not None


def call(s, target, func, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """`spline(x)`, `spline(x, nu)`."""
    varied = any(s.is_varied(a, env) for a in operands)
    if (
        not _is_one(s.kind(func, env))
        or not varied
        or not 1 <= len(operands) <= 2
        or not keywords.keys() <= {"nu"}
    ):
        return False
    expr = s.written_call(s.whole(func, env), operands, keywords, env)
    s.primitive(target, expr, runtime.interpolated, [func, *operands], keywords, place, env)
    return True


def method(s, target, base, owner: Type, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """Another spline that is made of this one, its integral, or a call of one that an object holds."""
    held = (
        dict(zip(owner.keys, owner.items, strict=True)).get(name) if isinstance(owner, Dictionary) else None
    )
    if held is not None and _is_one(held):
        found = nodes.name(s.fresh("_held"))
        s.emit(
            Bind(found.id, gast.Attribute(s.whole(base, env), name, gast.Load()), place),
            Op("inactive"),
            held,
            env,
        )
        s.call(target, found, s.kind(found, env), operands, keywords, place, env)
        return True
    if not _is_one(owner) or keywords:
        return False
    varied = any(s.is_varied(a, env) for a in operands)
    if name in _INTEGRALS and varied and len(operands) == 2:
        callee = external("runtime.integrated")
        s.call(target, callee, Const(runtime.integrated), [base, *operands], keywords, place, env)
        return True
    if name not in _OTHERS_OF_THEM or varied:
        return False
    kind = Instance(type(getattr(interpolation.sample(owner.cls), name)()))
    found = s.written_call(gast.Attribute(s.whole(base, env), name, gast.Load()), operands, keywords, env)
    s.emit(Bind(target, found, place), Op("inactive"), kind, env)
    return True
