"""From a program to a derivative tree: chooses the mode, runs the sweeps, tidies, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gast

from tangentx.analysis.activity import analyse, result_names
from tangentx.analysis.program import Program
from tangentx.analysis.program import statements as flat
from tangentx.analysis.types import Array, ListOf, sites_of
from tangentx.errors import AliasingError, UnsupportedSyntaxError
from tangentx.paths import Field, written
from tangentx.records import Bind, Derivative, For, Place, Unpack
from tangentx.syntax import nodes
from tangentx.syntax.source import statements
from tangentx.transform import module, seeding, tangent
from tangentx.transform.effects import is_pure
from tangentx.transform.questions import check_scalar_result, warn_disconnected
from tangentx.transform.quicker import quickened
from tangentx.transform.reverse_mode import reverse_mode
from tangentx.transform.views import refuse_view

FORWARD = ("tangent", "tangents", "jacobian")  # modes without a reverse sweep


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: mode, parameters, and whether only the first of two results counts."""

    mode: str
    wrt: tuple[str, ...]
    has_aux: bool = False
    optimize: bool = True
    on_disconnected: str = "warn"
    value: bool = True
    checkpoint: int | bool | None = None  # how many states every outermost loop keeps
    raw: bool = False  # the text before tidying is wanted as well


_WITHOUT_PARTS = (gast.Name, gast.Constant, gast.Load, gast.Store)


@dataclass(frozen=True, slots=True)
class Made:
    derivative: Derivative
    names: Any
    raw: str  # empty where it was not asked for


def emit(program: Program, asked: Question, specialiser) -> Made:
    """The derivative of a program."""
    targets = result_names(seeding.differentiated(program, asked.has_aux))
    if asked.mode in ("grad", "value_and_grad"):
        check_scalar_result(program, targets, program.function.lines)
    if asked.mode == "grad" and asked.optimize and not asked.has_aux:
        program = quickened(program, specialiser)
    activity = analyse(program, frozenset(asked.wrt), targets)
    if asked.mode not in FORWARD:
        warn_disconnected(program, activity, asked.wrt, asked.on_disconnected)
    _check_lists(program, activity)
    _check_unpacked(program, activity)
    _check_views(program, activity, asked.mode in FORWARD)
    spec = module.Spec(
        asked.mode, asked.wrt, asked.has_aux, asked.optimize, asked.value, asked.checkpoint, asked.raw
    )
    if not specialiser.externals.spaces:
        specialiser.externals.root(program.function)
    name = module.emitted_name(program.function, spec)
    functions, raw = _functions(program, activity, spec, specialiser, targets, name)
    callees = _recursive_callees(spec, specialiser)
    for made in (*callees, *functions, *raw):
        _with_attributes(made)
    derivative, names = module.whole_module(
        program, [*callees, *functions], spec, specialiser.externals.spaces
    )
    return Made(derivative, names, raw_text(raw))


def _check_lists(program: Program, activity) -> None:
    """Arrays in a list that was passed in are the caller's: writing on them is refused."""
    for leaf in program.leaves:
        shown = written(leaf.parameter, leaf.path)
        if isinstance(leaf.type, ListOf) and not sites_of(leaf.type).isdisjoint(activity.written):
            raise AliasingError(
                f"arrays in the list `{shown}` are written", code="TX509", lines=program.function.lines,
                place=Place(program.function.file, program.function.first_line),
                help=(f"copy them first: [a.copy() for a in {shown}]",),
            )  # fmt: skip


def _check_unpacked(program: Program, activity) -> None:
    """What is taken out of something unknown has no derivative, unless it is written on later."""
    for stmt in flat(program.body):
        targets = stmt.targets if isinstance(stmt, Unpack) else ()
        targets = (stmt.target,) if isinstance(stmt, For) else targets
        if any(t.lstrip("*") in activity.active for t in targets):
            raise UnsupportedSyntaxError(
                "what is taken out of something unknown here may be written on later", code="TX230",
                place=stmt.place, lines=program.lines(stmt.place), help=("take its items by index, and copy them",),
            )  # fmt: skip


def _check_views(program: Program, activity, forward: bool) -> None:
    """An array that is written is seen through what has no rule, or whose tangent is computed instead of looked at."""
    for stmt in flat(program.body):
        op, kind = program.ops.get(id(stmt)), program.types.get(getattr(stmt, "target", None))
        if not isinstance(stmt, Bind) or stmt.target not in activity.active or not isinstance(kind, Array):
            continue
        made_anew = op.view == "no" and op.reason  # np.zeros_like
        seen = op.kind == "inactive" and not made_anew
        lost = seen or forward and op.kind == "rule" and op.rule.name.startswith("einsum")
        given = (sites_of(program.types.get(name)) for name in nodes.names_read(stmt.value))
        if lost and not (sites_of(kind) & activity.written).isdisjoint(frozenset().union(*given)):
            refuse_view(program, stmt)


def _functions(program: Program, activity, spec: module.Spec, specialiser, targets: list[str], name: str):
    """The emitted functions of one program, entry last, and its untidied statements."""
    if spec.mode in FORWARD:
        made, raw = tangent.tangent_function(program, activity, spec, specialiser, is_pure, name)
        return [made], raw
    apart = spec.mode == "pair"
    parts = reverse_mode(
        program, activity, spec.wrt, specialiser.sampler, specialiser.external_types,
        seed=_unused("seed", program) if apart or spec.mode == "adjoint" else None, targets=targets,
        wants_value=spec.mode in ("value_and_grad", "pair") or spec.has_aux, apart=apart,
        checkpoint=spec.checkpoint, has_aux=spec.has_aux,
    )  # fmt: skip
    module.mark(parts.forward, "forward")
    module.mark(parts.reverse, "reverse")
    raw = [nodes.clone(stmt) for stmt in (*parts.forward, *parts.reverse)] if spec.raw else []
    if apart:
        return module.pair_functions(program, parts, spec, is_pure, name), raw
    return module.joint_function(program, parts, spec, is_pure), raw


def _recursive_callees(spec: module.Spec, specialiser) -> list[gast.AST]:
    """The functions of recursive callees: a pair for the reverse modes, a tangent function for forward mode."""
    mode = {"tangent": "tangent", "tangents": "tangents", "jacobian": "tangents"}.get(spec.mode, "pair")
    found: list[gast.AST] = []
    for callee in specialiser.memo.values():
        inner = module.Spec(mode, callee.wrt, False, spec.optimize, checkpoint=spec.checkpoint)
        program = callee.program
        targets = [*result_names(program.result), *program.changed]
        activity = analyse(program, frozenset(callee.wrt), targets)
        made, _ = _functions(program, activity, inner, specialiser, targets, callee.name)
        endings = ("tangent",) if mode in FORWARD else ("reverse", "forward")
        for function, ending in zip(made, endings, strict=True):
            function.pair = f"{callee.name}_{ending}"
        found += made
    return found


def raw_text(body: list[gast.AST]) -> str:
    """The statements before tidying, as text (externals without their @)."""
    shown = [nodes.clone(stmt) for stmt in body]
    for stmt in shown:
        _plain(stmt)
    return statements(shown)


def _plain(node: gast.AST) -> None:
    if isinstance(node, gast.Name):
        node.id = node.id.removeprefix("@")
    for child in nodes.children(node):
        _plain(child)


def _with_attributes(node: gast.AST) -> None:
    """A subscript by a `Field` is written as the attribute that it is."""
    parts = vars(node)
    for name, value in parts.items():
        if isinstance(value, gast.AST):
            parts[name] = _attribute(value)
        elif value.__class__ is list:
            value[:] = [_attribute(v) if isinstance(v, gast.AST) else v for v in value]


def _attribute(node: gast.AST) -> gast.AST:
    if node.__class__ in _WITHOUT_PARTS:
        return node
    _with_attributes(node)
    if isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Constant):
        if isinstance(node.slice.value, Field):
            return gast.Attribute(node.value, str(node.slice.value), node.ctx)
    return node


def _unused(name: str, program: Program) -> str:
    while name in program.names:
        name += "_"
    return name
