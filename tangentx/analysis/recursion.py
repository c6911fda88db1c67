"""Recursive callees: they become a program of their own, called through their derivative pair.

y = fib(n - 1, x)       ->      pair = fib_forward(n - 1, x)        # (value, saved)
                                y = pair[0]
                                ...
                                x_bar += fib_reverse(pair[1], y_bar)[0]
"""

from __future__ import annotations

import types as python_types
from dataclasses import dataclass, field, replace
from typing import Any

import gast

from tangentx.analysis import changed_arguments, outside, spreading
from tangentx.analysis.callees import identity_of, prepared, signature_of
from tangentx.analysis.captures import Inside, seen
from tangentx.analysis.choices import functions_in, is_known
from tangentx.analysis.copies import propagate_copies
from tangentx.analysis.groves import mapped
from tangentx.analysis.loop_targets import set_apart
from tangentx.analysis.program import Op, Program, external
from tangentx.analysis.scope import Env, LocalFunction, Unreached
from tangentx.analysis.types import (
    HELD,
    NUMBER,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    Dim,
    Instance,
    ListOf,
    Maybe,
    Scalar,
    Sequence,
    Tree,
    Type,
    Unknown,
    sites_of,
    with_sites,
)
from tangentx.analysis.webs import split_webs
from tangentx.errors import AliasingError, NotDifferentiableError, TangentxError
from tangentx.records import Bind, Function, Parameter, Place
from tangentx.syntax import nodes

MAX_KINDS = 6  # of arguments, in calls inside each other
MAX_ROUNDS = 6
_PLAIN = "POSITIONAL_OR_KEYWORD"


@dataclass(eq=False)
class Recursive:
    """A recursive callee for certain argument types: its result's type is found by iteration."""

    name: str
    wrt: tuple[str, ...]  # the parameters a derivative passes through
    varied: set[str] = field(default_factory=set)  # those that it is known of by now
    running: bool = False  # is it being specialised?
    result: Type | None = None
    program: Program | None = None
    callee: Any = None  # with the parameters that the program has
    kinds: list[Type] | None = None
    inside: Inside | None = None
    changed: tuple[str, ...] = ()  # the parameters whose arrays it writes on
    returned: str | None = None  # the one of them that it returns


class GrowingError(NotDifferentiableError):
    """The types of the arguments never come to an end: it is inlined, if its depth is known."""


class WritingError(AliasingError):
    """The caller has to see what the function changes: it is inlined, if its depth is known."""


class FunctionsError(NotDifferentiableError):
    """A container among the arguments holds functions that only the caller has: it is inlined."""


INLINED = (GrowingError, WritingError, FunctionsError)


@dataclass
class _Call:
    """One recursive call: the callee with the parameters that its program has, and their arguments."""

    callee: Function
    atoms: list
    kinds: list[Type]
    inside: Inside | None


def recursive_call(
    s, target: str, func, function: python_types.FunctionType, operands, keywords, place: Place, env: Env
) -> None:
    """`target = func(...)`, function being on the way of the calls that are inlined."""
    callee, identity = prepared(function), identity_of(function)
    callee, bound, spread = _bound(s, callee, None, operands, keywords, place, env)
    local = any(not s.is_outside(a, env) for a in bound.values())
    call = _Call(
        callee, list(bound.values()), [general(s.kind_or_none(a, env)) for a in bound.values()], None
    )
    plain = not local and not any(s.is_varied(a, env) for a in bound.values())
    if plain and not outside.only_looks(callee) and s.may_change(function, operands, env, not keywords):
        raise _writing(s, callee, place)
    func = func if s.kind(func, env) == Const(function) else s.externals.named(callee)
    if plain and func is not None:
        known = _number(s, (identity, spread), call, place)
        s.outer_call(target, func, function, operands, keywords, place, env, known)
        return
    if local:
        call = _inside(s, callee, None, bound, place, env)
    _called(s, target, (identity, spread), call, place, env)


def _number(s, identity: Any, call: _Call, place: Place) -> Type | None:
    """The type of the number that a recursive function gives which no derivative passes through: it is called as it
    is, and walked to know that alone.  None where it gives something else, or cannot be followed."""
    memo, s.memo = s.memo, s.numbers
    before = set(s.numbers)
    try:
        made = subprogram(s, identity, call, set(), place)
    except TangentxError:
        for key in set(s.numbers) - before:
            s.numbers[key].result, s.numbers[key].running = UNKNOWN, False
        return None
    finally:
        s.memo = memo
    if made.result is None:
        raise Unreached
    return made.result if isinstance(made.result, Scalar) else None


def local_call(s, target: str, callee: LocalFunction, operands, keywords, place: Place, env: Env) -> None:
    """The same for a local function: what it sees of the variables around it is passed as well."""
    function, bound, spread = _bound(s, callee.function, callee, operands, keywords, place, env)
    call = _inside(s, function, callee, bound, place, env)
    _called(s, target, (callee.function, spread), call, place, env)


def _bound(
    s, callee: Function, local: LocalFunction | None, operands, keywords, place: Place, env: Env
) -> tuple[Function, dict, tuple]:
    """The argument of each parameter; of a callee with *args or **kwargs, as one with so many plain parameters."""
    operands = spreading.settled(s, callee, operands, keywords, place, env)
    bound, atoms = signature_of(callee).bind(*operands, **keywords), {}
    callee, given, spread = spreading.spread(callee, bound.arguments)
    if any(isinstance(atom, gast.Starred) for atom in given.values()):
        raise NotDifferentiableError(
            "a recursive function is given a star of unknown length", code="TX308", place=place, lines=s.lines(place),
            help=("give the recursive function plain parameters",),
        )  # fmt: skip
    for parameter in callee.parameters:
        if parameter.name in given:
            atoms[parameter.name] = given[parameter.name]
        elif local is not None:
            atoms[parameter.name] = local.defaults[parameter.name]
        else:
            name = s.fresh("_default")
            s.default(name, callee, parameter, None, place, env)
            atoms[parameter.name] = nodes.name(name)
    return callee, atoms, spread


def _inside(s, callee: Function, local: LocalFunction | None, bound: dict, place: Place, env: Env) -> _Call:
    """The call with everything that the callee sees among its arguments."""
    kinds = {name: s.kind_or_none(atom, env) for name, atom in bound.items()}
    functions = [Const(local)] if local is not None else []
    captures = seen(s, functions + [f for kind in kinds.values() for f in functions_in(kind)], env)
    if not captures.sound:
        raise NotDifferentiableError(
            f"the recursive function {callee.name} sees variables that cannot be passed to it", code="TX306",
            place=place, lines=s.lines(place), help=("pass what it changes, and return the new value",),
        )  # fmt: skip
    taken = {*captures.names, *captures.known}
    names = {name: nodes.claimed(name, taken) for name in sorted(callee.locals)}
    given = {name: kind for name, kind in kinds.items() if is_known(kind)}
    plain = [p for p in callee.parameters if p.name not in given]
    own = [replace(p, name=names[p.name], kind=_PLAIN, default=None, annotation=None) for p in plain]
    more = [Parameter(name, _PLAIN) for name in captures.names]
    word = callee.name if callee.name.isidentifier() else "function"
    shown = replace(callee, name=word, parameters=(*own, *more))
    atoms = [bound[p.name] for p in plain] + [nodes.name(name) for name in captures.names]
    every = [kinds[p.name] for p in plain] + list(captures.names.values())
    parent = None if local is None else local.frame
    return _Call(shown, atoms, [general(k) for k in every], Inside(callee, names, parent, captures, given))


def _called(s, target: str, identity: Any, call: _Call, place: Place, env: Env) -> None:
    if any(
        isinstance(f.value, LocalFunction)
        for kind in call.kinds
        if kind is not None
        for f in functions_in(kind)
    ):
        raise FunctionsError(
            f"the recursive {call.callee.name} is given functions in a container", code="TX309", place=place,
            lines=s.lines(place), help=("pass each function by itself",),
        )  # fmt: skip
    pairs = zip(call.callee.parameters, call.atoms, strict=True)
    made = subprogram(s, identity, call, {p.name for p, a in pairs if s.is_varied(a, env)}, place)
    if made.result is None:  # its first round: what does not call itself says what it returns
        raise Unreached
    pair = s.fresh("_pair")
    wholes = tuple(s.whole(a, env, True) for a in call.atoms)
    given = {p.name: whole for p, whole in zip(call.callee.parameters, wholes, strict=True)}
    if not changed_arguments.may_be_passed(s, made.changed, given, env):
        raise _writing(s, call.callee, place)
    s.emit(
        Bind(pair, gast.Call(external(f"pair.{made.name}"), [*wholes], []), place),
        Op("pair", operands={"arguments": wholes}, callee=made, pure=not made.changed), Instance(tuple), env,
    )  # fmt: skip
    changed_arguments.passed(s, pair, made.changed, given, place, env)
    if made.returned is not None:
        s.copy(target, given[made.returned], place, env)
        return
    value = gast.Subscript(nodes.name(pair), nodes.constant(0), gast.Load())
    result = Op("pairvalue", operands={"pair": nodes.name(pair)}, callee=made)
    kind = made.result
    if isinstance(kind, Tree):  # what is returned may have in it what was given
        given = (sites_of(s.kind(a, env)) for a in call.atoms)
        kind = with_sites(kind, frozenset({target}).union(*given) - NUMBER)
    s.emit(Bind(target, value, place), result, kind, env)


def subprogram(s, identity: Any, call: _Call, varied: set[str], place: Place) -> Recursive:
    """The specialised recursive callee, made once for each combination of argument types."""
    inside = () if call.inside is None else (call.inside.captures.key(), tuple(call.inside.given.items()))
    key = (identity, tuple(call.kinds), inside)
    made, outermost = s.memo.get(key), not any(r.running for r in s.memo.values())
    if made is None:
        if sum(r.running and r.callee.tree is call.callee.tree for r in s.memo.values()) > MAX_KINDS:
            raise GrowingError(
                f"the recursive {call.callee.name} is called with something longer each time", code="TX309",
                place=place, lines=s.lines(place), help=("let it return values instead of lists that grow",),
            )  # fmt: skip
        word = call.callee.name if call.callee.name.isidentifier() else "function"
        name = nodes.claimed(word, {r.name for r in s.memo.values()})
        made = s.memo[key] = Recursive(name, (), callee=call.callee, kinds=call.kinds, inside=call.inside)
    elif varied <= {*made.wrt} or made.running:
        made.varied |= varied
        return made
    made.varied, made.running = made.varied | varied, True
    for _ in range(MAX_ROUNDS):
        # Callees that call each other settle together: all of them again, as long as one of them changes.
        todo = list(s.memo.values()) if outermost and made.program is not None else [made]
        changed = [_specialised(s, one, place) for one in todo]
        if not any(changed) and all({*one.wrt} >= one.varied for one in todo):
            made.running = False
            return made
    raise NotDifferentiableError(
        f"the result type of the recursive {call.callee.name} does not settle", code="TX309", place=place,
        lines=s.lines(place), help=("return the same type on every path",),
    )  # fmt: skip


def _writing(s, callee: Function, place: Place) -> WritingError:
    return WritingError(
        f"the recursive function {callee.name} writes into its arguments", code="TX506", place=place,
        lines=s.lines(place), help=("return the new values instead", "or let its depth follow from literals"),
    )  # fmt: skip


def _specialised(s, made: Recursive, place: Place) -> bool:
    """Specialise a recursive callee with what is known of the others; has its result's type changed?"""
    callee = made.callee
    made.wrt = tuple(p.name for p in callee.parameters if p.name in made.varied)
    inner = type(s)(callee, frozenset(made.wrt), s.memo, s.forward, s.hints)
    inner.externals, inner.external_types, inner.labels = s.externals, s.external_types, s.labels
    inner.numbers, inner.calls_itself = s.numbers, True
    kinds = {p.name: _placed(kind, p.name) for p, kind in zip(callee.parameters, made.kinds, strict=True)}
    attempts, s.hints.attempts = s.hints.attempts, 0  # no loop of the caller's would help
    try:
        program = inner.run(kinds, made.inside)
    finally:
        s.hints.attempts = attempts
    program = propagate_copies(set_apart(split_webs(program, inner.def_types, inner.held)))
    changed_arrays = changed_arguments.of(program)
    if not inner.changed.isdisjoint(program.parameters) or changed_arrays is None:
        raise _writing(s, callee, place)
    itself = changed_arguments.returned(program, changed_arrays)
    program = replace(program, changed=changed_arrays, result=itself or program.result)
    made.varied |= changed_arguments.with_derivative(program, changed_arrays)
    result = general(program.result_type)
    if program.result in program.optional and not isinstance(result, Const):
        if isinstance(result, HELD | Sequence | Dictionary) and not s.hints.trees:
            raise GrowingError(
                f"the recursive {callee.name} returns a container, or None", code="TX309", place=place,
                lines=s.lines(place), help=("let it return the same on every path",),
            )  # fmt: skip
        result = Maybe(result)
    found = (result, changed_arrays, itself)
    changed = made.program is None or found != (made.result, made.changed, made.returned)
    made.program, (made.result, made.changed, made.returned) = program, found
    return changed


def _placed(kind: Type, name: str) -> Type:
    """The type of a parameter, with a buffer for the arrays in it: what is written on them is seen by the caller."""
    if not isinstance(kind, HELD | Sequence | Dictionary | Tree):
        return kind
    return with_sites(kind, NUMBER & sites_of(kind) | {name})


def general(kind: Type | None) -> Type | None:
    """A type without symbols and sites of the place where it was found."""
    if isinstance(kind, Array):
        shape = kind.shape
        if isinstance(shape, tuple):
            shape = tuple(d if not d.terms else Dim(((f"?may{i}", 1),)) for i, d in enumerate(shape))
        return replace(kind, shape=shape, sites=kind.sites & NUMBER)
    if isinstance(kind, Unknown):
        return UNKNOWN
    if isinstance(kind, Sequence | Dictionary):
        return replace(kind, items=tuple(general(t) for t in kind.items))
    if isinstance(kind, ListOf):
        return replace(kind, item=general(kind.item))
    if isinstance(kind, Tree):
        return mapped(kind, general)
    if isinstance(kind, Maybe):
        return Maybe(general(kind.some))
    if isinstance(kind, Scalar):
        return Scalar(kind.kind, whole=kind.whole)
    if isinstance(kind, Const) and isinstance(kind.value, int | float) and not isinstance(kind.value, bool):
        return Scalar("int" if isinstance(kind.value, int) else "float")
    return kind
