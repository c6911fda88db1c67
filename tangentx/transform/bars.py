"""The adjoints that are alive at a point of the reverse sweep.

An adjoint that is zero has no code: its first contribution is an assignment.  A contribution that is only a name or a
constant has no code either: the adjoint *is* that name until something is added to it.  An adjoint may be smaller than
its variable as long as broadcasting makes up for it (the adjoint of `np.sum(x)` is a number); it is made full where
somebody needs the full shape: a returned gradient, a loop, a rule that is not elementwise.
"""

from __future__ import annotations

from dataclasses import replace

import gast
import numpy as np

from tangentx.analysis.program import external
from tangentx.analysis.types import (
    COMPLEX,
    FLOAT,
    HELD,
    UNKNOWN,
    Array,
    Dictionary,
    ListOf,
    Record,
    Sequence,
    Tree,
    Type,
    Unknown,
    is_complex,
    is_scalar,
    same_shape,
    sites_of,
    with_sites,
)  # fmt: skip
from tangentx.syntax import nodes
from tangentx.transform import tree_bars, twins
from tangentx.transform.contributions import (
    Bar,
    added,
    augmented,
    copy_of,
    covers,
    is_fitted,
    is_of_others,
    selecting,
    selection,
    shadow_of,
    spread,
    zeros_like,
)  # fmt: skip
from tangentx.transform.exchanges import Exchanges
from tangentx.transform.fitting import equal_when_it_runs, fitted
from tangentx.transform.statements import mentioned


class Bars(Exchanges):
    """The state of all adjoints, and the only writer of adjoint statements."""

    def __init__(self, sweep):
        self.sweep = sweep
        self.donor: Bar | None = None  # an adjoint that nobody reads again: its buffer may be taken over
        self.live: dict[str, Bar] = {}
        self.pending: frozenset[str] = frozenset()  # names of the adjoint that is being handed on
        self.reusable: Bar | None = None  # one that is being consumed: its buffer may be updated in place

    # -- names -----------------------------------------------------------------------------------------

    def name(self, variable: str) -> str:
        return self.sweep.bar_name(variable)

    def snapshot(self) -> dict[str, Bar]:
        return dict(self.live)

    def is_zero(self, variable: str) -> bool:
        return variable not in self.live

    # -- writing ---------------------------------------------------------------------------------------

    def assign(self, variable: str, expr: gast.AST, kind: Type, owned: bool) -> None:
        """`x_bar = expr`; whoever still means the old value under that name gets a name of his own first."""
        name = self.name(variable)
        self.protect(name, expr)
        self.sweep.write(self._rescaling(name, expr, kind) or nodes.assign(name, expr))
        fits = is_fitted(expr, variable)
        how = self.sweep.lasting(variable, selection(expr))
        self.live[variable] = Bar(nodes.name(name), kind, owned, fits=fits, selected=how)
        self.sweep.note_bar(name, kind)

    def _rescaling(self, name: str, expr: gast.AST, kind: Type) -> gast.AST | None:
        """`x_bar *= e` for `x_bar = x_bar * e`, when the adjoint owns its buffer and keeps its shape."""
        bar = self.reusable
        if bar is None or not isinstance(expr, gast.BinOp) or not isinstance(expr.op, gast.Mult | gast.Div):
            return None
        if not (isinstance(bar.expr, gast.Name) and bar.expr.id == name and nodes.equal(expr.left, bar.expr)):
            return None
        same = is_scalar(bar.type) and is_scalar(kind) or (
            isinstance(bar.type, Array) and isinstance(kind, Array)
            and (bar.type.shape, bar.type.dtype) == (kind.shape, kind.dtype) and kind.shape is not None
        )  # fmt: skip
        return gast.AugAssign(nodes.store_name(name), expr.op, expr.right) if same else None

    def protect(self, name: str, expr: gast.AST | None = None) -> None:
        """Before `name` is bound again: adjoints that are only another word for it get a name of their own."""
        self._changed(name)
        for other, bar in list(self.live.items()):
            if isinstance(bar.expr, gast.Name) and bar.expr.id == name and self.name(other) != name:
                own = self.name(other)
                taken = any(isinstance(b.expr, gast.Name) and b.expr.id == own for b in self.live.values())
                if taken or own in self.pending or (expr is not None and own in nodes.names_read(expr)):
                    own = self.sweep.fresh(f"_{other.lstrip('_')}_bar")
                self.sweep.write(nodes.assign(own, nodes.name(name)))
                alone = (
                    bar.owned
                    and not self.shared(other)
                    and (expr is None or name not in nodes.names_read(expr))
                )
                self.live[other] = replace(bar, expr=nodes.name(own), owned=alone)
                self.sweep.note_bar(own, bar.type)

    def shared(self, variable: str) -> bool:
        """Is the adjoint's name also the adjoint of another variable?"""
        own = self.live[variable].expr
        return isinstance(own, gast.Name) and any(
            isinstance(b.expr, gast.Name) and b.expr.id == own.id
            for v, b in self.live.items()
            if v != variable
        )

    def accumulate(self, variable: str, expr: gast.AST, kind: Type) -> None:
        """`x_bar += expr`, with the shape and dtype of x."""
        own = self.sweep.types.get(variable, UNKNOWN)
        if tree_bars.accumulate(self, variable, expr, kind, own):
            return
        if self.sweep.is_shadowed(variable):
            if self._begin_shadow(variable, expr, kind, own):
                return
            if not self.begun_by_shadow(variable).isdisjoint(nodes.names_read(expr)):
                kept = self.sweep.fresh("_share")  # a name that it reads is about to be bound to zeros
                self.sweep.write(nodes.assign(kept, expr))
                self.sweep.table[kept] = kind
                expr = nodes.name(kept)
            self.shadow(variable)
        expr, kind = self.fitted(variable, expr, kind, own)
        bar = self.live.get(variable)
        if bar is None:
            if isinstance(expr, gast.Name) and expr.id in self.sweep.program.types:
                self._assign_primal(variable, expr, kind)
                return
            expr, kind = self._of_its_own(expr, kind)
            atomic = isinstance(expr, gast.Name | gast.Constant)
            owned = not atomic and not self._is_view(expr, kind)
            if atomic:
                self.live[variable] = Bar(expr, kind, False)
            else:
                self.assign(variable, expr, kind, owned)
            return
        name = self.name(variable)
        mine = isinstance(bar.expr, gast.Name) and bar.expr.id == name
        full = (bar.fits or covers(bar.type, kind)) and self.sweep.is_one_kind(variable)
        if bar.shadow or (
            mine and (is_scalar(bar.type) or (bar.owned and full)) and not self.shared(variable)
        ):
            self._add_in_place(variable, bar, expr, kind)
            return
        fits = bar.fits or is_fitted(expr, variable)
        self.assign(variable, added(bar.expr, expr), self._sum_type(bar.type, kind), True)
        self.live[variable] = replace(self.live[variable], fits=fits)

    def begun_by_shadow(self, variable: str) -> set[str]:
        """The names of adjoints that `shadow(variable)` binds: its own, and those of the arrays it is a view of."""
        if variable in self.live:
            return set()
        view = self.sweep.view_of(variable)
        bases = () if view is None else view.bases
        return {self.name(variable)}.union(*map(self.begun_by_shadow, bases))

    def _add_in_place(self, variable: str, bar: Bar, expr: gast.AST, kind: Type) -> None:
        """`x_bar += expr`, on the adjoint's own memory."""
        written = bar.expr.id  # a shadow may still have the name of the array that it came from
        self.sweep.write(augmented(nodes.store_name(written), expr))
        grown = is_scalar(bar.type) and not is_scalar(kind)  # a number, to which an array was added
        total = self._sum_type(bar.type, kind) if grown else bar.type
        self.live[variable] = replace(bar, selected=None, type=total, owned=bar.owned or grown)
        if grown:
            self.sweep.note_bar(written, total)
        self._changed(written)

    def _assign_primal(self, variable: str, expr: gast.Name, kind: Type) -> None:
        """A contribution that is a primal variable: its name may be bound to an older value before the adjoint is read,
        and an array that is written will be restored."""
        written = self.sweep.is_shadowed(expr.id)
        value: gast.AST = expr
        if written:
            value = nodes.method(expr, "copy")
        self.assign(variable, value, kind, written)

    def _of_its_own(self, expr: gast.AST, kind: Type) -> tuple[gast.AST, Type]:
        """What is a primal array, or a view of one, where the array will be restored: a copy of it."""
        written = self.sweep.activity.written
        if isinstance(expr, gast.Call) and nodes.dotted(expr.func) == "@runtime.unbroadcast":
            given, like = expr.args
            if not sites_of(self.sweep.program.types.get(getattr(given, "id", None))).isdisjoint(written):
                expr = gast.Call(expr.func, [gast.Call(external("runtime.copied"), [given], []), like], [])
            return expr, kind
        if not self._is_view(expr, kind) or sites_of(kind).isdisjoint(written):
            return expr, kind
        return gast.Call(external("runtime.copied"), [expr], []), with_sites(kind, frozenset())

    def _changed(self, name: str) -> None:
        """A selection that was computed from a name is forgotten when the name gets another value."""
        for variable, bar in self.live.items():
            if bar.selected is not None and any(name in nodes.names_read(e) for e in selecting(bar.selected)):
                self.live[variable] = replace(bar, selected=None)

    def forget_selections(self, body: list[gast.AST] | None = None) -> None:
        """All of them, or those of adjoints and masks that a block has to do with."""
        names = None if body is None else set().union(*map(mentioned, body))
        for variable, bar in self.live.items():
            read = () if bar.selected is None else (bar.expr, *selecting(bar.selected))
            seen = {n for e in read for n in nodes.names_read(e)}
            if bar.selected is not None and (names is None or not names.isdisjoint(seen)):
                self.live[variable] = replace(bar, selected=None)

    def _begin_shadow(self, variable: str, expr: gast.AST, kind: Type, own: Type) -> bool:
        """The first contribution can be the shadow itself when it is full and new."""
        taken = variable in self.live or variable in self.sweep.twins
        if taken or self.sweep.view_of(variable) is not None:
            return False
        expr, kind = self.fitted(variable, expr, kind, own)
        full = isinstance(kind, Array) and not kind.scalar
        full = full and (same_shape(kind.shape, own.shape) or equal_when_it_runs(kind, own))
        if not full or isinstance(expr, gast.Constant):
            return False
        given = isinstance(expr, gast.Name) and self.donor is not None and nodes.equal(expr, self.donor.expr)
        if not given and (self._is_view(expr, kind) or isinstance(expr, gast.Name)):
            expr = copy_of(expr, self.sweep.is_array(variable))
        self.assign(variable, expr, kind, True)
        self.live[variable] = replace(self.live[variable], shadow=True)
        return True

    def accumulate_tree(self, variable: str, expr: gast.AST, kind: Type) -> None:
        if is_scalar(kind) and isinstance(self.sweep.types.get(variable), ListOf):  # of `np.sum(a_list)`
            count = gast.Call(external("builtins.len"), [self.sweep.value(variable)], [])
            expr = gast.BinOp(gast.List([expr], gast.Load()), gast.Mult(), count)
        if variable in self.sweep.twins:
            bar = self.live[variable] if variable in self.live else twins.adjoint(self.sweep, variable)
            call = gast.Call(external("runtime.add_into"), [bar.expr, expr], [])
            self.sweep.write(gast.Expr(call))
            return
        if self.sweep.view_of(variable) is not None:  # its adjoint is in another container's
            self.shadow(variable)
            whole = self.live[variable].expr
            if isinstance(self.sweep.types[variable], Record):
                twins.add_slots(self.sweep, whole, expr, self.sweep.types[variable])
                return
            everything = gast.Subscript(whole, gast.Slice(None, None, None), gast.Store())
            call = gast.Call(external("runtime.add_trees"), [whole, expr], [])
            self.sweep.write(gast.Assign([everything], call, None))
        elif self.is_zero(variable):
            made = isinstance(expr, gast.Call) and nodes.dotted(expr.func) == "@builtins.list"  # of numbers
            call = expr if made else gast.Call(external("runtime.copy_tree"), [expr], [])
            self.assign(variable, call, kind, True)
        else:
            call = gast.Call(external("runtime.add_trees"), [self.live[variable].expr, expr], [])
            self.assign(variable, call, kind, True)

    def _is_view(self, expr: gast.AST, kind: Type) -> bool:
        if isinstance(expr, gast.BinOp | gast.UnaryOp) or is_scalar(kind):
            return False
        if isinstance(expr, gast.Subscript | gast.Attribute):
            return True
        return bool(sites_of(kind)) or not isinstance(kind, Array)

    def _sum_type(self, a: Type, b: Type) -> Type:
        return self.sweep.infer.elementwise_or(np.add, [a, b], {}, True)

    # -- shapes and dtypes -------------------------------------------------------------------------------

    def fitted(self, variable: str, expr: gast.AST, kind: Type, own: Type) -> tuple[gast.AST, Type]:
        """The contribution summed over the axes along which the variable was broadcast, and cast to its dtype."""
        made = (
            None if is_of_others(variable, expr, kind, self.sweep.program.types) else fitted(expr, kind, own)
        )
        if made is not None:
            return made
        # What needs no summing comes back as it is: another adjoint's memory, when it was only named here.
        lent = isinstance(expr, gast.Name) or self._is_view(expr, kind)
        kind = replace(own, sites=frozenset({"lent"} if lent else ())) if isinstance(own, Array) else own
        return gast.Call(external("runtime.unbroadcast"), [expr, self.sweep.value(variable)], []), kind

    # -- making full ---------------------------------------------------------------------------------------

    def zeros(self, variable: str) -> tuple[gast.AST, Type]:
        """An expression for a full zero adjoint."""
        own = self.sweep.types.get(variable, UNKNOWN)
        if isinstance(own, Tree):
            return nodes.constant(None), own
        if is_scalar(own):
            return (nodes.constant(0j), COMPLEX) if is_complex(own) else (nodes.constant(0.0), FLOAT)
        if variable in self.sweep.twins:
            return gast.Call(nodes.name(self.sweep.adjoints), [nodes.name(variable)], []), own
        self.sweep.ask_for(value := self.sweep.shape_source(variable))
        found = value.id != variable or self.sweep.is_array(variable) or getattr(own, "shape", ()) is None
        if isinstance(own, Array) and own.kind in "fc" and found:
            made = zeros_like(value, own, variable in self.sweep.program.mixed)
            return made, replace(own, sites=frozenset())
        held = isinstance(own, HELD | Sequence | Dictionary)
        return shadow_of(value, held and variable in self.sweep.program.optional), own

    def materialise(self, variable: str, in_place: bool = True) -> None:
        """Give the adjoint its own name and its full shape; `in_place`: and memory of its own."""
        own = self.sweep.types.get(variable, UNKNOWN)
        bar = self.live.get(variable)
        if bar is None and isinstance(own, HELD | Sequence | Dictionary) and self.sweep.view_of(variable):
            self.shadow(variable)
            return
        if bar is None:
            self.assign(variable, *self.zeros(variable), True)
            return
        if bar.shadow:
            return
        if self.is_partial(bar, own) or (in_place and _is_number_of_one(bar.type, own)):
            mixed = variable in self.sweep.program.mixed
            expr, kind = spread(self.sweep.fill_source(variable), bar.expr, own, mixed)
            self.assign(variable, expr, kind, not isinstance(kind, Unknown))
            return
        mine = isinstance(bar.expr, gast.Name) and bar.expr.id == self.name(variable)
        scalar = is_scalar(bar.type)
        alone = bar.owned and not self.shared(variable)
        if in_place and is_complex(own) and not is_complex(bar.type):
            self._make_complex(variable, bar, own)
            return
        if mine and (scalar or not in_place or alone):
            return
        expr = bar.expr
        copied = in_place and not scalar and not alone
        if copied:
            expr = copy_of(expr, isinstance(bar.type, Array) and self.sweep.is_array(variable))
        self.assign(variable, expr, bar.type, copied or scalar or alone)
        self.live[variable] = replace(self.live[variable], fits=bar.fits)

    def _make_complex(self, variable: str, bar: Bar, own: Type) -> None:
        """An adjoint that is real so far, and complex in later trips of a loop: it is taken for complex at once."""
        dtype = external(f"numpy.{own.dtype}") if isinstance(own, Array) else None
        if isinstance(bar.type, Array) and not bar.type.scalar and dtype is not None:
            call = nodes.method(bar.expr, "astype", dtype)
            self.assign(variable, call, replace(bar.type, dtype=own.dtype, sites=frozenset()), True)
        else:
            self.assign(variable, bar.expr, own, True)

    def is_partial(self, bar: Bar, own: Type) -> bool:
        """Is the adjoint smaller than the variable?"""
        if bar.fits:
            return False
        if isinstance(own, Unknown):
            return is_scalar(bar.type)  # of an array that may be anything
        if not isinstance(own, Array) or own.scalar or own.shape == ():
            return False
        if not isinstance(bar.type, Array) or bar.type.scalar:
            return True
        return (
            own.shape is not None
            and not same_shape(bar.type.shape, own.shape)
            and not equal_when_it_runs(bar.type, own)
        )

    # -- shadows ---------------------------------------------------------------------------------------------

    def shadow(self, variable: str) -> None:
        """The adjoint buffer of an array that is written: full, and a view wherever the array is one."""
        bar = self.live.get(variable)
        if bar is not None and bar.shadow:
            return
        if variable in self.sweep.twins:
            self.live[variable] = twins.adjoint(self.sweep, variable)
            return
        view = self.sweep.view_of(variable)
        if view is not None and bar is None:
            self.sweep.check_numbers(variable, view)
            for base in view.bases:
                self.shadow(base)
            self.protect(name := self.name(variable))
            made = view.make(*(self.live[base].expr for base in view.bases))
            self.sweep.write(nodes.assign(name, made))
            kind = self.sweep.types[variable]
            self.live[variable] = Bar(nodes.name(name), kind, True, True)
            self.sweep.note_bar(name, kind)
            return
        self.materialise(variable)
        self.live[variable] = replace(self.live[variable], shadow=True, owned=True)


def _is_number_of_one(kind: Type, own: Type) -> bool:
    """Is the adjoint of an array without axes a number, which has no slot to be written?"""
    return is_scalar(kind) and isinstance(own, Array) and not own.scalar and own.shape == ()
