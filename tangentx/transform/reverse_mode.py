"""Reverse mode, put together: forward sweep, reverse sweep, and what is returned.

*Requires* a program and its activity.  *Gives* function trees whose externals are still written with `@`.
"""

from __future__ import annotations

import functools
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import gast

from tangentx.analysis.activity import Activity, result_names
from tangentx.analysis.asked import kind_at
from tangentx.analysis.expressions import structure_display
from tangentx.analysis.layout import layout
from tangentx.analysis.program import Program, Structure, external, item_of
from tangentx.analysis.sampling import Sampler
from tangentx.analysis.types import (
    Array,
    Const,
    Dictionary,
    ListOf,
    Scalar,
    Sequence,
    Type,
    is_float_like,
    is_scalar,
    may_be_a_number,
)  # fmt: skip
from tangentx.errors import AliasingError, TangentxError
from tangentx.paths import path_of, written
from tangentx.syntax import nodes
from tangentx.transform import changed_arguments, seeding, twins, undoing
from tangentx.transform.adjoint import ReverseSweep
from tangentx.transform.checkpoints import check, checkpoints, run_again
from tangentx.transform.contributions import full_like
from tangentx.transform.forward import ForwardSweep, kept_statements
from tangentx.transform.fusion import fused_loops, joint_loops, still_fused, without_fused
from tangentx.transform.joint import candidates, join
from tangentx.transform.ownership import copies_of_written
from tangentx.transform.passed import as_passed
from tangentx.transform.plans import Plan
from tangentx.transform.readers import BEFORE
from tangentx.transform.reading import reads
from tangentx.transform.seeding import steps_of
from tangentx.transform.statements import single_target
from tangentx.transform.states import States
from tangentx.transform.storage import Planner

MAX_ROUNDS = 12


@dataclass
class Parts:
    """The pieces of a derivative: statement lists, and the expression of what each returns."""

    forward: list = field(default_factory=list)
    reverse: list = field(default_factory=list)
    value: gast.AST | None = None
    bars: list = field(default_factory=list)  # one expression for each wrt, in order
    plan: Plan = field(default_factory=Plan)
    names: set = field(default_factory=set)
    saved: list = field(default_factory=list)
    table: dict = field(default_factory=dict)
    seed: str = "seed"
    given: tuple[str, ...] = ()  # to the reverse half by its caller: see `changed_arguments`
    outer: Any = None  # the type of an external, as written
    joint: bool = False  # one loop makes the value and is reversed as it runs
    by_memory: bool = False  # adjoints of arrays are looked up by where the arrays are


def reverse_mode(
    program: Program,
    activity: Activity,
    wrt: tuple[str, ...],
    sampler: Sampler,
    external_types: dict[str, Type],
    *,
    seed: str | None,
    wants_value: bool,
    targets: list[str],
    apart: bool,
    checkpoint: int | bool | None = None,
    has_aux: bool = False,
) -> Parts:
    """The forward and reverse sweep.  seed: name of the result's cotangent, None for 1.0.  apart: the two sweeps become
    two functions, so what the reverse reads is saved."""
    ask = _Asked(program, activity, wrt, sampler, external_types, seed, targets, apart, has_aux=has_aux)
    try:
        return _reversed(ask, wants_value, checkpoint)
    except AliasingError as refusal:
        twin = twins.of(program, activity) if refusal.code in ("TX502", "TX508") else None
        if not twin:
            raise
        with suppress(TangentxError):
            return _reversed(replace(ask, twins=twin), wants_value, checkpoint)
        raise


def _reversed(ask: _Asked, wants_value: bool, checkpoint: int | bool | None) -> Parts:
    program, activity = ask.program, ask.activity
    results = {*result_names(program.result), *program.changed} if wants_value else set()
    found = _rounds(ask, frozenset(), results)
    if not ask.twins:
        found = _fused(ask, found, results)
    found, forward = _with_states(ask, found, results, checkpoint)
    code, joined = found.code, None
    if wants_value and ask.seed is None and not (ask.apart or found.replayed or ask.twins):
        joined = _joined(ask, found, results)
        found, forward, code = joined or (found, forward, code)
    forward = copies_of_written(program, activity, forward) + forward
    result = _result_expression(program.result)
    table = found.sweep.settle_types()
    parts = Parts(forward, code, result, found.bars, found.plan, found.sweep.taken, table=table)
    parts.given = changed_arguments.given(found.sweep, ask.wrt)
    parts.seed, parts.outer = ask.seed or "seed", found.sweep.infer.external
    parts.joint, parts.by_memory = joined is not None, found.sweep.by_memory
    return parts


def _fused(ask: _Asked, found: _Found, results: set[str]) -> _Found:
    """The sweeps with fused loops, where there are any."""
    counted = found.plan.trips
    fused = fused_loops(ask.program, ask.activity, found.needed, found.shapes | results, counted)
    if not fused:
        return found
    again = _rounds(ask, fused, results)
    return again if still_fused(ask.program, fused, again.needed, again.shapes | results) else found


def _joined(ask: _Asked, found: _Found, results: set[str]) -> tuple[_Found, list, list] | None:
    """The sweeps around loops that make the value and can be reversed as they run."""
    program = ask.program
    for loops in candidates(program):
        joint = joint_loops(program, ask.activity, found.needed, found.shapes, found.plan.trips, loops)
        if not joint or joint.isdisjoint(map(id, program.body)):
            continue
        again = _rounds(ask, found.fused | joint, results)
        alone = still_fused(program, joint, again.needed, again.shapes)
        if alone and still_fused(program, found.fused, again.needed, again.shapes | results):
            sweeps = join(program, joint, again.plan, again.kept, again.code, results)
            if sweeps is not None:
                return again, *sweeps
    return None


def _with_states(ask: _Asked, found: _Found, results: set[str], option: int | bool | None):
    """The sweeps in which some loops keep states, and the forward code.  A loop that nobody marked is stored as before
    where its trips cannot be run again."""
    program = ask.program

    def tried(chosen: dict[int, Any]):
        made = _rounds(ask, found.fused, results, chosen) if chosen else found
        check(program, made.replayed, made.plan.in_use)
        if ask.twins and chosen:
            raise AliasingError(
                "a loop that keeps states makes containers again that are kept in several places", code="TX502",
                lines=program.function.lines, help=("leave `tx.checkpoint` out of this loop",),
            )  # fmt: skip
        forward = ForwardSweep(program, made.plan, made.kept).run()
        States(program, layout(program), made.plan, made.sweep, made.replayed).complete(forward, made.code)
        return made, forward

    marked, more = checkpoints(program, found.plan, found.fused, option)
    try:
        return tried(marked | more)
    except TangentxError:
        if not more:
            raise
    for loop, snapshots in more.items():
        with suppress(TangentxError):
            tried({loop: snapshots})
            marked[loop] = snapshots
    return tried(marked)


@dataclass(frozen=True)
class _Asked:
    """What the sweeps are made for."""

    program: Program
    activity: Activity
    wrt: tuple[str, ...]
    sampler: Sampler
    external_types: dict[str, Type]
    seed: str | None
    targets: list[str]
    apart: bool
    has_aux: bool = False  # the seed is that of the result's first item
    twins: frozenset[str] = frozenset()  # containers that are kept in several places: see `twins`


@dataclass
class _Found:
    """A reverse sweep and the plan that gives it what it reads."""

    plan: Plan
    sweep: ReverseSweep
    code: list
    bars: list
    needed: dict[str, set]
    shapes: set[str]
    kept: set[int]
    replayed: dict[int, set[int]]  # loop that keeps states -> the statements that its trips run again
    fused: frozenset[int]


def _rounds(
    ask: _Asked, fused: frozenset[int], results: set[str], chosen: dict[int, Any] | None = None
) -> _Found:
    """The sweep is written to see what it reads, until it reads nothing new.  chosen: loops that keep states."""
    program, activity, chosen = ask.program, ask.activity, chosen or {}
    whole = layout(program)
    where = without_fused(whole, fused.union(chosen)) if fused or chosen else whole
    counted: set[int] = set()
    in_use = frozenset(chosen)
    needed: dict[str, set] = {}
    shapes: set[str] = set()
    for _ in range(MAX_ROUNDS):
        taken = set(program.names) | {ask.seed or "seed"}
        planner = Planner(program, activity, taken, ask.apart, where, fused, chosen, in_use)
        plan = planner.make(set(needed), needed, counted)
        kept = kept_statements(program, plan, set(needed) | shapes | results)
        plan.trips_again = ForwardSweep(program, plan, kept).trips(fused)
        replayed = run_again(program, plan, whole, needed, shapes)
        for loop, again in replayed.items():
            plan.replays |= ForwardSweep(program, plan, again).trips_of([loop])
        sweep = ReverseSweep(program, activity, ask.sampler, ask.external_types, plan, whole, ask.twins)
        sweep.taken |= planner.taken
        code, bars = _sweep(sweep, ask)
        values, seen_shapes = reads(
            [*code, *map(gast.Expr, bars)], program.types, planner.standing, sweep.adjoints, sweep.by_memory
        )
        for name in sweep.carried & values.keys():
            values[name] = values[name] | {BEFORE}
        known = all(v <= needed.get(k, set()) for k, v in values.items()) and sweep.rewound == in_use
        in_use = frozenset(sweep.rewound)
        if known and seen_shapes <= shapes and sweep.counted <= counted:
            break
        merged = {k: needed.get(k, set()) | values.get(k, set()) for k in {**needed, **values}}
        needed, shapes, counted = merged, shapes | seen_shapes, counted | sweep.counted
    bound = {single_target(stmt) for stmt in plan.prologue}
    plan.prologue += [nodes.assign(n, nodes.constant(None)) for n in sorted(sweep.unsure - bound)]
    return _Found(plan, sweep, code, bars, needed, shapes, kept, replayed, fused)


def _sweep(sweep: ReverseSweep, ask: _Asked):
    """Seed the result, reverse the body, and collect what is returned."""
    program, wrt, seed = ask.program, ask.wrt, ask.seed
    twins.begin(sweep)
    changed_arguments.begin(sweep, wrt)
    seeding.begin(sweep, program, seed, ask.targets, ask.has_aux)
    sweep.code += sweep.block(program.body, "root")
    bars = [_returned(sweep, program, p, seed) for p in changed_arguments.returned(program, wrt)]
    return sweep.code, bars


def _result_expression(result) -> gast.AST:
    return nodes.name(result) if isinstance(result, str) else structure_display(result)


def _returned(sweep: ReverseSweep, program: Program, parameter: str, seed: str | None) -> gast.AST:
    """The adjoint of a parameter, or of a part of one, as it is returned: full, fresh, in its structure."""
    path = path_of(parameter)
    leaves = [leaf for leaf in program.leaves if leaf.parameter == path.parameter]
    if len(leaves) == 1 and not leaves[0].path:
        return _leaf_bar(sweep, leaves[0])
    return _assembled(sweep, leaves, path.steps, kind_at(program.kinds.get(path.parameter), path), program)


def _leaf_bar(sweep: ReverseSweep, leaf) -> gast.AST:
    variable = leaf.variable
    if not is_float_like(leaf.type) or isinstance(leaf.type, Const):
        return nodes.constant(None)
    bar = as_passed(_own_bar(sweep, leaf), sweep.types.get(variable), leaf.type)
    is_dict = isinstance(leaf.type, ListOf) and leaf.type.cls is dict
    return _of_its_keys(sweep, leaf, bar) if is_dict and undoing.changes(sweep.program, variable) else bar


def _own_bar(sweep: ReverseSweep, leaf) -> gast.AST:
    """The adjoint in the type of the variable, which the function may bind again."""
    variable, sweep.place = leaf.variable, None
    bar = twins.adjoint(sweep, variable) if variable in sweep.twins else sweep.bars.live.get(variable)
    if bar is None:
        expr, _ = sweep.bars.zeros(variable)
        changed = isinstance(leaf.type, ListOf) and undoing.changes(sweep.program, variable)
        return _at_the_start(sweep, leaf, expr) if changed else expr
    own = sweep.types[variable]
    if sweep.bars.is_partial(bar, own):
        return full_like(sweep.fill_source(variable), bar.expr, own)
    if is_scalar(bar.type) or bar.owned and not sweep.bars.shared(variable):
        return bar.expr
    if isinstance(own, Scalar):  # an array without axes may be somebody's
        axes = isinstance(bar.type, Array) and isinstance(bar.expr, gast.Name)
        return gast.Call(external("runtime.copied"), [bar.expr], []) if axes else bar.expr
    if not isinstance(bar.type, Array) or may_be_a_number(own):
        return gast.Call(external("runtime.copied"), [bar.expr], [])
    return nodes.method(bar.expr, "copy")


def _of_its_keys(sweep: ReverseSweep, leaf, bar: gast.AST) -> gast.AST:
    """The adjoint of a dict whose items come and go: with the keys that were given, in their order."""
    keys, made = sweep.fresh(f"_{leaf.variable}_keys"), sweep.fresh(f"_{leaf.variable}_bars")
    given = nodes.parse_expression(f"list({written(leaf.parameter, leaf.path)})")
    sweep.hooks.prologue.append(nodes.assign(keys, given))
    sweep.write(nodes.assign(made, bar))
    key = sweep.fresh("key")
    items = gast.comprehension(nodes.store_name(key), nodes.name(keys), [], 0)
    return gast.DictComp(
        nodes.name(key), gast.Subscript(nodes.name(made), nodes.name(key), gast.Load()), [items]
    )


def _at_the_start(sweep: ReverseSweep, leaf, zeros: gast.AST) -> gast.AST:
    """The zeros of a list that no derivative reaches: as many as it has items before the function changes it."""
    name = sweep.fresh(f"_{leaf.variable}_zeros")
    sweep.table[name] = sweep.types[leaf.variable]
    if leaf.path:  # which is bound later
        given = nodes.parse_expression(written(leaf.parameter, leaf.path))
        zeros = nodes.substitute(zeros, {leaf.variable: given})
    sweep.hooks.prologue.append(nodes.assign(name, zeros))
    return gast.Call(external("runtime.copied"), [nodes.name(name)], [])  # a pullback may be called again


def _assembled(sweep: ReverseSweep, leaves, path: tuple, kind, program: Program) -> gast.AST:
    """A container of adjoints, nested like the parameter."""
    exact = [leaf for leaf in leaves if leaf.path == path]
    if exact:
        return _leaf_bar(sweep, exact[0])
    if isinstance(kind, Dictionary):
        items = [
            _assembled(sweep, leaves, (*path, k), t, program)
            for k, t in zip(steps_of(kind), kind.items, strict=True)
        ]
        if kind.cls is not dict:
            return _instance(leaves[0].parameter, path, kind.keys, items)
        return gast.Dict([nodes.constant(k) for k in kind.keys], items)
    if isinstance(kind, Sequence):
        items = [_assembled(sweep, leaves, (*path, i), t, program) for i, t in enumerate(kind.items)]
        if hasattr(kind.cls, "_fields"):
            return gast.Call(_class_of(leaves[0].parameter, path), items, [])
        names = tuple(f"_{i}" for i in range(len(items)))
        shown = structure_display(Structure(kind.cls, None, names))
        return nodes.substitute(shown, dict(zip(names, items, strict=True)))
    raise AssertionError(f"no adjoint for {path} of {kind}")


def _class_of(parameter: str, path: tuple) -> gast.AST:
    """The class of a part of a parameter, as emitted code asks for it."""
    return gast.Call(external("builtins.type"), [functools.reduce(item_of, path, nodes.name(parameter))], [])


def _instance(parameter: str, path: tuple, keys: tuple, items: list[gast.AST]) -> gast.AST:
    """An object of the same class with these attributes."""
    named = [gast.keyword(k, v) for k, v in zip(keys, items, strict=True)]
    return gast.Call(external("runtime.instance"), [_class_of(parameter, path)], named)
