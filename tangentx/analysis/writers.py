"""Calls that write on an array, as the stores they are.

    np.exp(x, out=y)              y[...] = np.exp(x)
    np.sqrt(x, out=y, where=w)    y[w] = np.sqrt(x[w])
    np.copyto(y, x)               y[...] = x
    np.put(y, i, v)               y[i] = v
    np.fill_diagonal(a, v)        k = np.arange(len(a)); a[k, k] = v
    y.sort()                      y[...] = np.sort(y)
    np.add.at(y, i, v)            y[i] += v, each entry in turn: an `Augment` whose Op is an "at"

So the transformations know stores, and nothing else that writes.  A call about which only Python knows what it writes
is preceded by a store without statement (an Op "touch"): the old contents are saved there if somebody needs them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import gast
import numpy as np

from tangentx.analysis import placing, writable
from tangentx.analysis.as_arrays import as_array
from tangentx.analysis.classes_of import class_of
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import structure_display
from tangentx.analysis.types import Array, Const, Type, is_scalar, same_shape
from tangentx.errors import UnsupportedSyntaxError
from tangentx.rearrangements import add_at
from tangentx.records import Augment, Bind, Place, Store
from tangentx.syntax import nodes

WHOLE = nodes.constant(...)


class Writer:
    """One writing call: where it stands, and the statements it is written as."""

    def __init__(self, s, place: Place, env: Env):
        self.s, self.place, self.env = s, place, env

    def kind(self, atom: gast.AST) -> Type:
        return self.s.kind(atom, self.env)

    def is_array(self, atom: gast.AST) -> bool:
        kind = self.kind(atom)
        return isinstance(kind, Array) and not kind.scalar

    def call(self, function: Callable, *operands: gast.AST, hint: str = "_value", **keywords: gast.AST):
        """A name bound to `function(*operands)`."""
        name = self.s.fresh(hint)
        func = canonical(function) or external(f"runtime.{function.__name__}")
        self.s.call(name, func, Const(function), list(operands), keywords, self.place, self.env)
        return nodes.name(name)

    def read(self, base: gast.AST, index: gast.AST) -> gast.AST:
        name = self.s.fresh("_part")
        if not self.is_array(base):
            self.refuse("an operand that may be no array")
        self.s.read_index(name, base, index, self.place, self.env)
        return nodes.name(name)

    def index(self, atom: gast.AST) -> gast.AST:
        """An index that is an atom, as it stands between brackets."""
        structure = self.s.structure(atom, self.env)
        if structure is not None and structure.cls is tuple and structure.keys is None:
            return gast.Tuple([self.index(a) for a in self.parts(structure)], gast.Load())
        if structure is None:
            return atom
        name = self.s.fresh("_index")
        whole = Bind(name, structure_display(structure), self.place)
        self.s.emit(whole, Op("inactive"), self.kind(atom), self.env)
        return nodes.name(name)

    def parts(self, structure) -> list[gast.AST]:
        return [
            nodes.name(item) if isinstance(item, str) else structure_display(item) for item in structure.items
        ]

    def store(self, base: gast.AST, index: gast.AST, value: gast.AST) -> None:
        """`base[index] = value`."""
        value = as_array(self.s, value, self.place, self.env)
        self.s.written(base, value, self.place, self.env)
        target = gast.Subscript(base, index, gast.Store())
        self.s.out.append(Store(target, self.s.whole(value, self.env), self.place))

    def shaped(self, atom: gast.AST, like: gast.AST) -> gast.AST:
        """An operand in the shape of an array that it broadcasts to."""
        shapes = [getattr(self.kind(a), "shape", None) for a in (atom, like)]
        if same_shape(*shapes):
            return atom
        atom = as_array(self.s, atom, self.place, self.env)
        wide = self.call(np.broadcast_to, atom, self.call(np.shape, like, hint="_shape"), hint="_wide")
        if not self.is_array(wide):
            self.refuse("an operand whose shape may not be that of the array that is written")
        return wide

    def refuse(self, what: str) -> NoReturn:
        raise UnsupportedSyntaxError(what, code="TX230", place=self.place, lines=self.s.lines(self.place))

    def masked(self, operands: list[gast.AST], like: gast.AST, mask: gast.AST) -> tuple[gast.AST, list]:
        """The mask in the shape of the array, and the entries of the operands that it selects."""
        mask = self.shaped(self.truths(mask), like)
        chosen = [a if is_scalar(self.kind(a)) else self.read(self.shaped(a, like), mask) for a in operands]
        return mask, chosen

    def truths(self, mask: gast.AST) -> gast.AST:
        """The mask as booleans: between brackets, numbers would be places."""
        kind = self.kind(mask)
        is_known = isinstance(kind, Array) and kind.dtype == "bool" or class_of(kind) is bool
        return mask if is_known else self.call(np.not_equal, mask, nodes.constant(0), hint="_mask")

    def done(self, target: str, value: gast.AST | None = None) -> bool:
        """The call is `value` to those who read its result."""
        if value is None:
            self.env.bind(target, Const(None))
        else:
            self.s.copy(target, value, self.place, self.env)
        return True


def touch(s, operands: list[gast.AST], place: Place, env: Env) -> None:
    """Before a call that may write on the arrays that it is given."""
    for atom in operands:
        kind = s.kind(atom, env)
        known = isinstance(atom, gast.Name) and not atom.id.startswith("@")
        if isinstance(kind, Array) and not kind.scalar and known:
            stmt = Store(gast.Subscript(atom, WHOLE, gast.Store()), nodes.constant(None), place)
            s.know(stmt, Op("touch"))
            s.out.append(stmt)


# -- out= and where= -------------------------------------------------------------------------------------------------

_OUT_PLACE = {
    np.dot: 2,
    np.concatenate: 2,
    np.clip: 3,
    np.cumsum: 3,
    np.cumprod: 3,
    np.take: 3,
    np.sum: 3,
    np.mean: 3,
}


def with_out(s, target, func, callee: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """`f(x, out=y)`: a store of `f(x)` into y, which is also the call's result."""
    w = Writer(s, place, env)
    given = "out" in keywords
    operands, keywords = list(operands), dict(keywords)
    out = _taken_out(w, callee, operands, keywords)
    if out is None and given:
        s.call(target, func, Const(callee), operands, keywords, place, env)
    if out is None:
        return given
    where = keywords.pop("where", None) if isinstance(callee, np.ufunc) else None
    if where is not None and w.kind(where) != Const(True):
        mask, operands = w.masked(operands, out, where)
    else:
        mask = WHOLE
    value = s.fresh("_value")
    s.call(value, func, Const(callee), operands, keywords, place, env)
    return _stored(w, target, out, mask, nodes.name(value), keywords)


def method_with_out(s, target, base, name: str, operands: list, keywords: dict, place, env) -> bool:
    """`x.clip(0.0, 1.0, out=y)`."""
    if "out" not in keywords or not isinstance(s.kind(base, env), Array):
        return False
    w = Writer(s, place, env)
    keywords = dict(keywords)
    out = _taken_out(w, None, operands, keywords)
    value = s.fresh("_value")
    s.method_call(value, base, s.kind(base, env), name, operands, keywords, place, env)
    return (
        w.done(target, nodes.name(value))
        if out is None
        else _stored(w, target, out, WHOLE, nodes.name(value), {})
    )


def _taken_out(w: Writer, callee: Any, operands: list, keywords: dict) -> gast.AST | None:
    """The array that is written, taken out of the arguments."""
    out = keywords.pop("out", None)
    at = callee.nin if isinstance(callee, np.ufunc) else _OUT_PLACE.get(callee) if _hashable(callee) else None
    if out is None and at is not None and len(operands) == at + 1:
        out = operands.pop()
    structure = None if out is None else w.s.structure(out, w.env)
    if structure is not None and len(structure.items) == 1:
        out = w.parts(structure)[0]
    return None if out is None or w.kind(out) == Const(None) else out


def _hashable(value: Any) -> bool:
    return getattr(type(value), "__hash__", None) is not None


def _stored(w: Writer, target: str, out: gast.AST, mask: gast.AST, value: gast.AST, keywords: dict) -> bool:
    made, kind = w.kind(value), w.kind(out)
    if not isinstance(kind, Array) or kind.scalar:
        w.s.missing("a call with an `out` that is not known to be an array", w.place)
    if isinstance(made, Array) and not np.can_cast(made.dtype, kind.dtype, "same_kind"):
        w.s.missing(f"writing {made.dtype} into {kind.dtype} by `out`", w.place)
    w.store(out, mask, value)
    return w.done(target, out)


# -- functions and ufuncs -------------------------------------------------------------------------------------------


def call(s, target, func, callee: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """Write a call as stores; False when it is none that writes."""
    w = Writer(s, place, env)
    if getattr(callee, "__name__", "") == "at" and isinstance(getattr(callee, "__self__", None), np.ufunc):
        return _at(w, target, func, callee.__self__, operands)
    if callee is add_at and w.is_array(operands[0]):
        return _at(w, target, func, np.add, operands)
    known = placing.FUNCTIONS.get(callee) if _hashable(callee) else None
    if known is not None and operands and w.is_array(operands[0]):
        known(w, *operands, **keywords)
        return w.done(target)
    if callee is np.nan_to_num and w.kind(keywords.get("copy", nodes.constant(True))) == Const(False):
        rest = {k: v for k, v in keywords.items() if k != "copy"}
        w.store(operands[0], WHOLE, w.call(np.nan_to_num, *operands, **rest))
        return w.done(target, operands[0])
    module = getattr(callee, "__module__", None) or ""
    from_numpy = isinstance(callee, np.ufunc) or module.startswith("numpy")
    from_numpy = from_numpy or isinstance(getattr(callee, "__self__", None), np.ufunc)  # np.add.reduce
    return from_numpy and with_out(s, target, func, callee, operands, keywords, place, env)


def flat_slot(s, base: gast.AST, index: gast.AST, place: Place, env: Env) -> gast.AST:
    """Where `base.flat[index]` is in the array."""
    return placing.flat_slot(Writer(s, place, env), base, index)


# -- ufunc.at --------------------------------------------------------------------------------------------------------

_AT = {np.add: gast.Add, np.subtract: gast.Sub, np.multiply: gast.Mult}


def _at(w: Writer, target: str, func: gast.AST, ufunc: np.ufunc, operands: list) -> bool:
    base, index, *values = operands
    value = values[0] if values else nodes.constant(None)
    active = any(w.s.is_varied(a, w.env) for a in operands)
    if not w.is_array(base) or ufunc not in _AT and active:
        w.s.missing(f"numpy.{ufunc.__name__}.at", w.place)
    if ufunc not in _AT:
        touch(w.s, [base], w.place, w.env)
        return False
    value = as_array(w.s, value, w.place, w.env)
    writable.check_shared(w.s, base, w.place, w.env)
    w.s.written(base, value, w.place, w.env)
    slot = gast.Subscript(base, w.index(index), gast.Load())
    stmt = Augment(slot, _AT[ufunc](), w.s.whole(value, w.env), w.place)
    w.s.know(stmt, Op("at", operands={"func": func}))
    w.s.out.append(stmt)
    return w.done(target)


# -- methods that write ----------------------------------------------------------------------------------------------


def _fill(w: Writer, a, value) -> None:
    w.store(a, WHOLE, value)


def _sort(w: Writer, a, axis=None, **keywords) -> None:
    _same_sorted(w, np.sort, a, axis, keywords)


def _partition(w: Writer, a, kth, axis=None, **keywords) -> None:
    _same_sorted(w, np.partition, a, axis, keywords, kth)


def _same_sorted(w: Writer, function, a, axis, keywords: dict, *more) -> None:
    if axis is not None:
        keywords = {"axis": axis, **keywords}
    w.store(a, WHOLE, w.call(function, a, *more, **keywords))


_METHODS: dict[str, Callable] = {"fill": _fill, "sort": _sort, "partition": _partition, "put": placing.put}
_REFUSED = ("itemset", "resize", "setfield", "byteswap")


def method(s, target, base, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """A method of an array that writes on it."""
    w = Writer(s, place, env)
    if name in _REFUSED:
        s.missing(f"method:{name}", place)
    if name not in _METHODS or not w.is_array(base):
        return False
    _METHODS[name](w, base, *operands, **keywords)
    return w.done(target)
