"""What can be told from the lines of a rule and from its operands before they are filled in.

*Requires* the parsed lines of a rule, in which adjoints are written `bar[y]`.  *Gives* what they read, and their shape.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

import gast

from tangentx.analysis.program import Op
from tangentx.analysis.types import Array, Type
from tangentx.syntax import nodes

#: quotients and products of rules at singular points (`tangentx.slopes`): entry by entry, and zero of zero
AT_SINGULAR_POINTS = ("@runtime.divide_or_zero", "@runtime.zero_or_divide", "@runtime.zero_or_multiply")


def is_bar(node: gast.AST) -> bool:
    """Is a line just `bar[y]`?"""
    return isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and node.value.id == "bar"


def is_unreduced(node: gast.AST) -> bool:
    """Is a line just `unreduce(bar[y], ...)`?"""
    named = isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == "unreduce"
    return named and is_bar(node.args[0])


def widens_at_once(line: gast.AST, is_whole: Callable[[gast.AST], bool]) -> bool:
    """Is `bar[y]` only multiplied by, or divided by, what has the shape of y?  A number does there as well."""
    if is_bar(line):
        return False
    parts = [*nodes.children(line)]
    if isinstance(line, gast.BinOp) and isinstance(line.op, gast.Mult | gast.Div) and is_bar(line.left):
        return is_whole(line.right) and widens_at_once(line.right, is_whole)
    return all(widens_at_once(part, is_whole) for part in parts)


def plain_reads(exprs: list) -> set[str]:
    """Names read as values, not inside bar[...] or dot[...]."""
    found: set[str] = set()

    def walk(node) -> None:
        if (
            isinstance(node, gast.Subscript)
            and isinstance(node.value, gast.Name)
            and node.value.id in ("bar", "dot")
        ):
            return
        if isinstance(node, gast.Name):
            found.add(node.id)
        for child in nodes.children(node):
            walk(child)

    for expr in exprs:
        walk(expr)
    return found


def locals_used(op: Op, lines: list) -> list[tuple[str, gast.AST]]:
    """The rule's shared work that some of its lines use, in its order."""
    wanted = {name for line in lines for name in nodes.names_read(line)}
    used = []
    for name, expr in reversed(op.rule.locals):
        if name in wanted:
            used.insert(0, (name, expr))
            wanted |= set(nodes.names_read(expr))
    return used


def atoms_of(op: Op) -> list[gast.AST]:
    """The operands, those of a `*args` one by one."""
    found: list = []
    for value in op.operands.values():
        found += [v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, gast.AST)]
    return found


def leaves_of(
    atoms: Sequence[gast.AST], before: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], gast.AST]]:
    """The elements of displays in displays, each with the way to it."""
    for i, atom in enumerate(atoms):
        if isinstance(atom, gast.Tuple | gast.List):
            yield from leaves_of(atom.elts, (*before, i))
        else:
            yield (*before, i), atom


def active_leaves(
    atoms: Sequence[gast.AST], active: Collection[str]
) -> Iterator[tuple[tuple[int, ...], str]]:
    """The variables among them that a derivative passes through, each with the way to it."""
    return ((way, atom.id) for way, atom in leaves_of(atoms) if getattr(atom, "id", "") in active)


def element_of(parts: gast.AST, way: tuple[int, ...], kind: Type) -> gast.AST:
    """`parts[1, 2]`, or `parts[1][2]` where that is no array of this rank."""
    if isinstance(kind, Array) and kind.rank is not None and kind.rank >= len(way) > 1:
        return gast.Subscript(parts, gast.Tuple([nodes.constant(i) for i in way], gast.Load()), gast.Load())
    for i in way:
        parts = gast.Subscript(parts, nodes.constant(i), gast.Load())
    return parts
