"""Recursive callees: they become a program of their own, called through their derivative pair.

y = fib(n - 1, x)       ->      pair = fib_forward(n - 1, x)        # (value, saved)
                                y = pair[0]
                                ...
                                x_bar += fib_reverse(pair[1], y_bar)[0]
"""

from __future__ import annotations

import types as python_types
from dataclasses import dataclass, replace
from typing import Any

import gast

from tangentx.analysis.activity import written_sites
from tangentx.analysis.callees import prepared, signature_of
from tangentx.analysis.copies import propagate_copies
from tangentx.analysis.program import Op, Program, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import (
    Array,
    Const,
    Dictionary,
    Dim,
    Instance,
    ListOf,
    Scalar,
    Sequence,
    Type,
    sites_of,
)
from tangentx.analysis.webs import split_webs
from tangentx.errors import AliasingError, NotDifferentiableError
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

MAX_ROUNDS = 6


@dataclass(eq=False)
class Recursive:
    """A recursive callee for certain argument types: its result's type is found by iteration."""

    name: str
    wrt: tuple[str, ...]  # the parameters a derivative passes through
    result: Type | None = None
    program: Program | None = None
    callee: Any = None
    kinds: list[Type] | None = None


def recursive_call(
    s, target: str, function: python_types.FunctionType, operands, keywords, place: Place, env: Env
):
    """`target = function(...)`, function being on the way of the calls that are inlined."""
    if not any(s.is_varied(a, env) for a in [*operands, *keywords.values()]):
        func = external(f"{s.externals.root(prepared(function))}.{function.__name__}")
        s.outer_call(target, func, function, operands, keywords, place, env)
        return
    callee = prepared(function)
    bound = signature_of(callee).bind(*operands, **keywords)
    atoms = []
    for parameter in callee.parameters:
        if parameter.kind.startswith("VAR_"):
            raise NotDifferentiableError(
                "a recursive function with *args or **kwargs", code="TX308", place=place, lines=s.lines(place),
                help=("give the recursive function plain parameters",),
            )  # fmt: skip
        if parameter.name in bound.arguments:
            atoms.append(bound.arguments[parameter.name])
        else:
            name = s.fresh("_default")
            s.default(name, callee, parameter, None, place, env)
            atoms.append(nodes.name(name))
    kinds = [general(s.kind(a, env)) for a in atoms]
    varied = tuple(p.name for p, a in zip(callee.parameters, atoms, strict=True) if s.is_varied(a, env))
    made = subprogram(s, function, callee, kinds, varied, place)
    pair = s.fresh("_pair")
    call = gast.Call(external(f"pair.{made.name}"), [s.whole(a, env, True) for a in atoms], [])
    wholes = tuple(s.whole(a, env, True) for a in atoms)
    s.emit(
        Bind(pair, call, place), Op("pair", operands={"arguments": wholes}, callee=made), Instance(tuple), env
    )
    value = gast.Subscript(nodes.name(pair), nodes.constant(0), gast.Load())
    kind = Const(None) if made.result is None else made.result
    s.emit(
        Bind(target, value, place),
        Op("pairvalue", operands={"pair": nodes.name(pair)}, callee=made),
        kind,
        env,
    )


def subprogram(s, function, callee, kinds: list[Type], wrt: tuple[str, ...], place: Place) -> Recursive:
    """The specialised recursive callee, made once for each combination of argument types."""
    key = (function.__code__, tuple(kinds), wrt)
    if key in s.memo:
        return s.memo[key]
    name = nodes.claimed(function.__name__, {r.name for r in s.memo.values()})
    outermost = not any(r.program is None for r in s.memo.values())
    made = s.memo[key] = Recursive(name, wrt, callee=callee, kinds=kinds)
    for _ in range(MAX_ROUNDS):
        # Callees that call each other settle together: all of them again, as long as one result's type changes.
        todo = list(s.memo.values()) if outermost and made.program is not None else [made]
        changed = [
            _specialised(s, one, place) for one in todo
        ]  # each of them, whether or not one has changed
        if not any(changed):
            return made
    raise NotDifferentiableError(
        f"the result type of the recursive {function.__name__} does not settle", code="TX309", place=place,
        lines=s.lines(place), help=("return the same type on every path",),
    )  # fmt: skip


def _specialised(s, made: Recursive, place: Place) -> bool:
    """Specialise a recursive callee with what is known of the others; has its result's type changed?"""
    callee = made.callee
    inner = type(s)(callee, frozenset(made.wrt), s.memo, s.forward, s.hints)
    inner.externals, inner.external_types = s.externals, s.external_types
    program = inner.run(dict(zip((p.name for p in callee.parameters), made.kinds, strict=True)))
    program = propagate_copies(split_webs(program, inner.def_types))
    if not written_sites(program).isdisjoint(site for leaf in program.leaves for site in sites_of(leaf.type)):
        raise AliasingError(
            f"the recursive function {callee.name} writes into its arguments", code="TX506", place=place,
            lines=s.lines(place), help=("return the new values instead",),
        )  # fmt: skip
    result = general(program.result_type)
    changed = made.program is None or result != made.result
    made.program, made.result = program, result
    return changed


def general(kind: Type | None) -> Type | None:
    """A type without symbols and sites of the place where it was found."""
    if isinstance(kind, Array):
        shape = kind.shape
        if isinstance(shape, tuple):
            shape = tuple(d if not d.terms else Dim(((f"?may{i}", 1),)) for i, d in enumerate(shape))
        return replace(kind, shape=shape, sites=frozenset())
    if isinstance(kind, Sequence | Dictionary):
        return replace(kind, items=tuple(general(t) for t in kind.items))
    if isinstance(kind, ListOf):
        return replace(kind, item=general(kind.item))
    if isinstance(kind, Scalar):
        return Scalar(kind.kind)
    if isinstance(kind, Const) and isinstance(kind.value, int | float) and not isinstance(kind.value, bool):
        return Scalar("int" if isinstance(kind.value, int) else "float")
    return kind
