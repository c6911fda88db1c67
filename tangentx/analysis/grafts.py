"""The library's own result, with the derivative of its stand-in: see `compositions`.

    m = np.median(x)        ->      _like = <the stand-in's statements>
                                    m = np.median(x)                      # the adjoint of m goes to _like

A stand-in computes the same numbers in another order, so their last bits may differ; what the user gets, and branches
on, is what the library gives.  Of the stand-in only that is evaluated what the derivative reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from tangentx.analysis import compositions, containers, foreign, manners, solvers, spellings
from tangentx.analysis.as_arrays import as_array
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.scope import Env, LocalFunction, Unreached
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Const,
    ListOf,
    Scalar,
    Sequence,
    Type,
    Unknown,
    is_float_like,
    is_scalar,
)
from tangentx.errors import MissingRuleError
from tangentx.records import Bind, Place, Raise
from tangentx.syntax import nodes
from tangentx.templating import registry


def stand_in(s, callee, operands: list, keywords: dict, place: Place, env: Env) -> Callable | None:
    """A library's function in terms of others; not inside such a function, which means the others."""
    solvers.refuse(s, callee, operands, keywords, place, env)
    within = s.calls and getattr(s.calls[-1].callable, "__module__", None) in compositions.MODULES
    given = [*operands, *keywords.values()]
    if within or not any(s.is_varied(a, env) or _holds_functions(s, a, env) for a in given):
        return None
    named = [*keywords.items(), *zip(spellings.places(callee), operands, strict=False)]
    varied = [name for name, atom in named if s.is_varied(atom, env)]
    texts = [k.value for k in (s.kind_or_none(a, env) for a in given) if isinstance(k, Const)]
    texts = [text for text in texts if isinstance(text, str)]
    return compositions.find(callee, [*keywords, *spellings.beyond(callee, operands), *texts], varied)


def _holds_functions(s, atom: gast.AST, env: Env) -> bool:
    """Is it a function that is defined here, or a list of those: nothing that the library could be given?"""
    if isinstance(atom, gast.Starred):
        return _holds_functions(s, atom.value, env)
    structure = s.structure(atom, env)
    if structure is not None:
        parts = [part for part in structure.items if isinstance(part, str)]
        return any(_holds_functions(s, nodes.name(part), env) for part in parts)
    return isinstance(getattr(s.kind_or_none(atom, env), "value", None), LocalFunction)


def method(s, target, base, name: str, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """`x.sum(where=mask)`: a method of an array, as the function that it is."""
    found = compositions.of_method(name, operands, keywords)
    if found is None or not any(s.is_varied(a, env) for a in [base, *operands, *keywords.values()]):
        return False
    callee, other = found
    func = canonical(callee) or external(f"runtime.{callee.__name__}")
    call(s, target, func, callee, other, [base, *operands], keywords, place, env)
    return True


def call(s, target, func, callee, other, operands: list, keywords: dict, place: Place, env: Env) -> None:
    """`target = callee(...)`, differentiated as the stand-in is."""
    if (getattr(callee, "__module__", None) or "").startswith(("numpy", "scipy")):
        foreign.check(s, [*operands, *keywords.values()], place, env)
        rows = not compositions.takes_several(callee)
        operands = [_as_array(s, atom, rows, place, env) for atom in operands]
        keywords = {name: _as_array(s, atom, rows, place, env) for name, atom in keywords.items()}
    rounded = [several for several in (False, True) if compositions.is_rounded(callee, several, other)]
    like = s.fresh("_like") if rounded else target
    try:
        s.python_call(like, func, other, operands, manners.without(s, callee, keywords, env), place, env)
    except Unreached:
        raise _not_like_this(s, callee, place) from None
    except MissingRuleError as error:
        if error.place.file != other.__code__.co_filename:
            raise
        raise _not_like_this(s, callee, place, error.message) from None
    if not rounded:
        return
    expr = s.call_expression(func, callee, operands, keywords, env)
    structure = s.structure(nodes.name(like), env)
    kind = s.kind(nodes.name(like), env)
    several = not isinstance(kind, Array | Scalar | Unknown)
    if isinstance(kind, Unknown) and structure is None and compositions.gives_either(callee):
        raise _not_like_this(s, callee, place, "whether it gives one array or several is not known")
    if several not in rounded:
        s.copy(target, nodes.name(like), place, env)
    elif structure is not None:
        _graft_parts(s, target, expr, structure, place, env)
    else:
        named = {k: s.kind(v, env) for k, v in keywords.items()}
        known = s.infer(callee, [s.kind(a, env) for a in operands], named)
        _graft(s, target, expr, nodes.name(like), known, place, env)


def _as_array(s, atom: gast.AST, rows: bool, place: Place, env: Env) -> gast.AST:
    """A list of differentiated numbers, or of `rows` of them, as the array that the library makes of it; else lists of
    arrays stay."""
    return as_array(s, atom, place, env) if _holds_numbers(s.kind(atom, env), rows) else atom


def _holds_numbers(kind: Type, rows: bool) -> bool:
    items = kind.items if isinstance(kind, Sequence) else (kind.item,) if isinstance(kind, ListOf) else ()
    row = Array | Unknown if rows else ()
    return bool(items) and all(is_scalar(t) or isinstance(t, row) or _holds_numbers(t, rows) for t in items)


def _not_like_this(s, callee, place: Place, reason: str = "") -> MissingRuleError:
    """The stand-in raises for these arguments, whatever their values are, or has no rule for them."""
    outer = place.via[0] if place.via else place
    exception = getattr(s.out[-1], "exc", None) if s.out and not reason else None
    words = [a.value for a in getattr(exception, "args", ()) if isinstance(a, gast.Constant)] or [reason]
    return MissingRuleError(
        f"no rule for `{callee.__name__}` of these arguments"
        + "".join(f": {word}" for word in words if word),
        place=outer,
        lines=s.lines(outer),
        label="needs a derivative",
    )


def throw(s, stmt: Raise) -> None:
    """A `raise` that is known at run time only.  A stand-in says by it what it lacks: then the lengths on which that
    depends have to be known."""
    ours = s.calls and getattr(s.calls[-1].callable, "__module__", None) in compositions.MODULES
    if (
        ours
        and s.branches
        and nodes.dotted(getattr(stmt.exc, "func", None)) == "@builtins.NotImplementedError"
    ):
        words = [a.value for a in stmt.exc.args if isinstance(a, gast.Constant)]
        raise MissingRuleError(": ".join(words) or "these arguments", place=stmt.place)
    s.out.append(stmt)


def _graft(s, target: str, expr: gast.AST, like: gast.Name, known: Type, place: Place, env: Env) -> None:
    kind = known if isinstance(known, Array) else s.kind(like, env)
    single = nodes.name(s.fresh("_like"))
    s.copy(single.id, like, place, env)
    op = Op("rule", registry.find(np.positive, (None,)), {"x": single}, np.positive)
    s.emit(Bind(target, expr, place), op, kind, env)
    s.varied.add(target)


def _graft_parts(s, target: str, expr: gast.AST, structure: Structure, place: Place, env: Env) -> None:
    """A tuple of results, of which the arrays are taken from the library's."""
    whole, parts = s.fresh("_whole"), []
    s.emit(Bind(whole, expr, place), Op("inactive"), UNKNOWN, env)
    for i, item in enumerate(structure.items):
        atom: Any = containers.element_atom(s, item, place, env)
        if isinstance(atom, gast.Name) and is_float_like(s.kind(atom, env)):
            part = gast.Subscript(nodes.name(whole), nodes.constant(i), gast.Load())
            grafted = s.fresh("_part")
            _graft(s, grafted, part, atom, UNKNOWN, place, env)
            atom = nodes.name(grafted)
        parts.append(atom)
    containers.display(s, target, tuple, parts, None, place, env)
