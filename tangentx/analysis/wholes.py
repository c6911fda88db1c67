"""Which floats may be whole numbers where the program runs: what is an integer on one path and a float on another.

    s = np.array([1, 2]) if up else np.array([0.5, 0.5])
    return np.sum(x * s)          # x_bar = 1.0 * s, not s: it is a float on either path

*Requires* a program whose variables are webs, and the types of their bindings.  *Gives* the types of the variables, in
which such a one is marked (`whole`), and so is what is computed from them alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import MappingProxyType

import gast

from tangentx.analysis.program import statements
from tangentx.analysis.types import Array, Const, Scalar, Type, is_complex, is_float_like, is_scalar, some
from tangentx.records import Bind, Unpack
from tangentx.syntax import nodes


def marked(body: tuple, types: dict[str, Type], bound: dict[str, list[Type]]) -> dict[str, Type]:
    """The types with marks.  bound: the types of each variable's bindings."""
    readers: dict[str, list[tuple[str, gast.AST]]] = defaultdict(list)
    values: dict[str, list[gast.AST]] = defaultdict(list)
    for target, value in _bindings(body):
        values[target].append(value)
        for name in nodes.names_read(value):
            readers[name].append((target, value))
    types = {name: _unmarked(kind) for name, kind in types.items()}  # joins mark sums as well
    starting = {
        name
        for name, kind in types.items()
        if _may_be_marked(kind) and any(map(_is_whole, bound.get(name, ())))
    }
    sums = {n for n in starting if _is_sum(n, types[n], values) and not any(map(_is_truth, bound[n]))}
    found = (starting - sums) | _arrays_of(sums, types, readers)
    pending = list(found)
    while pending:
        name = pending.pop()
        types[name] = replace(types[name], whole=True)
        for target, value in readers[name]:
            if target not in found and _may_be_marked(types.get(target)) and may_be_whole(value, types.get):
                found.add(target)
                pending.append(target)
    return types


def or_whole(kind: Type | None, value: gast.AST, type_of: Callable[[str], Type | None]) -> Type | None:
    """The type of a number, marked where it may be whole because of what it is computed from; so is a part of an
    array."""
    base = type_of(getattr(value.value, "id", "")) if isinstance(value, gast.Subscript) else None
    if isinstance(kind, Array) and not kind.scalar and isinstance(base, Array) and base.whole:
        return replace(kind, whole=base.whole)
    is_float = is_scalar(kind) and is_float_like(kind) and not is_complex(kind) and not kind.whole
    return replace(kind, whole=1) if is_float and may_be_whole(value, type_of) else kind


def _unmarked(kind: Type | None) -> Type | None:
    return replace(kind, whole=False) if isinstance(kind, Scalar | Array) and kind.whole else kind


def _bindings(body: tuple) -> Iterator[tuple[str, gast.AST]]:
    for stmt in statements(body):
        if isinstance(stmt, Bind):
            yield stmt.target, stmt.value
        elif isinstance(stmt, Unpack):
            yield from ((target.lstrip("*"), stmt.value) for target in stmt.targets)


def _may_be_marked(kind: Type | None) -> bool:
    return isinstance(kind, Scalar | Array) and is_float_like(kind)


def _is_whole(kind: Type | None) -> bool:
    kind = some(kind)
    if isinstance(kind, Const):
        return isinstance(kind.value, int)
    return isinstance(kind, Scalar | Array) and not is_float_like(kind)


def _arrays_of(sums: set[str], types: dict[str, Type], readers: dict) -> set[str]:
    """The arrays that a call makes of sums: of whole numbers where these are."""
    same, pending = set(sums), list(sums)  # with their copies
    while pending:
        copies = {target for target, value in readers[pending.pop()] if isinstance(value, gast.Name)} - same
        same |= {target for target in copies if _may_be_marked(types.get(target))}
        pending += same & copies

    def type_of(name: str) -> Type | None:
        return replace(types[name], whole=True) if name in same else types.get(name)

    made = ((t, v) for name in same for t, v in readers[name] if isinstance(v, gast.Call))
    arrays = ((t, v) for t, v in made if isinstance(types.get(t), Array) and not types[t].scalar)
    return {
        target for target, value in arrays if _may_be_marked(types[target]) and may_be_whole(value, type_of)
    }


def _is_truth(kind: Type | None) -> bool:
    """Truth values: of a sum they are no start."""
    kind = some(kind)
    return (
        isinstance(kind.value, bool)
        if isinstance(kind, Const)
        else getattr(kind, "kind", "") in ("bool", "b")
    )


def _is_sum(name: str, kind: Type, values: dict[str, list[gast.AST]]) -> bool:
    """`total = 0`, to which numbers are added in a loop: it is whole where there are none."""
    read = {part for value in values[name] for part in nodes.names_read(value)}
    inner = {part for other in read for value in values[other] for part in nodes.names_read(value)}
    is_array = isinstance(kind, Array) and not kind.scalar
    return not is_array and name in read | inner


# -- expressions -------------------------------------------------------------------------------------------

_FLOATS = frozenset(
    "sin cos tan exp log sqrt tanh sinh cosh divide true_divide log1p expm1 log2 log10 arctan arcsin arccos".split()
)

_MAKE_FLOATS = ("float", "@builtins.float")


def may_be_whole(node: gast.AST, type_of) -> bool:
    """May the value be whole because of a variable that is marked?  type_of: the type of a name."""
    if isinstance(node, gast.Name):
        return not node.id.startswith("@") and bool(getattr(type_of(node.id), "whole", False))
    handler = _HANDLERS.get(type(node))
    if handler is not None:
        return handler(node, type_of)
    return any(may_be_whole(gast.Name(n, gast.Load(), None, None), type_of) for n in nodes.names_read(node))


def _binop(node: gast.BinOp, type_of) -> bool:
    if isinstance(node.op, gast.Div):
        return False
    parts = (node.left, node.right)
    return any(may_be_whole(p, type_of) for p in parts) and not any(
        _is_surely_float(p, type_of) for p in parts
    )


def _is_surely_float(node: gast.AST, type_of) -> bool:
    if isinstance(node, gast.Constant):
        return isinstance(node.value, float | complex)
    known = isinstance(node, gast.Name) and not node.id.startswith("@")
    kind = type_of(node.id) if known else None
    if isinstance(kind, Const):
        return isinstance(kind.value, float | complex)
    if isinstance(node, gast.BinOp):
        either = _is_surely_float(node.left, type_of) or _is_surely_float(node.right, type_of)
        return either or isinstance(node.op, gast.Div)
    return isinstance(kind, Scalar | Array) and is_float_like(kind) and not kind.whole


def _call(node: gast.Call, type_of) -> bool:
    written = nodes.dotted(node.func) or ""
    if (
        written in ("float", "@builtins.float")
        or written.startswith("@math.")
        or written.removeprefix("@numpy.") in _FLOATS
    ):
        return False
    parts = [*node.args, *(k.value for k in node.keywords)]
    parts += [node.func.value] if isinstance(node.func, gast.Attribute) else []
    return any(may_be_whole(part, type_of) for part in parts)


_HANDLERS = MappingProxyType({gast.BinOp: _binop, gast.Call: _call})
