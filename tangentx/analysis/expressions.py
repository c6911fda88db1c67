"""Expressions while specialising: atoms, operators, subscripts, attributes, tests."""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis import containers
from tangentx.analysis.calls import Calls
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.sampling import broadcast, symbols_of
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import (
    BOOL, UNKNOWN, Array, Const, Dictionary, Dim, Instance, ListOf, Scalar, Sequence, Text, Type, is_complex, is_float_like, is_scalar,
)  # fmt: skip
from tangentx.errors import MissingRuleError, UnsupportedSyntaxError
from tangentx.records import Augment, Bind, Place, Rule
from tangentx.syntax import nodes
from tangentx.templating import registry

OPERATORS = {
    gast.Add: operator.add, gast.Sub: operator.sub, gast.Mult: operator.mul, gast.Div: operator.truediv,
    gast.Pow: operator.pow, gast.MatMult: operator.matmul, gast.FloorDiv: operator.floordiv, gast.Mod: operator.mod,
    gast.BitAnd: operator.and_, gast.BitOr: operator.or_, gast.BitXor: operator.xor, gast.LShift: operator.lshift,
    gast.RShift: operator.rshift, gast.USub: operator.neg, gast.UAdd: operator.pos, gast.Not: operator.not_,
    gast.Invert: operator.invert, gast.Eq: operator.eq, gast.NotEq: operator.ne, gast.Lt: operator.lt,
    gast.LtE: operator.le, gast.Gt: operator.gt, gast.GtE: operator.ge, gast.Is: operator.is_,
    gast.IsNot: operator.is_not, gast.In: lambda a, b: a in b, gast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
_FOLDED = (bool, int, float, complex, str, bytes, type(None), tuple)


class Expressions(Calls):
    """The part of the specialiser that handles values; calls are in the base class."""

    # -- atoms -----------------------------------------------------------------------------------------

    def atom(self, node: gast.AST, env: Env, frame: Frame, place: Place) -> gast.AST:
        """An atom of the function as an atom of the program: locals renamed, externals marked with @."""
        if isinstance(node, gast.Constant):
            return node
        if isinstance(node, gast.Starred):
            return gast.Starred(self.atom(node.value, env, frame, place), gast.Load())
        if isinstance(node, gast.Attribute) and (nodes.dotted(node) or "").startswith("@"):
            return node  # an external, already written with its @root
        if not isinstance(node, gast.Name):
            name = self.fresh("_value")
            self.bind_value(name, node, place, env, frame)
            return nodes.name(name)
        found = frame.find(node.id)
        if found is not None and found in env.types:
            return nodes.name(found)
        if found is not None or node.id in frame.function.locals:
            raise UnsupportedSyntaxError(
                f"`{node.id}` may be read here before it has a value",
                code="TX224", place=place, lines=self.lines(place), help=(f"give `{node.id}` a value on every path",),
            )  # fmt: skip
        return self.outside(node.id, frame, place)

    def outside(self, name: str, frame: Frame, place: Place) -> gast.AST:
        """A free name: a global, a cell, a builtin."""
        try:
            node, kind = self.externals.lookup(frame.function, name)
        except KeyError:
            raise UnsupportedSyntaxError(
                f"name `{name}` is not defined", code="TX225", place=place, lines=self.lines(place)
            ) from None
        self.external_types[nodes.dotted(node)] = kind
        return node

    def kind(self, atom: gast.AST, env: Env) -> Type:
        """The type of an atom of the program."""
        if isinstance(atom, gast.Constant):
            return Const(atom.value)
        if isinstance(atom, gast.Name) and atom.id in env.types:
            return env.types[atom.id]
        text = nodes.dotted(atom)
        if text in self.external_types:
            return self.external_types[text]
        structure = self.structure(atom, env)
        if structure is not None:
            return self.structure_type(structure, env)
        return UNKNOWN

    def structure(self, atom: gast.AST, env: Env) -> Structure | None:
        return env.structures.get(atom.id) if isinstance(atom, gast.Name) else None

    def structure_type(self, structure: Structure, env: Env) -> Type:
        items = tuple(
            self.structure_type(s, env) if isinstance(s, Structure) else env.types.get(s, UNKNOWN)
            for s in structure.items
        )
        return Sequence(structure.cls, items) if structure.keys is None else Dictionary(structure.keys, items)

    def lines(self, place: Place) -> tuple[str, ...]:
        """The source lines of the file a place is in (the function's own, or an inlined callee's)."""
        for function in reversed(self.calls):
            if function.file == place.file:
                return function.lines
        return ()

    # -- binding a value -----------------------------------------------------------------------------

    def bind_value(self, target: str, value: gast.AST, place: Place, env: Env, frame: Frame) -> None:
        """`target = value`, value an atom or one operation."""
        handler = getattr(self, "_bind_" + type(value).__name__.lower(), None)
        if handler is None:
            handler = self._bind_opaque
        handler(target, value, place, env, frame)

    def _bind_name(self, target, value, place, env, frame) -> None:
        atom = self.atom(value, env, frame, place)
        self.copy(target, atom, place, env)

    _bind_constant = _bind_name

    def copy(self, target: str, atom: gast.AST, place: Place, env: Env) -> None:
        """`target = atom`: the same structure, or a copy statement."""
        structure = self.structure(atom, env)
        kind = self.kind(atom, env)
        if structure is not None or (isinstance(kind, Const) and not isinstance(kind.value, _FOLDED)):
            env.bind(target, kind, structure)
            return
        self.emit(Bind(target, atom, place), Op("copy"), kind, env)

    def _bind_tuple(self, target, value, place, env, frame) -> None:
        items = [self.atom(e, env, frame, place) for e in value.elts]
        containers.display(self, target, tuple if isinstance(value, gast.Tuple) else list, items, None, place, env)

    _bind_list = _bind_tuple

    def _bind_dict(self, target, value, place, env, frame) -> None:
        keys = [None if k is None else self.atom(k, env, frame, place) for k in value.keys]
        items = [self.atom(v, env, frame, place) for v in value.values]
        containers.dictionary(self, target, keys, items, place, env)

    def _bind_binop(self, target, value, place, env, frame) -> None:
        operands = [self.atom(e, env, frame, place) for e in (value.left, value.right)]
        if containers.arithmetic(self, target, value.op, operands, place, env):
            return
        expr = gast.BinOp(operands[0], value.op, operands[1])
        self.primitive(target, expr, OPERATORS[type(value.op)], operands, {}, place, env)

    def _bind_unaryop(self, target, value, place, env, frame) -> None:
        operand = self.atom(value.operand, env, frame, place)
        expr = gast.UnaryOp(value.op, operand)
        self.primitive(target, expr, OPERATORS[type(value.op)], [operand], {}, place, env)

    def _bind_compare(self, target, value, place, env, frame) -> None:
        operands = [self.atom(e, env, frame, place) for e in (value.left, *value.comparators)]
        expr = gast.Compare(operands[0], value.ops, operands[1:])
        kinds = [self.kind(e, env) for e in operands]
        known = None
        if len(operands) == 2:
            known = self._identity(value.ops[0], kinds)
            known = known or self.infer(OPERATORS[type(value.ops[0])], kinds, {}, elementwise=True)
        self.emit(Bind(target, expr, place), Op("inactive", reason="a comparison"), known or BOOL, env)

    def _identity(self, op: gast.AST, kinds: list[Type]) -> Type | None:
        """`is None` is decided by the type."""
        if not isinstance(op, gast.Is | gast.IsNot) or any(isinstance(k, gast.AST | type(UNKNOWN)) for k in kinds):
            return None
        if all(isinstance(k, Const) for k in kinds):
            same = kinds[0].value is kinds[1].value
        elif Const(None) in kinds:
            same = False
        else:
            return None
        return Const(same == isinstance(op, gast.Is))

    def _bind_subscript(self, target, value, place, env, frame) -> None:
        base = self.atom(value.value, env, frame, place)
        index = self.index(value.slice, env, frame, place)
        containers.subscript(self, target, base, index, place, env)

    def index(self, node: gast.AST, env: Env, frame: Frame, place: Place) -> gast.AST:
        """An index: an atom, a slice of atoms, a tuple of those."""
        if isinstance(node, gast.Slice):
            parts = [None if e is None else self.atom(e, env, frame, place) for e in (node.lower, node.upper, node.step)]
            return gast.Slice(*parts)
        if isinstance(node, gast.Tuple):
            return gast.Tuple([self.index(e, env, frame, place) for e in node.elts], gast.Load())
        atom = self.atom(node, env, frame, place)
        structure = self.structure(atom, env)
        if structure is None:
            return atom
        name = self.fresh("_index")  # a list or tuple used as an index exists as a whole
        whole = structure_display(structure)
        self.emit(Bind(name, whole, place), Op("inactive"), self.structure_type(structure, env), env)
        return nodes.name(name)

    def index_kind(self, node: gast.AST, env: Env) -> list[Type]:
        """The types of the atoms in an index, left to right."""
        return [self.kind(a, env) for a in index_atoms(node)]

    def read_index(self, target: str, base: gast.AST, index: gast.AST, place: Place, env: Env) -> None:
        """`target = base[index]` on an array."""
        kinds = [self.kind(base, env), *self.index_kind(index, env)]
        known = indexed_type(self.sampler, kinds[0], index, kinds[1:])
        rule = registry.find(operator.getitem, (None,))
        op = Op("rule", rule, self.bind_operands(rule, [base, index], {}, place), operator.getitem, view=view_of(known))
        expr = gast.Subscript(base, index, gast.Load())
        self.emit(Bind(target, expr, place), op, known, env)

    def _bind_attribute(self, target, value, place, env, frame) -> None:
        base, path = self.root(value, env, frame, place)
        for i, attribute in enumerate(path):
            known = self.kind(base, env)
            last = i == len(path) - 1
            name = target if last else self.fresh("_a")
            self.attribute(name, base, attribute, known, place, env)
            base = nodes.name(name)

    def root(self, value: gast.AST, env: Env, frame: Frame, place: Place) -> tuple[gast.AST, list[str]]:
        """The deepest part of an attribute chain that is known to be a module or class, and what is left."""
        path: list[str] = []
        while isinstance(value, gast.Attribute):
            path.insert(0, value.attr)
            value = value.value
        base = self.atom(value, env, frame, place)
        while len(path) > 1 and isinstance(self.kind(base, env), Const):
            base = self.member(base, path.pop(0), self.kind(base, env).value, place)
        return base, path

    def member(self, base: gast.AST, attribute: str, owner: Any, place: Place) -> gast.AST:
        """`owner.attribute` where owner is a known module, class or object."""
        try:
            value = getattr(owner, attribute)
        except AttributeError as error:
            raise UnsupportedSyntaxError(str(error), code="TX226", place=place, lines=self.lines(place)) from None
        node = gast.Attribute(base, attribute, gast.Load())
        if nodes.dotted(node) is None or not nodes.dotted(base).startswith("@"):
            node = canonical(value) or canonical(owner) and gast.Attribute(canonical(owner), attribute, gast.Load())
            if node is None:
                node = gast.Attribute(base, attribute, gast.Load())
        self.external_types[nodes.dotted(node)] = self.outer_type(value)
        return node

    def outer_type(self, value: Any) -> Type:
        from tangentx.analysis.types import bind_dims, type_of

        known = type_of(value)
        if isinstance(known, Scalar):
            return known
        return bind_dims(known, f"?outer{len(self.external_types)}")

    def attribute(self, target: str, base: gast.AST, name: str, owner: Type, place: Place, env: Env) -> None:
        """`target = base.name`."""
        if isinstance(owner, Const):
            self.copy(target, self.member(base, name, owner.value, place), place, env)
            return
        expr = gast.Attribute(base, name, gast.Load())
        structure = self.structure(base, env)
        fields = getattr(structure.cls, "_fields", ()) if structure is not None else ()
        if name in fields:
            self.copy_item(target, structure.items[fields.index(name)], place, env)
            return
        rule = registry.find(f"attribute:{name}", (rank_of(owner),))
        if rule is not None and (isinstance(owner, Array) or (self.forward and owner == UNKNOWN)):
            self.primitive(target, expr, f"attribute:{name}", [base], {}, place, env)
            return
        known = self.sampler.apply(lambda x: getattr(x, name), [owner])
        if known != UNKNOWN and not is_float_like(known):
            self.emit(Bind(target, expr, place), Op("inactive"), known, env)
            return
        if self.is_varied(base, env):
            raise MissingRuleError(
                f"no rule for the attribute `{name}` of {owner}", place=place, lines=self.lines(place),
                label="needs a derivative",
            )  # fmt: skip
        self.emit(Bind(target, expr, place), Op("inactive"), known, env)

    def copy_item(self, target: str, item: str | Structure, place: Place, env: Env) -> None:
        """Bind to one element of a container that was taken apart."""
        if isinstance(item, Structure):
            env.bind(target, self.structure_type(item, env), item)
        else:
            self.copy(target, nodes.name(item), place, env)

    def _bind_opaque(self, target, value, place, env, frame) -> None:
        expr = self.opaque(value, env, frame, place)
        known = Text() if isinstance(value, gast.JoinedStr) else BOOL
        self.emit(Bind(target, expr, place), Op("inactive", pure=False), known, env)

    # -- tests and expressions kept whole -----------------------------------------------------------

    def test(self, node: gast.AST, env: Env, frame: Frame, place: Place, inline: bool = False) -> gast.AST:
        """The test of an if or while, as an atom (`inline`: as an expression, evaluated where it stands)."""
        if isinstance(node, gast.Name | gast.Constant):
            return self.atom(node, env, frame, place)
        if inline:
            return self.opaque(node, env, frame, place)
        name = self.fresh("_test")
        self.bind_value(name, node, self.place(place, frame), env, frame)
        return nodes.name(name)

    def opaque(self, node: gast.AST, env: Env, frame: Frame, place: Place) -> gast.AST:
        """An expression without derivative, kept whole: names are resolved, nothing else changes."""
        mapping = {}
        for name in dict.fromkeys(nodes.names_read(node)):
            atom = self.atom(nodes.name(name), env, frame, place)
            mapping[name] = self.whole(atom, env)
        return nodes.substitute(node, mapping)

    def whole(self, atom: gast.AST, env: Env) -> gast.AST:
        """An atom as an expression: a container that was taken apart is put together again."""
        structure = self.structure(atom, env)
        if structure is None:
            known = self.kind(atom, env)
            if isinstance(known, Const) and isinstance(atom, gast.Name) and not isinstance(known.value, _FOLDED):
                return canonical(known.value) or atom
            return atom
        return structure_display(structure)

    # -- primitives ------------------------------------------------------------------------------------

    def infer(self, function, kinds: list[Type], keywords: dict[str, Type], elementwise: bool = False) -> Type:
        """The type of a primitive's result."""
        everything = [*kinds, *keywords.values()]
        if all(isinstance(k, Const) for k in everything) and everything:
            try:
                value = function(*(k.value for k in kinds), **{n: k.value for n, k in keywords.items()})
            except Exception:  # the program will raise this itself, when it gets there
                return UNKNOWN
            if isinstance(value, _FOLDED):
                return Const(value)
        arrays = [k for k in kinds if isinstance(k, Array) and not k.scalar]
        if elementwise and arrays and not any(isinstance(k, Sequence | ListOf | Instance) for k in kinds):
            return self._elementwise(function, kinds, keywords)
        return self.sampler.apply(function, kinds, keywords)

    def _elementwise(self, function, kinds, keywords) -> Type:
        shape: Any = ()
        for k in kinds:
            own = k.shape if isinstance(k, Array) else () if is_scalar(k) else None
            shape = None if own is None or shape is None else broadcast(shape, own, self.sampler)
        small = [replace(k, shape=(ONE,), sites=frozenset()) if isinstance(k, Array) and not k.scalar else k
                 for k in kinds]  # fmt: skip
        known = self.sampler.apply(function, small, keywords)
        return replace(known, shape=shape) if isinstance(known, Array) else UNKNOWN

    def primitive(self, target, expr, callee, operands, keywords, place, env) -> None:
        """`target = expr`, a call of `callee` that has a rule, or that carries no derivative."""
        kinds = [self.kind(self._bare(a), env) for a in operands]
        named = {k: self.kind(v, env) for k, v in keywords.items()}
        rule = self.find_rule(callee, operands, keywords, kinds, named)
        function = function_of(callee)
        known = self.infer(function, kinds, named, elementwise=rule is not None and rule.elementwise)
        varied = any(self.is_varied(a, env) for a in [*operands, *keywords.values()])
        if rule is None:
            if varied and (known == UNKNOWN or is_float_like(known)):
                self.missing(callee, place)
            self.emit(Bind(target, expr, place), Op("inactive", reason=describe(callee)), known, env)
            return
        if not rule.differentiable and varied and any(self._holds_floats(k) for k in [*kinds, *named.values()]):
            if known == UNKNOWN or is_float_like(known):
                self.missing(callee, place)
        several = {p.name for p in rule.parameters if p.sequence or p.variadic}
        bound = self.bind_operands(rule, operands, keywords, place)
        bound = {k: self._operand(v, env, k in several) for k, v in bound.items()}
        self._check_operands(rule, bound, kinds, callee, place, env)
        if len(rule.bar) == 1 and self._is_identity(function, kinds, named):
            self.copy(target, operands[0], place, env)
            return
        kind = "rule" if rule.differentiable else "inactive"
        view = view_of(known)
        if view != "no" and self.sampler.view_depends_on_order(function, kinds, named):
            view = "maybe"
        op = Op(kind, rule, bound, callee, view=view, reason=describe(callee))
        self.emit(Bind(target, expr, place), op, known, env)

    def _check_operands(self, rule: Rule, bound: dict, kinds: list[Type], callee: Any, place: Place, env: Env) -> None:
        """A static operand must not carry a derivative, and a rule for reals must not meet complex numbers."""
        ours = (getattr(callee, "__module__", None) or "").startswith("tangentx.")  # such operands give shapes only
        for parameter in () if ours else rule.parameters:
            atom = bound.get(parameter.name)
            if rule.differentiable and parameter.static and isinstance(atom, gast.Name) and self.is_varied(atom, env):
                if is_float_like(self.kind(atom, env)):
                    self.missing(f"{describe(callee)} with respect to `{parameter.name}`", place)
        if rule.real_only and any(is_complex(k) for k in kinds):
            self.missing(f"{describe(callee)} of complex numbers", place)

    def _holds_floats(self, kind: Type) -> bool:
        return isinstance(kind, Sequence | Dictionary | ListOf) and is_float_like(kind)

    def _operand(self, value: Any, env: Env, several: bool) -> Any:
        """An operand that is a container taken apart stands for its elements."""
        if isinstance(value, tuple):
            return tuple(self.whole_argument(v, env) for v in value)
        structure = self.structure(value, env) if isinstance(value, gast.Name) else None
        if structure is None:
            return value
        shown = structure_display(structure)
        return tuple(shown.elts) if several and isinstance(shown, gast.Tuple | gast.List) else shown

    def find_rule(self, callee, operands, keywords, kinds, named) -> Rule | None:
        """The rule for a call; literal operands may select a special one."""
        ranks = tuple(rank_of(k) for k in kinds)
        rule = registry.find(callee, ranks)
        if rule is None:
            return None
        names = [p.name for p in rule.parameters if not p.keyword_only]
        given = {**dict(zip(names, kinds, strict=False)), **named}
        literals = {n: k.value if isinstance(k, Const) else ... for n, k in given.items()}
        return registry.find(callee, ranks, literals)

    def _is_identity(self, function, kinds: list[Type], named: dict[str, Type]) -> bool:
        """Does the primitive give back its first operand itself (`np.asarray` of a float array)?"""
        if not isinstance(kinds[0], Array) or kinds[0].scalar or "contiguous" in getattr(function, "__name__", ""):
            return False
        return self.sampler.returns_operand(function, kinds, named)

    def _bare(self, atom: gast.AST) -> gast.AST:
        return atom.value if isinstance(atom, gast.Starred) else atom

    def missing(self, callee: Any, place: Place) -> None:
        raise MissingRuleError(
            f"no rule for {describe(callee)}", place=place, lines=self.lines(place), label="needs a derivative",
            help=(
                "write a rule for it: tangentx.register('my_rules.py')  (docs/templates.md)",
                "if it must not count: tx.stop_gradient(...) around its argument",
            ),
        )  # fmt: skip

    def augment_name(self, stmt: Augment, value: gast.AST, place: Place, env: Env, frame: Frame) -> None:
        """`x op= e`: a new value for numbers, and for arrays that nobody else can see; else a write."""
        target = self.atom(nodes.name(stmt.target.id), env, frame, place)
        kind = self.kind(target, env)
        if isinstance(kind, ListOf | Sequence) and isinstance(stmt.op, gast.Add):
            containers.extend(self, target, value, place, env)
            return
        if kind == UNKNOWN and self.forward and isinstance(stmt.op, gast.Add | gast.Sub):
            containers.store(self, None, stmt.op, value, place, env, frame, base=target)  # right for either
            env.bind(target.id, UNKNOWN)
            self.note(target.id, UNKNOWN)
            self.types[target.id] = UNKNOWN
            return
        if kind == UNKNOWN and self.is_varied(target, env):
            raise UnsupportedSyntaxError(
                f"`{stmt.target.id} {'op'}= ...`: whether this writes on an array is not known", code="TX236",
                place=place, lines=self.lines(place), help=("write `x = x + e`, or `x[...] = x + e`",),
            )  # fmt: skip
        if isinstance(kind, Array) and not kind.scalar:
            containers.store(self, None, stmt.op, value, place, env, frame, base=target)
            return
        self._bind_binop(self.local(stmt.target.id, frame), _BinOpOf(target, stmt.op, value), place, env, _Identity())


class _BinOpOf:
    """A BinOp over atoms of the program."""

    def __init__(self, left, op, right):
        self.left, self.op, self.right = left, op, right


class _Identity:
    """A frame in which every name is already a name of the program."""

    class function:  # noqa: N801
        locals = frozenset()

    def find(self, name: str) -> str:
        return name


ONE = Dim((), 1)


def rank_of(kind: Type) -> int | None:
    if isinstance(kind, Array):
        return kind.rank
    return 0 if is_scalar(kind) else None


def view_of(kind: Type) -> str:
    return "always" if isinstance(kind, Array) and kind.sites else "no"


def describe(callee: Any) -> str:
    """A callee in words."""
    if isinstance(callee, str):
        return callee.replace(":", " ")
    module = getattr(callee, "__module__", None) or ""
    name = getattr(callee, "__qualname__", getattr(callee, "__name__", repr(callee)))
    return name if module in ("", "builtins", "_operator") else f"{module}.{name}"


def function_of(callee: Any):
    """A Python callable for a callee, also for "method:sum" and "attribute:T"."""
    if not isinstance(callee, str):
        return callee
    kind, _, name = callee.partition(":")
    if kind == "method":
        return lambda x, *args, **keywords: getattr(x, name)(*args, **keywords)
    return lambda x: getattr(x, name)


def index_atoms(node: gast.AST) -> list[gast.AST]:
    """The atoms of an index expression, left to right."""
    if isinstance(node, gast.Slice):
        return [e for e in (node.lower, node.upper, node.step) if e is not None]
    if isinstance(node, gast.Tuple):
        return [a for e in node.elts for a in index_atoms(e)]
    return [node]


def indexed_type(sampler, base: Type, index: gast.AST, kinds: list[Type]) -> Type:
    """The type of `base[index]`.  An integer index takes an axis away, whatever its value; a slice whose bounds are
    not known leaves an axis of unknown length (a sample would clip it to the sample's length)."""
    parts = index.elts if isinstance(index, gast.Tuple) else [index]
    rest, tried, wide, narrow = list(kinds), [], [], []
    own = set(symbols_of([base]))
    for part in parts:
        mine = [rest.pop(0) for _ in index_atoms(part)]
        if isinstance(part, gast.Slice):
            open_ended = not all(_follows_length(k, own) for k in mine)
            wide.append(slice(None) if open_ended else None)
            narrow.append(slice(0, 7) if open_ended else None)
        else:
            mine = [Const(0) if k == Scalar("int") or isinstance(k, Scalar) and k.kind == "int" else k for k in mine]
            mine = [Const(0) if isinstance(k, Const) and type(k.value) is int else k for k in mine]
            wide.append(None)
            narrow.append(None)
        tried += mine

    def read(swapped: list):
        def run(x, *atoms):
            values = list(atoms)
            made = []
            for part, other in zip(parts, swapped, strict=True):
                own_part = build_index(part, values)
                made.append(own_part if other is None else other)
            return x[tuple(made)] if isinstance(index, gast.Tuple) else x[made[0]]

        return run

    known = sampler.apply(read(wide), [base, *tried])
    if all(w is None for w in wide) or not isinstance(known, Array) or not isinstance(known.shape, tuple):
        return known
    other = sampler.apply(read(narrow), [base, *tried])
    if not isinstance(other, Array) or not isinstance(other.shape, tuple) or len(other.shape) != len(known.shape):
        return replace(known, shape=None)
    dims = tuple(
        a if a == b else Dim(((sampler.fresh(), 1),)) for a, b in zip(known.shape, other.shape, strict=True)
    )
    return replace(known, shape=dims)


def _follows_length(kind: Type, own: set[str]) -> bool:
    """May a slice bound be sampled: a small literal, or the array's own length up to a small constant?"""
    if isinstance(kind, Const):
        return kind.value is None or type(kind.value) is int and abs(kind.value) <= 5
    if isinstance(kind, Scalar) and kind.dim is not None and kind.dim.terms:
        return {s for s, _ in kind.dim.terms} <= own and abs(kind.dim.offset) <= 5
    return False


def build_index(node: gast.AST, values: list) -> Any:
    """The index object, from the values of its atoms (consumed from the front)."""
    if isinstance(node, gast.Slice):
        parts = (None if e is None else values.pop(0) for e in (node.lower, node.upper, node.step))
        return slice(*parts)
    if isinstance(node, gast.Tuple):
        return tuple(build_index(e, values) for e in node.elts)
    return values.pop(0)


def structure_display(structure: Structure) -> gast.AST:
    """The expression that builds the container."""
    items = [structure_display(s) if isinstance(s, Structure) else nodes.name(s) for s in structure.items]
    if structure.keys is not None:
        return gast.Dict([nodes.constant(k) for k in structure.keys], items)
    if structure.cls is list:
        return gast.List(items, gast.Load())
    if structure.cls is tuple:
        return gast.Tuple(items, gast.Load())
    return gast.Call(canonical(structure.cls) or external(structure.cls.__name__), items, [])
