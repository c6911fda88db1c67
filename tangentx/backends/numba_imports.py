"""The helpers of `numba_runtime` that a rewritten function calls, and the names that it calls them by.

Numba compiles what it knows of NumPy again in every process: `np.empty` alone takes a tenth of a second, a product of
matrices three.  A few of these functions are helpers too, whose machine code is kept on disk.
"""

from __future__ import annotations

import gast

from tangentx.syntax import nodes

RESERVED = {
    "add",
    "apart",
    "assume",
    "check_extent",
    "check_not_empty",
    "concatenate",
    "dot",
    "empty",
    "entry_exp",
    "entry_log",
    "entry_tanh",
    "full_like",
    "joint_extent",
    "new_tape",
    "order_of",
    "place_of_largest",
    "place_of_least",
    "put_extents",
    "put_row",
    "range_entry",
    "range_part",
    "reserved",
    "reserved_rows",
    "same_entries",
    "shares_memory",
    "slice_length",
    "slice_start",
    "taken_out",
    "trip_count",
    "widened",
    "zeros",
    "zeros_like",
}  # functions of `numba_runtime`

# NumPy's functions that are helpers of the same name, and how many operands they have here.
_KEPT = {
    "np.concatenate": (1,),
    "np.dot": (2,),
    "np.empty": (2,),
    "np.full_like": (2,),
    "np.zeros": (1, 2),
    "np.zeros_like": (1,),
}


def name_helpers(function: gast.FunctionDef) -> set[str]:
    """Let a function call the helpers, under names that are not its own; the imports that this takes."""
    named = _Helpers(function)
    for place, stmt in enumerate(function.body):
        function.body[place] = named.change(stmt)
    return {_import(helper, name) for helper, name in named.names.items()}


class _Helpers:
    """Which helpers a function calls, by which names."""

    def __init__(self, function: gast.FunctionDef):
        self.names: dict[str, str] = {}
        found = [n for n in nodes.walk(function) if isinstance(n, gast.Name)]
        self.bound = {n.id for n in found if not isinstance(n.ctx, gast.Load)}
        self.taken = {n.id for n in found}

    def change(self, node: gast.AST) -> gast.AST:
        """The node with calls of helpers in it, changed in place."""
        for attribute in node._fields:
            value = getattr(node, attribute, None)
            if isinstance(value, gast.AST):
                setattr(node, attribute, self.change(value))
            elif isinstance(value, list):
                setattr(node, attribute, [self.change(v) if isinstance(v, gast.AST) else v for v in value])
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.MatMult):
            return gast.Call(self._name("dot"), [node.left, node.right], [])
        helper = _helper(node) if isinstance(node, gast.Call) else None
        if helper is not None:
            node.func = self._name(helper)
            if helper == "zeros" and len(node.args) == 1:
                node.args.append(nodes.parse_expression("np.float64"))
        return node

    def _name(self, helper: str) -> gast.Name:
        if helper not in self.names:
            is_free = helper not in self.bound
            self.names[helper] = helper if is_free else nodes.claimed(helper, self.taken)
        return nodes.name(self.names[helper])


def _helper(call: gast.Call) -> str | None:
    written = nodes.dotted(call.func)
    if written in RESERVED:
        return written
    if _is_taken(call):
        call.args.insert(0, call.func.value)
        return "taken_out"
    is_kept = len(call.args) in _KEPT.get(written, ()) and not call.keywords
    return written.removeprefix("np.") if is_kept else None


def _is_taken(call: gast.Call) -> bool:
    """Is it `items.pop(k)`?"""
    method = isinstance(call.func, gast.Attribute) and call.func.attr == "pop"
    return method and len(call.args) == 1 and not call.keywords


def _import(helper: str, name: str) -> str:
    line = f"from tangentx.backends.numba_runtime import {helper}"
    return line if name == helper else f"{line} as {name}"
