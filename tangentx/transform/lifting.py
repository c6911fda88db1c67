"""Expressions of tangents, lifted: k directions at once, in an axis behind the others.

*Requires* an expression of tangents in one direction, and the types of what stands in it.  *Gives* the expression whose
value is that of the k directions, stacked along a last axis:

    np.cos(x) * x_dot           ->      np.cos(x)[:, None] * x_dot
    A @ x_dot                   ->      A @ x_dot
    np.sum(x_dot)               ->      np.sum(x_dot, axis=0)

The axis is the last one because NumPy aligns shapes from there: tangents of a number and of an array broadcast as the
number and the array do, `x_dot[i]` belongs to `x[i]`, and what is done to axes counted from the front stays as it is.
A factor that is no tangent gets an axis of length 1.  What has no lifting is computed direction by direction.

Where the directions are all unit vectors, the tangent of what depends on the vector entry by entry is a diagonal
matrix, of which only the diagonal is computed, and `A @ I` is A.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import gast
import numpy as np

from tangentx.analysis.program import external
from tangentx.analysis.types import (
    Array,
    Const,
    ListOf,
    Scalar,
    Sequence,
    Type,
    Unknown,
    is_scalar,
    may_be_a_number,
    same_shape,
)
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform.lifted_factors import by_entries
from tangentx.transform.simplifying import simplified

PLAIN, DENSE, DIAGONAL = "plain", "dense", "diagonal"


class NotLifted(Exception):
    """A function that cannot be given a form for several directions: they are taken one by one."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """An expression.  form: PLAIN (no tangent), DENSE (an axis more), DIAGONAL (the diagonal of a matrix)."""

    tree: gast.AST
    form: str


class Lifter:
    """Lifts expressions.

    Parameters
    ----------
    forms : the names that hold tangents, with their form.
    infer : the type of an expression in one direction.
    infer_made : the type of an expression of diagonals.
    count : the name of the number of directions.
    written : may a value of this type share memory with an array that is written?  Then it matters what is a view.

    `seed` is the name of the unit directions of a vector, if that is what they are.
    """

    def __init__(
        self, forms: dict[str, str], infer: Callable, infer_made: Callable, count: str, written: Callable
    ):
        self.forms, self.infer, self.infer_made = forms, infer, infer_made
        self.count, self.written, self.seed = count, written, None
        self.calls: dict[str, Callable] = {}
        self.methods: dict[str, Callable] = {}
        self.standing: dict[str, Type] = {}  # arguments that keep their shape, and their types
        self.ahead: list[gast.AST] = []  # statements that have to come before
        self.fresh: Callable[[str], str] = lambda base: base

    # -- questions -------------------------------------------------------------------------------------------

    def mentions(self, node: gast.AST) -> bool:
        """Does a tangent stand in the expression?"""
        return any(isinstance(n, gast.Name) and n.id in self.forms for n in nodes.walk(node))

    def rank(self, node: gast.AST) -> int | None:
        """The number of axes that the expression has in one direction; None where that is not known."""
        kind = self.infer(node)
        own = (n for n in nodes.names_read(node) if not n.startswith("@"))
        if any(may_be_a_number(self.infer(nodes.name(n))) for n in own):
            return None  # `total = 0.0`, to which arrays are added later
        return 0 if is_scalar(kind) else kind.rank if isinstance(kind, Array) else None

    def made_rank(self, tree: gast.AST) -> int | None:
        """The number of axes of an expression of diagonals: 1, or 0 where all entries are the same."""
        kind = self.infer_made(tree)
        return 0 if is_scalar(kind) else kind.rank if isinstance(kind, Array) else None

    def like(self, node: gast.AST, kind: Array) -> gast.AST:
        """Something that is there anyway and has this shape, or the expression itself."""
        for name, other in self.standing.items():
            if isinstance(other, Array) and same_shape(kind.shape, other.shape):
                return nodes.name(name)
        return node

    def is_like_seed(self, node: gast.AST) -> bool:
        """Has the expression, in one direction, an entry for each of the vector's?"""
        kind, own = self.infer(node), self.infer(nodes.name(self.seed)) if self.seed else None
        return isinstance(own, Array) and isinstance(kind, Array) and same_shape(kind.shape, own.shape)

    # -- expressions -----------------------------------------------------------------------------------------

    def lift(self, node: gast.AST) -> Lifted:
        """The expression for all directions."""
        if not self.mentions(node):
            return Lifted(node, PLAIN)
        handler = _HANDLERS.get(type(node))
        made = None if handler is None else handler(self, node)
        return Lifted(self.one_by_one(node), DENSE) if made is None else made

    def dense(self, node: gast.AST) -> gast.AST:
        """The expression with its axis of directions; a constant tangent is repeated."""
        made = self.lift(node)
        if made.form == PLAIN:
            return self.repeated(node)
        return self.full(made.tree) if made.form == DIAGONAL else made.tree

    def full(self, diagonal: gast.AST) -> gast.AST:
        """The matrix with this diagonal."""
        rank = self.made_rank(diagonal)
        if rank == 1:
            return gast.Call(external("numpy.diag"), [diagonal], [])
        if rank != 0:
            raise NotLifted("a diagonal of unknown rank")
        return simplified(gast.BinOp(diagonal, gast.Mult(), nodes.name(self.seed)), self.infer_made)

    def wide(self, node: gast.AST) -> gast.AST:
        """A factor that is the same in all directions, with an axis of length 1 for them."""
        if isinstance(node, gast.Constant):
            return node
        kind, rank = self.infer(node), self.rank(node)
        if isinstance(kind, Const) or rank == 0:
            return node
        if rank is None:
            return gast.Call(external("numpy.expand_dims"), [node, nodes.constant(-1)], [])
        axes = "..., " if rank > 2 else ":, " * rank
        return gast.Subscript(node, nodes.parse_expression(f"x[{axes}None]").slice, gast.Load())

    def repeated(self, node: gast.AST) -> gast.AST:
        """The same tangent in every direction; nearly always a zero."""
        made = _zeros(node, self)
        if made is not None:
            return made
        kind = self.infer(node)
        if self.written(kind):
            raise NotLifted("a constant tangent that may be written")
        times = gast.BinOp(gast.List([node], gast.Load()), gast.Mult(), nodes.name(self.count))
        if not isinstance(kind, Array | Scalar):
            return gast.Call(external("runtime.stacked"), [times], [])
        axis = gast.keyword("axis", nodes.constant(-1))
        return gast.Call(external("numpy.stack"), [times], [axis])

    def one_by_one(self, node: gast.AST) -> gast.AST:
        """`np.stack([e(x_dot[..., i]) for i in range(k)], axis=-1)`: right for whatever is linear."""
        kind = self.infer(node)
        node = self._operands_first(node)
        names = list(dict.fromkeys(n for n in nodes.names_read(node) if n in self.forms))
        seen = [kind] if not isinstance(kind, Unknown) else [self.infer(nodes.name(n)) for n in names]
        if any(map(self.written, seen)):
            raise NotLifted(f"a view, one direction after the other: {expression(node)}")
        index = self.fresh("i")
        mapping = {name: self._direction(name, index) for name in names}
        try:
            each = nodes.substitute(node, mapping)
        except ValueError as error:
            raise NotLifted(str(error)) from None
        numbers = gast.Call(external("builtins.range"), [nodes.name(self.count)], [])
        loop = gast.comprehension(nodes.store_name(index), numbers, [], 0)
        every = gast.ListComp(each, [loop])
        if not isinstance(kind, Array | Scalar):
            return gast.Call(external("runtime.stacked"), [every], [])
        axis = gast.keyword("axis", nodes.constant(-1))
        return gast.Call(external("numpy.stack"), [every], [axis])

    def _operands_first(self, node: gast.AST) -> gast.AST:
        """The call with names for the operands that are tangents, so that only the call is done one by one."""
        if not isinstance(node, gast.Call) or not (nodes.dotted(node.func) or "").startswith("@"):
            return node
        args = []
        for arg in node.args:
            kind = self.infer(arg)
            if not self.mentions(arg) or isinstance(arg, gast.Name) or not isinstance(kind, Array | Scalar):
                args.append(arg)
                continue
            args.append(nodes.name(self.named(arg)))
        return gast.Call(node.func, args, node.keywords)

    def named(self, node: gast.AST) -> str:
        """The name of a tangent, bound ahead if it has none."""
        if isinstance(node, gast.Name) and self.forms[node.id] == DENSE and node.id != self.seed:
            return node.id
        made = self.fresh("_operand_dot")
        self.ahead.append(nodes.assign(made, self.dense(node)))
        self.forms[made] = DENSE
        self.infer.table[made] = self.infer(node)
        return made

    def _direction(self, name: str, index: str) -> gast.AST:
        """The tangent in one direction."""
        dense = self.dense(nodes.name(name))
        if not isinstance(dense, gast.Name):  # the matrix of a diagonal: made once
            made = self.fresh(f"_{name.strip('_')}_full")
            self.ahead.append(nodes.assign(made, dense))
            self.forms[made] = DENSE
            self.infer.table[made] = self.infer(nodes.name(name))
            dense = nodes.name(made)
        if isinstance(self.infer(nodes.name(name)), Array | Scalar):
            return gast.Subscript(dense, nodes.parse_expression(f"x[..., {index}]").slice, gast.Load())
        return gast.Call(external("runtime.direction"), [dense, nodes.name(index)], [])

    # -- nodes -----------------------------------------------------------------------------------------------

    def _name(self, node: gast.Name) -> Lifted:
        if node.id == self.seed:
            return Lifted(nodes.constant(1.0), DIAGONAL)
        return Lifted(node, self.forms[node.id])

    def _binop(self, node: gast.BinOp) -> Lifted | None:
        if isinstance(node.op, gast.MatMult):
            return self.calls["@numpy.matmul"](
                self, gast.Call(external("numpy.matmul"), [node.left, node.right], [])
            )
        left, right = self.lift(node.left), self.lift(node.right)
        forms = {left.form, right.form}
        made = simplified(gast.BinOp(left.tree, node.op, right.tree), self.infer_made)
        linear = isinstance(node.op, gast.Mult) or isinstance(node.op, gast.Div) and right.form == PLAIN
        together = forms == {DIAGONAL} and isinstance(node.op, gast.Add | gast.Sub)
        if together or forms == {PLAIN, DIAGONAL} and linear and self.is_like_seed(node):
            if self.is_diagonal(made):
                return Lifted(made, DIAGONAL)
        return Lifted(by_entries(self, node), DENSE)

    def is_diagonal(self, tree: gast.AST) -> bool:
        """Is it a number, or an entry for each of the vector's?  A factor of one entry would not be."""
        kind, own = self.infer_made(tree), self.infer(nodes.name(self.seed))
        return is_scalar(kind) or isinstance(kind, Array) and same_shape(kind.shape, own.shape)

    def side(self, node: gast.AST) -> gast.AST:
        """An operand of an operation that goes entry by entry."""
        return self.dense(node) if self.mentions(node) else self.wide(node)

    def _unary(self, node: gast.UnaryOp) -> Lifted:
        made = self.lift(node.operand)
        return Lifted(simplified(gast.UnaryOp(node.op, made.tree), self.infer), made.form)

    def _display(self, node: gast.AST) -> Lifted:
        """A tuple, list or dict of tangents."""
        if isinstance(node, gast.Dict):
            return Lifted(gast.Dict(node.keys, [self.dense(v) for v in node.values]), DENSE)
        return Lifted(type(node)([self.dense(e) for e in node.elts], gast.Load()), DENSE)

    def _conditional(self, node: gast.IfExp) -> Lifted:
        before = len(self.ahead)
        made = gast.IfExp(node.test, self.dense(node.body), self.dense(node.orelse))
        if len(self.ahead) > before:
            raise NotLifted("a choice between tangents, one direction after the other")
        return Lifted(made, DENSE)

    def _subscript(self, node: gast.Subscript) -> Lifted:
        return Lifted(gast.Subscript(self.dense(node.value), self.index(node), node.ctx), DENSE)

    def index(self, node: gast.Subscript) -> gast.AST:
        """The index of a part of a tangent: with an ellipsis, the directions come behind what it stands for."""
        if self.mentions(node.slice):
            raise NotLifted("a tangent in an index")
        kind = self.infer(node.value)
        if isinstance(kind, Array) or isinstance(kind, Unknown):
            parts = nodes.elements_of(node.slice)
            at = [i for i, part in enumerate(parts) if self._may_be_ellipsis(part)]
            if at and at[0] < len(parts) - 1:
                return gast.Tuple([*parts, gast.Slice(None, None, None)], gast.Load())
        return node.slice

    def _may_be_ellipsis(self, part: gast.AST) -> bool:
        if isinstance(part, gast.Slice):
            return False
        kind = self.infer(part)
        if isinstance(kind, Const):
            held = kind.value if isinstance(kind.value, tuple) else (kind.value,)
            if isinstance(kind.value, tuple) and Ellipsis in held[:-1]:
                raise NotLifted("an ellipsis inside an index")
            return kind.value is Ellipsis
        if isinstance(kind, Sequence):
            if any(isinstance(k, Const) and k.value is Ellipsis or not isinstance(k, Array | Scalar | Const)
                   for k in kind.items):  # fmt: skip
                raise NotLifted("an index of unknown parts")
            return False
        if isinstance(kind, ListOf):
            kind = kind.item
        if not isinstance(kind, Array | Scalar):
            raise NotLifted("an index of unknown type")
        return False

    def _attribute(self, node: gast.Attribute) -> Lifted | None:
        kind = self.infer(node.value)
        may_be_array = (
            isinstance(kind, Array | Scalar) or isinstance(kind, Unknown) and hasattr(np.ndarray, node.attr)
        )
        if not may_be_array:  # of an object
            return Lifted(gast.Attribute(self.dense(node.value), node.attr, node.ctx), DENSE)
        handler = _ATTRIBUTES.get(node.attr)
        return None if handler is None else handler(self, node)

    def _as_it_is(self, node: gast.Attribute) -> Lifted:
        return Lifted(gast.Attribute(self.dense(node.value), node.attr, gast.Load()), DENSE)

    def _transposed(self, node: gast.Attribute) -> Lifted | None:
        return self.calls["@numpy.transpose"](self, gast.Call(external("numpy.transpose"), [node.value], []))

    def _call(self, node: gast.Call) -> Lifted | None:
        written = nodes.dotted(node.func) or ""
        if written.startswith("@"):
            handler = self.calls.get(written)
            return None if handler is None else handler(self, node)
        if isinstance(node.func, gast.Attribute):
            handler = self.methods.get(node.func.attr)
            return None if handler is None else handler(self, node)
        return None


def _zeros(node: gast.AST, lifter: Lifter) -> gast.AST | None:
    """Zeros for each direction, of what is written as zeros for one."""
    count = nodes.name(lifter.count)
    if isinstance(node, gast.Constant):
        if node.value is None:
            return node
        return gast.Call(external("numpy.zeros"), [count], []) if node.value == 0.0 else None
    if isinstance(node, gast.Tuple | gast.List | gast.Dict):
        return lifter._display(node).tree
    if not isinstance(node, gast.Call):
        return None
    written = nodes.dotted(node.func)
    if written not in ("@runtime.zero_tangent", "@numpy.zeros_like") or len(node.args) != 1 or node.keywords:
        return None
    kind = lifter.infer(node.args[0])
    if isinstance(kind, Array) and not kind.scalar and kind.dtype == "float64" and not may_be_a_number(kind):
        shape = gast.Attribute(lifter.like(node.args[0], kind), "shape", gast.Load())
        first = count if lifter.seed and lifter.is_like_seed(node) else gast.Starred(shape, gast.Load())
        sizes = gast.Tuple([first, count], gast.Load())
        return gast.Call(external("numpy.zeros"), [sizes], [])
    return gast.Call(external("runtime.zero_tangents"), [node.args[0], count], [])


_ATTRIBUTES = {
    "T": Lifter._transposed, "real": Lifter._as_it_is, "imag": Lifter._as_it_is,
}  # fmt: skip
_HANDLERS = {
    gast.Name: Lifter._name, gast.BinOp: Lifter._binop, gast.UnaryOp: Lifter._unary, gast.Tuple: Lifter._display,
    gast.List: Lifter._display, gast.Dict: Lifter._display, gast.Subscript: Lifter._subscript,
    gast.Attribute: Lifter._attribute, gast.Call: Lifter._call, gast.IfExp: Lifter._conditional,
}  # fmt: skip
