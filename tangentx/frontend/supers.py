"""`super()` written out as `super(__class__, self)`, which means the same in any function.

A generator's statements join those of its reader, whose first argument is another.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.frontend import trees
from tangentx.records import Function


def written_out(function: Function) -> Function:
    """The function with each `super()` in it written out.  Only what stands in a class has a cell `__class__`."""
    if "__class__" not in function.namespace.cells or function.namespace.lookup("super")[1] is not super:
        return function
    return replace(function, tree=_written_out(function.tree))


def _written_out(tree: gast.FunctionDef | gast.Lambda) -> gast.AST:
    parameters = [*tree.args.posonlyargs, *tree.args.args]

    def change(part: gast.AST) -> gast.AST | None:
        if isinstance(part, gast.Lambda | gast.FunctionDef) and part is not tree:
            return _written_out(part)
        if isinstance(part, gast.GeneratorExp):
            return part  # a function whose first argument is what it walks through
        if not _is_bare(part) or not parameters:
            return None
        given = [trees.name(name, part) for name in ("__class__", parameters[0].id)]
        return trees.located(gast.Call(part.func, given, []), part)

    return trees.clone(tree, change)


def _is_bare(node: gast.AST) -> bool:
    is_super = isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == "super"
    return is_super and not node.args and not node.keywords
