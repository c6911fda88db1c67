"""Forward mode: every statement with its tangent beside it.

*Requires* a program with one name a web, and its activity.  *Gives* one function that returns (value, tangent of the
value).  The tangent of a container is a container of the same kind; a view's tangent is the same view of the tangent,
so writing through views and aliases is right by construction.

    y = np.sin(x)       ->      y = np.sin(x)
                                y_dot = np.cos(x) * x_dot
"""

from __future__ import annotations

import gast

from tangentx.analysis.activity import Activity
from tangentx.analysis.program import Program, external
from tangentx.analysis.types import Array, ListOf, Scalar
from tangentx.syntax import nodes
from tangentx.transform import module
from tangentx.transform.directions import Directions
from tangentx.transform.lifting import NotLifted
from tangentx.transform.ownership import copies_of_written
from tangentx.transform.reverse_mode import Parts, _result_expression
from tangentx.transform.shared_calls import share_calls
from tangentx.transform.tangent_statements import TangentSweep
from tangentx.transform.tidy import tidy


def tangent_function(program: Program, activity: Activity, spec: module.Spec, specialiser, pure, name: str):
    """The tangent function of a program, `f_tangent_x(x, x_dot) -> (value, value_dot)`, and its untidied text."""
    sweep = TangentSweep(program, activity, specialiser, spec.wrt)
    sweep.run()
    if spec.optimize:
        share_calls(sweep.code, program, activity)
    value = _result_expression(program.result)
    value_dot = sweep.result(program.result)
    copies = copies_of_written(program, activity, sweep.code)
    dots = []
    for made in copies:
        target = getattr(made, "targets", [None])[0]
        if isinstance(target, gast.Name) and sweep.dots.get(target.id) in sweep.seeds:
            dot = sweep.dot(target.id)
            is_list = isinstance(program.types.get(target.id), ListOf)
            deep = gast.Call(external("runtime.copied"), [nodes.name(dot)], [])
            dots.append(nodes.assign(dot, deep if is_list else nodes.call(f"{dot}.copy")))
    code = sweep.code
    if spec.mode != "tangent":
        unit = spec.mode == "jacobian"
        if unit and not isinstance(program.result_type, Array | Scalar):
            raise NotLifted("a Jacobian in parts")
        dots = [] if unit else dots
        both = gast.Tuple([value, value_dot] if spec.value else [value_dot], gast.Load())
        *code, last = _folded([*code, gast.Return(both)], sweep, program, spec, pure)
        value, value_dot = last.value.elts[0], last.value.elts[-1]
        code, value_dot = Directions(sweep, unit).run(code, value_dot)
        if unit:
            value_dot = _in_shape(value_dot, code, program, sweep, spec)
            sweep.seeds = []
    last = gast.Return(gast.Tuple([value, value_dot], gast.Load()) if spec.value else value_dot)
    body = [*copies, *dots, *code, last]
    module.mark(body, "forward")
    raw = [nodes.clone(stmt) for stmt in body] if spec.raw else []
    parts = Parts(names=sweep.taken, table=sweep.table)
    made = module._function(
        program, name, body, tuple(sweep.seeds), spec, parts, pure, sweep.table, program.function.lines
    )
    return made, raw


def _folded(
    body: list[gast.AST], sweep: TangentSweep, program: Program, spec: module.Spec, pure
) -> list[gast.AST]:
    """The statements with single-use temporaries folded in: what is to be lifted together stands together."""
    if not spec.optimize or any(op.kind == "pair" for op in program.ops.values()):
        return body
    module.mark(body, "forward")
    bound = {*program.parameters, *sweep.seeds, *(p.name for p in program.function.parameters)}
    writes = any(isinstance(s, gast.AugAssign) for s in body)  # on an array that nobody reads, perhaps
    return tidy(body, dict(sweep.table), bound, pure, unread=spec.value or not writes)


def _in_shape(
    made: gast.AST, code: list[gast.AST], program: Program, sweep: TangentSweep, spec: module.Spec
) -> gast.AST:
    """The Jacobian in the shape of result and argument."""
    x = spec.wrt[0]
    if program.types[x].rank == 1:
        return made
    shape: gast.AST = gast.Attribute(nodes.name(x), "shape", gast.Load())
    if not (isinstance(program.result_type, Scalar) or program.result_type.rank == 0):
        if not isinstance(made, gast.Name):
            name = sweep.fresh("result_dot")
            code.append(nodes.assign(name, made))
            made = nodes.name(name)
        shape = nodes.parse_expression(f"(*{made.id}.shape[:-1], *{x}.shape)")
    return gast.Call(external("numpy.reshape"), [made, shape], [])
