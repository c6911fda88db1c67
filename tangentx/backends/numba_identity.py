"""Variables of which the text asks whether they are `None`, and all that such a value may come from.

r = v if v > 0 else None          r, vals and w have to be able to hold None:
vals.append(r)                    a placeholder of the type of v would answer `is None` with no
...
w = vals.pop()
if w is None:
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import gast
import numpy as np

from tangentx.analysis.types import Const, Type
from tangentx.backends.numba_kinds import is_array, is_integer
from tangentx.errors import BackendError
from tangentx.syntax import nodes

_CHANGING = ("add", "append", "clear", "discard", "extend", "insert", "remove", "reverse", "sort", "update")
_CONTAINERS = (np.ndarray, list, tuple, dict, set)


def asked_for_none(function: gast.FunctionDef) -> set[str]:
    """Names that are compared with `None`, and the names whose values get there without arithmetic."""
    flows = [flow for node in nodes.walk(function) for flow in _flows(node)]
    asked = {name for n in nodes.walk(function) if _is_identity(n, none=True) for name in nodes.names_read(n)}
    size = -1
    while size != len(asked):
        size = len(asked)
        for into, value in flows:
            if into in asked:
                asked |= set(passed_on(value))
    return asked


def _is_identity(node: gast.AST, none: bool) -> bool:
    """Is it `a is None`; or, not `none`, `a is b`?"""
    kinds = (gast.Is, gast.IsNot, gast.Eq, gast.NotEq) if none else (gast.Is, gast.IsNot)
    return isinstance(node, gast.Compare) and isinstance(node.ops[0], kinds) and none == with_none(node)


def with_none(node: gast.Compare) -> bool:
    """Is it a comparison with `None` as it is written there?"""
    sides = (node.left, *node.comparators)
    return any(isinstance(side, gast.Constant) and side.value is None for side in sides)


def may_be_missing(value: gast.AST) -> bool:
    """Is it `d.get(k)`, which gives None where there is no such key?"""
    is_method = isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute)
    return is_method and value.func.attr == "get" and len(value.args) == 1 and not value.keywords


def gives_none(value: gast.AST, namespace: Mapping[str, Any]) -> bool:
    """Is it `seen.add(k)`, a method that changes a container and gives nothing; not `operator.add(a, b)`?"""
    func = getattr(value, "func", None)
    if not isinstance(func, gast.Attribute) or func.attr not in _CHANGING:
        return False
    root = (nodes.dotted(func.value) or "").partition(".")[0]
    return not isinstance(namespace.get(root), ModuleType)


def same_array(node: gast.AST) -> bool:
    """Is it `a is b` of two arrays?  Numba says no to two of different layouts, and to one that may be None."""
    if not _is_identity(node, none=False):
        return False
    if not all(is_array(side.kind) for side in (node.left, *node.comparators)):
        raise BackendError("`is` between things of which it is not known that they are arrays")
    return True


def check_class(node: gast.AST, resolve: Callable[[gast.AST], Any]) -> None:
    """Refuse `isinstance(n, int)` and `f"{n}"`: where a list of Python's has an integer beside a float, Numba's has two
    floats."""
    callee = resolve(node.func) if isinstance(node, gast.Call) and node.args else None
    texts = (
        [node.value] if isinstance(node, gast.FormattedValue) else node.args if callee in (str, repr) else []
    )
    if not all(is_integer(kind) or _is_text(kind) for kind in (getattr(v, "kind", None) for v in texts)):
        raise BackendError("the text of a number, which may be a float in compiled code")
    if callee is not isinstance or len(node.args) != 2:
        return
    classes = node.args[1].elts if isinstance(node.args[1], gast.Tuple) else [node.args[1]]
    if not all(resolve(cls) in _CONTAINERS for cls in classes):
        raise BackendError("the class of a number, which may be another one in compiled code")


def _is_text(kind: Type | None) -> bool:
    return isinstance(kind, Const) and isinstance(kind.value, str)


def _flows(node: gast.AST) -> Iterator[tuple[str, gast.AST]]:
    """What a statement or a call puts where: the name of the variable, or of what the entry belongs to."""
    if isinstance(node, gast.Assign):
        yield from ((name, node.value) for target in node.targets for name in names_of_target(target))
    elif isinstance(node, gast.For):
        yield from ((name, node.iter) for name in names_of_target(node.target))
    elif isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute):
        yield from ((name, given) for name in names_of_target(node.func.value) for given in node.args)


def names_of_target(target: gast.AST) -> Iterator[str]:
    if isinstance(target, gast.Name):
        yield target.id
    elif isinstance(target, gast.Tuple | gast.List):
        for item in target.elts:
            yield from names_of_target(item)
    elif isinstance(target, gast.Subscript | gast.Attribute | gast.Starred):
        yield from names_of_target(target.value)


def passed_on(value: gast.AST) -> Iterator[str]:
    """The names of which a value may be, or contain, what they hold: arithmetic gives numbers."""
    if isinstance(value, gast.Name):
        yield value.id
    elif not isinstance(value, gast.BinOp | gast.UnaryOp | gast.Compare | gast.Constant):
        for part in nodes.children(value):
            yield from passed_on(part)
