"""`tx.grad(f)` inside a function that is differentiated: made while the outer derivative is, and called like any other.

def step(w, data):                                  # what the local function sees becomes a parameter
    return w - tx.grad(lambda v: loss(v, data))(w)  ->  tx.grad(lambda v, data: loss(v, data))(w, data)
"""

from __future__ import annotations

import hashlib
import linecache
import types as python_types
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import gast

from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Const
from tangentx.errors import NotDifferentiableError
from tangentx.frontend import scopes
from tangentx.records import Function, Place
from tangentx.syntax import nodes, source

_NAMES = ("grad", "value_and_grad", "adjoint", "tangent")


@dataclass(eq=False)
class Captured:
    """The derivative of a local function, and the variables that the function sees besides its arguments: they are read
    when it is called."""

    derivative: Any
    count: int  # of the local function's own parameters
    atoms: tuple[gast.AST, ...]
    stands_for_function: ClassVar[bool] = True


def call(s, target: str, callee: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """A call of `tx.grad` and its like, or of what it gave; False for anything else."""
    if isinstance(callee, Captured):
        if len(operands) != callee.count or keywords:
            _refuse(s, "called with other than its plain arguments", place)
        if any(a.id not in env.types for a in callee.atoms):
            _refuse(s, "called where what the local function sees has no value", place)
        derivative = Const(callee.derivative)
        s.call(target, nodes.name(target), derivative, [*operands, *callee.atoms], {}, place, env)
        return True
    if getattr(callee, "__module__", None) != "tangentx.api" or callee.__name__ not in _NAMES or not operands:
        return False
    primal, options = s.kind(operands[0], env), [_known(s, a, place, env) for a in operands[1:]]
    named = {k: _known(s, a, place, env) for k, a in keywords.items()}
    if not isinstance(primal, Const):
        return False
    if isinstance(primal.value, Captured):
        outer = callee(primal.value.derivative, *options, cache=False, **named)
        env.bind(target, Const(replace(primal.value, derivative=outer)))
        return True
    if not isinstance(primal.value, LocalFunction):
        env.bind(target, Const(callee(primal.value, *options, **named)))
        return True
    function, atoms = _lifted(s, primal.value, place, env)
    made = callee(function, *options, cache=False, **named)
    env.bind(target, Const(Captured(made, len(primal.value.function.parameters), atoms)))
    return True


def _known(s, atom: gast.AST, place: Place, env: Env) -> Any:
    """The value of an option."""
    structure, known = s.structure(atom, env), s.kind(atom, env)
    if isinstance(structure, Structure) and structure.cls is tuple:
        return tuple(_known(s, nodes.name(item), place, env) for item in structure.items)
    if not isinstance(known, Const):
        _refuse(s, "given options that are not known while the derivative is written", place)
    return known.value


def _lifted(s, local: LocalFunction, place: Place, env: Env) -> tuple[Callable, tuple]:
    """The local function as one of the module, with a parameter for each variable that it sees."""
    function, tree = local.function, local.function.tree
    plain = all(p.kind == "POSITIONAL_OR_KEYWORD" and p.default is None for p in function.parameters)
    seen = _seen(function, local.frame)
    atoms = [nodes.name(variable) for variable in seen.values()]
    inside = any(isinstance(s.kind(a, env), Const) and callable(s.kind(a, env).value) for a in atoms)
    if not plain or inside or scopes.declared(tree, gast.Nonlocal):
        _refuse(s, "taken of a local function that sees other functions, or has defaults", place)
    return _compiled(function, tuple(seen)), tuple(atoms)


def _seen(function: Function, frame: Frame) -> dict[str, str]:
    """The variables of the functions around it that a local function reads: name -> the program's variable."""
    body = function.tree.body if isinstance(function.tree.body, list) else [function.tree.body]
    own = {p.name for p in function.parameters} | set(function.locals)
    names = dict.fromkeys(n.id for part in body for n in gast.walk(part) if isinstance(n, gast.Name))
    found = {name: frame.find(name) for name in names if name not in own}
    return {name: variable for name, variable in found.items() if variable is not None}


def _compiled(function: Function, more: tuple[str, ...]) -> Callable:
    name = function.name if function.name.isidentifier() else "inner"
    tree, parameters = function.tree, [*(p.name for p in function.parameters), *more]
    body = tree.body if isinstance(tree.body, list) else [gast.Return(tree.body)]
    lines = [f"def {name}({', '.join(parameters)}):", *source.statements(body).splitlines()]
    text = "\n    ".join(lines) + "\n"
    file = f"<tangentx inner {name} {hashlib.sha256(text.encode()).hexdigest()[:8]}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    code = next(c for c in compile(text, file, "exec").co_consts if isinstance(c, python_types.CodeType))
    return python_types.FunctionType(code, function.namespace.globals, name)


def _refuse(s, how: str, place: Place) -> None:
    raise NotDifferentiableError(
        f"a derivative inside the function that is differentiated is {how}", code="TX311", place=place,
        lines=s.lines(place), help=("make the inner derivative outside: dg = tx.grad(g), and call dg here",),
    )  # fmt: skip
