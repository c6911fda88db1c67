"""Trees rewritten before they are lowered: variables of comprehensions renamed, generators in `for` opened.

In Python a comprehension is a scope of its own; lowered to a loop its variables join the function's.  They are
renamed where they would meet another variable, or where a nested function captures them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import gast

from tangentx.frontend import scopes, trees

FIRST = "_items"  # the parameter of a generator expression's function


def separate_scope(node: gast.AST, taken: frozenset[str], fresh: Callable[[str], str]) -> gast.AST:
    """The comprehension with those of its variables renamed that stand in `taken` or are captured."""
    clashing = taken | scopes.captured_by_functions(node)
    renamed = {name: fresh(name) for name in scopes.comprehension_targets(node) if name in clashing}
    return _rename_inside(node, renamed) if renamed else node


def _rename_inside(node: gast.AST, renamed: Mapping[str, str]) -> gast.AST:
    """Rename in the comprehension's scope: everywhere but in its first iterable."""
    first = node.generators[0].iter
    return trees.clone(node, lambda part: first if part is first else _renamed(part, renamed, node))


def _renamed(part: gast.AST, renamed: Mapping[str, str], top: gast.AST) -> gast.AST | None:
    """The renamed copy of a node, None where copying goes on as usual."""
    if isinstance(part, gast.Name) and part.id in renamed:
        return trees.located(gast.Name(renamed[part.id], part.ctx, None, None), part)
    if isinstance(part, (gast.Lambda, gast.FunctionDef)):
        return _rename_function(part, renamed, top)
    if isinstance(part, scopes.COMPREHENSIONS) and part is not top:
        return _rename_nested(part, renamed, top)
    return None


def _rename_function(node: gast.AST, renamed: Mapping[str, str], top: gast.AST) -> gast.AST:
    """Defaults are evaluated outside the function; its own variables hide ours inside."""
    hidden = scopes.local_names(node)
    inside = {name: new for name, new in renamed.items() if name not in hidden}
    defaults = {id(default) for default in (*node.args.defaults, *node.args.kw_defaults) if default}

    def change(part: gast.AST) -> gast.AST | None:
        if part is node:
            return None
        if id(part) in defaults:
            return trees.clone(part, lambda inner: _renamed(inner, renamed, top))
        return _renamed(part, inside, top)

    return trees.clone(node, change)


def _rename_nested(node: gast.AST, renamed: Mapping[str, str], top: gast.AST) -> gast.AST:
    """A comprehension inside: its own variables hide ours, but not in its first iterable."""
    hidden = set(scopes.comprehension_targets(node))
    inside = {name: new for name, new in renamed.items() if name not in hidden}
    first = node.generators[0].iter

    def change(part: gast.AST) -> gast.AST | None:
        if part is node:
            return None
        if part is first:
            return trees.clone(part, lambda inner: _renamed(inner, renamed, top))
        return _renamed(part, inside, top)

    return trees.clone(node, change)


def generator_function(node: gast.GeneratorExp) -> gast.FunctionDef:
    """`(e for a in b if c)` as the function that Python makes of it; b, the first iterable, is its argument."""
    inner: gast.AST = gast.Expr(trees.located(gast.Yield(node.elt), node.elt))
    for index, clause in reversed(list(enumerate(node.generators))):
        for condition in reversed(clause.ifs):
            inner = trees.located(gast.If(condition, [inner], []), condition)
        items = clause.iter if index else trees.name(FIRST, clause.iter)
        inner = trees.located(gast.For(clause.target, items, [inner], [], None), node)
    outer = scopes.walrus_targets([node])
    declared = [gast.Nonlocal(sorted(outer))] if outer else []
    parameter = gast.Name(FIRST, gast.Param(), None, None)
    arguments = gast.arguments(
        args=[parameter], posonlyargs=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )
    body = [*declared, inner]
    return trees.located(gast.FunctionDef("_generator", arguments, body, [], None, None, []), node)


def flatten_index(index: gast.AST) -> list[gast.AST]:
    """The operands of an index, left to right: what `Slice` and the index tuple hold."""
    if isinstance(index, gast.Slice):
        return [part for part in (index.lower, index.upper, index.step) if part is not None]
    if isinstance(index, gast.Tuple):
        return [operand for part in index.elts for operand in flatten_index_part(part)]
    return [index]


def flatten_index_part(part: gast.AST) -> list[gast.AST]:
    """One entry of an index tuple; a tuple there is a value of its own."""
    return flatten_index(part) if isinstance(part, gast.Slice) else [part]


def rebuild_index(index: gast.AST, operands: list[gast.AST]) -> gast.AST:
    """The index again, with `operands` (consumed from the left) in place of what `flatten_index` gave."""
    if isinstance(index, gast.Slice):
        bounds = [
            operands.pop(0) if part is not None else None for part in (index.lower, index.upper, index.step)
        ]
        return trees.located(gast.Slice(*bounds), index)
    if isinstance(index, gast.Tuple):
        parts = [
            rebuild_index(p, operands) if isinstance(p, gast.Slice) else operands.pop(0) for p in index.elts
        ]
        return trees.located(gast.Tuple(parts, gast.Load()), index)
    return operands.pop(0)


def is_constant_display(node: gast.AST) -> bool:
    """A tuple of constants, nested or not: a constant in all but syntax."""
    if isinstance(node, gast.Tuple):
        return all(is_constant_display(element) for element in node.elts)
    return isinstance(node, gast.Constant)


def members(op: gast.cmpop, node: gast.AST) -> gast.AST:
    """`key in {"a", "b"}`: a tuple of the same texts, of which the analysis knows what is in it."""
    texts = isinstance(node, gast.Set) and all(
        isinstance(e, gast.Constant) and isinstance(e.value, str) for e in node.elts
    )
    return (
        trees.located(gast.Tuple(node.elts, gast.Load()), node)
        if texts and isinstance(op, gast.In | gast.NotIn)
        else node
    )


def negated_constant(node: gast.UnaryOp) -> gast.Constant | None:
    """`-1` and `-2.5` are constants; nothing else is folded."""
    operand = node.operand
    if not isinstance(node.op, gast.USub) or not isinstance(operand, gast.Constant):
        return None
    return trees.constant(-operand.value, node) if type(operand.value) in (int, float) else None
