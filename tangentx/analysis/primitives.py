"""Primitives while specialising: their rules, the operands of those, and the types of their results."""

from __future__ import annotations

import numbers
import operator
from dataclasses import replace
from functools import partial
from typing import Any, NoReturn

import gast
import numpy as np

from tangentx.analysis import foreign, invented, lists, protocol, refusals, sorts, trees
from tangentx.analysis.broadcasting import by_entries
from tangentx.analysis.callees import describe, function_of, is_ours, rank_of
from tangentx.analysis.classes_of import is_one_of
from tangentx.analysis.contractions import einsum_rule
from tangentx.analysis.either_way import either_way, is_one_of_two, or_of_none, whole_too
from tangentx.analysis.indexing import index_atoms, indexed_type, is_either, may_be_indexed_number
from tangentx.analysis.joins import NONE
from tangentx.analysis.observed import written_down
from tangentx.analysis.program import Op, external
from tangentx.analysis.result_views import (
    ALWAYS_VIEWS,
    asks_for_order,
    depends_on_order,
    still_a_view,
    view_of,
)
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import plain_sequences, structure_display
from tangentx.analysis.types import (
    BOOL,
    FLOAT,
    INT,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    Dim,
    Instance,
    ListOf,
    Scalar,
    Sequence,
    Type,
    Unknown,
    is_complex,
    is_float_like,
    is_scalar,
    may_be_a_number,
    or_a_number,
    same_dim,
    sites_of,
    with_sites,
)
from tangentx.errors import MissingRuleError, NotDifferentiableError
from tangentx.records import Bind, Place, Rule
from tangentx.syntax import nodes
from tangentx.templating import registry

# Which side is shorter the samples do not know.
_OF_THE_SHORTER_SIDE = ("svd", "qr", "lstsq_vector", "lstsq_matrix")
_FOR_THIS_CALL = {"einsum": einsum_rule}  # rules written for the literals of a call
_NUMBERS = (numbers.Number, np.generic, str, bytes)  # scalars to NumPy
_OF_REALS = {"numpy.iscomplexobj": False, "numpy.isrealobj": True}
_ALWAYS = (  # whatever they are given
    (int, INT), (len, INT), (float, FLOAT), (bool, BOOL), (np.shape, ListOf(INT, tuple)),
)  # fmt: skip
_RANKS = ("numpy.ndim", "attribute:ndim")  # a part of the type


class Primitives:
    """The part of the specialiser that handles what has a rule, or needs none."""

    # -- types of results ------------------------------------------------------------

    def infer(
        self, function, kinds: list[Type], keywords: dict[str, Type], elementwise: bool = False
    ) -> Type:
        """The type of a primitive's result."""
        found = partial(self._inferred, function, keywords=keywords, elementwise=elementwise)
        known = whole_too(found(kinds), found, kinds, self.sampler.fresh)
        always = [kind for made, kind in _ALWAYS if made is function and isinstance(known, Unknown)]
        return always[0] if always else known

    def _inferred(self, function, kinds: list[Type], keywords: dict[str, Type], elementwise: bool) -> Type:
        everything = [*kinds, *keywords.values()]
        if all(isinstance(k, Const) for k in everything) and everything:
            try:
                value = function(*(k.value for k in kinds), **{n: k.value for n, k in keywords.items()})
            except Exception:  # the program will raise this itself, when it gets there
                return UNKNOWN
            known = written_down(value)
            if known is not None:
                return known
        kinds = invented.undecided(function, kinds)
        arrays = [k for k in kinds if isinstance(k, Array) and k.shape != ()]
        elementwise = elementwise and function not in invented.CHOOSING
        if elementwise and arrays and not any(isinstance(k, Sequence | ListOf | Instance) for k in kinds):
            known = by_entries(self.sampler, function, kinds, keywords)
            return or_a_number(known) if all(map(may_be_a_number, arrays)) else known
        known = either_way(self.sampler, function, kinds, keywords)
        return invented.without(known, function, everything, self.sampler.fresh)

    # -- the statement ------------------------------------------------------------

    def primitive(self, target, expr, callee, operands, keywords, place, env) -> None:
        """`target = expr`, a call of `callee` that has a rule, or that carries no derivative."""
        expr, operands = trees.ends(self, expr, callee, operands, place, env)
        kinds = [self.kind(self._bare(a), env) for a in operands]
        named = {k: self.kind(v, env) for k, v in keywords.items()}
        rule = self.find_rule(callee, operands, keywords, kinds, named)
        self._check_for_objects(rule, callee, operands, place, env)
        function = function_of(callee)
        known = self.infer(function, kinds, named, elementwise=rule is not None and rule.elementwise)
        known = self._of_either_kind(self._corrected(known, rule, kinds, named), rule, kinds, operands, env)
        known = or_of_none(self, known, function, operands, named, place, env)
        known = known if callee in _RANKS else sorts.answer(self, known, [*operands, *keywords.values()])
        varied = any(self.is_varied(a, env) for a in [*operands, *keywords.values()])
        known = foreign.result(self, function, [*operands, *keywords.values()], known, place, env)
        if rule is None:
            if varied and (isinstance(known, Unknown) or is_float_like(known)):
                self.missing(callee, place)
            self._without_rule(Bind(target, expr, place), callee, known, env)
            return
        if varied:
            self._check_flat(rule, callee, [*kinds, *named.values()], known, place)
        several = {p.name for p in rule.parameters if p.sequence or p.variadic}
        if not varied and (_is_list(known) or not self._takes(rule, operands, keywords)):
            self._without_rule(Bind(target, expr, place), callee, known, env)
            return
        bound = self.bind_operands(rule, operands, keywords, place)
        bound = {k: self._operand(v, env, k in several, is_ours(callee)) for k, v in bound.items()}
        self._check_operands(rule, bound, kinds, callee, place, env)
        if len(rule.bar) == 1 and self._is_identity(function, kinds, named):
            self.copy(target, operands[0], place, env)
            return
        view, known = self._how_viewed(rule, function, known, kinds, named)
        word = "rule" if rule.differentiable else "inactive"
        op = Op(word, rule, bound, callee, view=view, reason=describe(callee))
        self.emit(Bind(target, expr, place), op, known, env)

    def _without_rule(self, stmt: Bind, callee: Any, known: Type, env: Env) -> None:
        """A primitive that carries no derivative; what it gives may be a view all the same."""
        view = "maybe" if isinstance(known, Unknown) else view_of(known)
        self.emit(stmt, Op("inactive", view=view, reason=describe(callee)), known, env)

    def _check_for_objects(self, rule: Rule | None, callee, operands: list, place: Place, env: Env) -> None:
        """A function of an object asks its class for a number, which would have no derivative."""
        if rule is not None and rule.differentiable:
            for atom in operands:
                if protocol.object_of(self, atom, env) and self.is_varied(atom, env):
                    self.missing(f"{describe(callee)} of an object", place)

    def _check_flat(self, rule: Rule, callee, kinds: list[Type], known: Type, place: Place) -> None:
        """A function without derivative gives no float for a differentiated one: but zeros, made for what is added to
        them."""
        floats = any(map(self._holds_floats, kinds)) and (isinstance(known, Unknown) or is_float_like(known))
        if floats and not rule.differentiable and not describe(callee).startswith("tangentx."):
            self.missing(callee, place)
        if callee is np.sign and is_complex(known):
            self.missing("numpy.sign of complex numbers", place)  # z / |z|

    def _corrected(self, known: Type, rule: Rule | None, kinds: list[Type], named: dict) -> Type:
        """What samples cannot tell of a result: a known rank, the shorter of two sides, that a view is one."""
        if rule is not None and rule.name in _RANKS and rank_of(kinds[0]) is not None:
            return Const(rank_of(kinds[0]))
        if rule is not None and rule.name in _OF_REALS and isinstance(kinds[0], Array | Scalar):
            return (
                known if is_complex(kinds[0]) else Const(_OF_REALS[rule.name])
            )  # complex on some paths, maybe
        if rule is not None and rule.name == "numpy.isscalar":
            answer = is_one_of(kinds[0], _NUMBERS)
            return known if answer is None else Const(answer)
        if rule is not None and rule.name in _OF_THE_SHORTER_SIDE and isinstance(known, Sequence):
            return replace(known, items=tuple(map(self._of_any_size, known.items)))
        if (
            rule is not None
            and rule.name == "unlist"
            and isinstance(known, Unknown)
            and isinstance(kinds[0], Array)
        ):
            return _unlisted(kinds[0], kinds[1])
        return still_a_view(self.sampler, known, rule, kinds, named)

    def _of_either_kind(self, known: Type, rule: Rule | None, kinds: list[Type], operands: list, env: Env):
        """Where what may be a number has a derivative then, its adjoint has to be a number as well: of no shape that
        could be relied on."""
        if rule is None or not rule.elementwise or not may_be_a_number(known):
            return known
        others = (a for a, k in zip(operands, kinds, strict=True) if not isinstance(k, Array) or k.scalar)
        return replace(known, shape=None) if any(self.is_varied(a, env) for a in others) else known

    def _of_any_size(self, kind: Type) -> Type:
        if not isinstance(kind, Array) or not isinstance(kind.shape, tuple):
            return kind
        return replace(kind, shape=tuple(Dim(((self.sampler.fresh(), 1),)) for _ in kind.shape))

    def _how_viewed(
        self, rule: Rule, function, known: Type, kinds: list[Type], named: dict
    ) -> tuple[str, Type]:
        """Is the result a view of an operand ("no", "always", "maybe")?  With its type, which says of which."""
        view = view_of(known)
        if isinstance(known, Unknown) and rule.differentiable and not rule.elementwise:
            reached = any(map(sites_of, kinds))
            shared = self.sampler.shared_operand(function, kinds, named) if reached else None
            sites = sites_of(kinds[shared]) if shared is not None else frozenset()
            return ("maybe" if sites else "no"), with_sites(known, sites)
        if view != "no":
            depends = depends_on_order(self.sampler, function, kinds, named)
            unknown = depends is None and rule.name not in ALWAYS_VIEWS or any(map(is_one_of_two, kinds))
            return ("maybe" if depends or unknown else view), known
        if asks_for_order(function, named) and isinstance(known, Array) and not known.scalar:
            return "maybe", replace(known, sites=sites_of(kinds[0]))
        return view, known

    def _check_operands(
        self, rule: Rule, bound: dict, kinds: list[Type], callee: Any, place: Place, env: Env
    ) -> None:
        """A static operand must not carry a derivative, and a rule for reals must not meet complex numbers."""
        for parameter in rule.parameters:
            atom, ours = (
                bound.get(parameter.name),
                is_ours(callee),
            )  # there, static operands give shapes only
            if rule.differentiable and any(self.is_varied(a, env) for a in _in_other_containers(atom)):
                self.missing(f"{describe(callee)} of such a container", place)
            if rule.differentiable and parameter.static and not ours and self._counts(atom, env):
                self.missing(f"{describe(callee)} with respect to `{parameter.name}`", place)
        if rule.name in ("array", "asarray") and NONE in getattr(kinds[0], "items", ()):
            self.missing(f"{describe(callee)} of what is None", place)  # an array of objects
        if rule.real_only and any(is_complex(k) for k in kinds):
            self.missing(f"{describe(callee)} of complex numbers", place)

    def _counts(self, atom: Any, env: Env) -> bool:
        """Is there something in the operand, or in the list that it is, that carries a derivative?"""
        read = nodes.names_read(atom) if isinstance(atom, gast.AST) else ()
        found = (nodes.name(name) for name in read)
        return any(self.is_varied(one, env) and is_float_like(self.kind(one, env)) for one in found)

    def read_index(self, target: str, base: gast.AST, index: gast.AST, place: Place, env: Env) -> None:
        """`target = base[index]` on an array."""
        sorts.check_index(self, index, place)
        if may_be_indexed_number(self.kind(base, env), index):
            array = self.fresh("_array")
            self.call(array, external("numpy.asarray"), Const(np.asarray), [base], {}, place, env)
            base = nodes.name(array)
        kinds = [self.kind(base, env), *self.index_kind(index, env)]
        known = indexed_type(self.sampler, kinds[0], index, kinds[1:])
        unsure = isinstance(known, Unknown) or is_either(self, index, env)
        if unsure and isinstance(kinds[0], Array):
            known = replace(kinds[0], shape=None, scalar=False)
        view = view_of(known)
        if (
            isinstance(known, Array) and known.shape is None
        ):  # an entry is a copy and a number, a row is a view
            view = "maybe" if known.sites else "no"
            known = or_a_number(known)
        rule = registry.find(operator.getitem, (None,))
        operands = self.bind_operands(rule, [base, index], {}, place)
        op = Op("rule", rule, operands, operator.getitem, view=view)
        expr = gast.Subscript(base, index, gast.Load())
        self.emit(Bind(target, expr, place), op, known, env)

    def index_kind(self, node: gast.AST, env: Env) -> list[Type]:
        """The types of the atoms in an index, left to right."""
        return [self.kind(a, env) for a in index_atoms(node)]

    def missing(self, callee: Any, place: Place, raises: Exception | None = None) -> NoReturn:
        error = MissingRuleError(
            f"no rule for {describe(callee)}", place=place, lines=self.lines(place), label="needs a derivative",
            help=refusals.FOR_A_RULE,
        )  # fmt: skip
        refusals.surely(self, error, raises)

    # -- the rule and its operands ------------------------------------------------------------

    def find_rule(self, callee, operands, keywords, kinds, named) -> Rule | None:
        """The rule for a call; literal operands may select a special one."""
        ranks = tuple(rank_of(k) for k in kinds)
        real = not any(is_complex(k) or isinstance(k, Unknown) for k in kinds)
        rule = registry.find(callee, ranks, real=real)
        if rule is None:
            return None
        if rule.name in _FOR_THIS_CALL:
            return _FOR_THIS_CALL[rule.name](kinds, named) or rule
        names = [p.name for p in rule.parameters if not p.keyword_only]
        given = {**dict(zip(names, kinds, strict=False)), **named}
        literals = {n: k.value if isinstance(k, Const) else ... for n, k in given.items()}
        if kinds and isinstance(
            kinds[0], ListOf
        ):  # its adjoint does not broadcast: no special rule that relies on it
            literals.update((name, ...) for name in names[1:])
            general = registry.find(callee, ranks, literals, real)
            literals = literals if general is not None else {n: v for n, v in literals.items() if n in given}
        return registry.find(callee, ranks, literals, real)

    def _takes(self, rule: Rule, operands: list, keywords: dict) -> bool:
        """Does the rule know all these arguments?  (What carries no derivative may be called otherwise.)"""
        places = [p for p in rule.parameters if not p.keyword_only]
        several = any(p.variadic for p in rule.parameters)
        return (
            several or len(operands) <= len(places) and keywords.keys() <= {p.name for p in rule.parameters}
        )

    def bind_operands(self, rule: Rule, operands: list, keywords: dict, place: Place) -> dict[str, Any]:
        """The rule's parameters -> the call's atoms.  A keyword the rule does not know is refused."""
        bound: dict[str, Any] = {}
        positional = [p for p in rule.parameters if not p.keyword_only or p.variadic]
        rest = list(operands)
        for parameter in positional:
            if parameter.variadic:
                bound[parameter.name] = tuple(rest)
                rest = []
            elif rest:
                bound[parameter.name] = rest.pop(0)
        names = {p.name: p for p in rule.parameters}
        open_ended = any(p.variadic and p.keyword_only for p in rule.parameters)
        for name, atom in keywords.items():
            if name not in names and not open_ended:
                raise NotDifferentiableError(
                    f"the rule for {rule.name} does not know the keyword `{name}`",
                    code="TX302", place=place, lines=self.lines(place),
                    help=(f"leave `{name}` out, or do its work in a statement of its own",),
                )  # fmt: skip
            bound[name] = atom
        if rest:
            raise NotDifferentiableError(
                f"the rule for {rule.name} takes {len(positional)} positional arguments",
                code="TX302", place=place, lines=self.lines(place), help=("pass the others by keyword",),
            )  # fmt: skip
        for parameter in rule.parameters:
            if parameter.name not in bound and parameter.default is not None:
                written = nodes.dotted(parameter.default)
                bound[parameter.name] = external(written) if written and "." in written else parameter.default
        return bound

    def _operand(self, value: Any, env: Env, several: bool, ours: bool) -> Any:
        """An operand that is a container taken apart stands for its elements; `ours`: for a function of trees."""
        if isinstance(value, tuple):
            return tuple(self._operand(v, env, False, ours) for v in value)
        structure = self.structure(value, env) if isinstance(value, gast.Name) else None
        if structure is None:
            return self.whole_argument(value, env) if isinstance(value, gast.Name | gast.Starred) else value
        structure = lists.resolved(structure, env)
        shown = structure_display(structure if ours and not several else plain_sequences(structure))
        return tuple(shown.elts) if several and isinstance(shown, gast.Tuple | gast.List) else shown

    def _is_identity(self, function, kinds: list[Type], named: dict[str, Type]) -> bool:
        """Does the primitive give back its first operand itself (`np.asarray` of a float array)?"""
        if not isinstance(kinds[0], Array) or kinds[0].scalar or asks_for_order(function, named):
            return False
        if function in invented.CHOOSING or is_one_of_two(kinds[0]):
            return False
        shapes = [k.shape for k in kinds if isinstance(k, Array) and isinstance(k.shape, tuple)]
        if len(shapes) > 1 and any(not same_dim(d, d) for shape in shapes for d in shape):
            return False  # the samples of two lengths that vary are alike, the lengths are not
        return self.sampler.returns_operand(function, kinds, named)

    def _holds_floats(self, kind: Type) -> bool:
        return isinstance(kind, Sequence | Dictionary | ListOf) and is_float_like(kind)

    def _bare(self, atom: gast.AST) -> gast.AST:
        return atom.value if isinstance(atom, gast.Starred) else atom


def _unlisted(array: Array, model: Type) -> Type:
    """The array in the structure of `model`, whose samples have other sizes than those of the array."""
    if isinstance(model, ListOf) and model.item is not None:
        return ListOf(_unlisted(array, model.item))
    if isinstance(model, Sequence):
        return Sequence(list, tuple(_unlisted(array, k) for k in model.items))
    if isinstance(model, Array) and not model.scalar:
        return replace(model, dtype=array.dtype, sites=array.sites)
    return Array(array.dtype, (), True) if is_scalar(model) else UNKNOWN


def _in_other_containers(operand: Any) -> list[gast.AST]:
    """The variables in dicts and objects that are put together for a rule, of which no rule knows the parts."""
    parts = operand if isinstance(operand, tuple) else (operand,)
    inside = [node for part in parts if isinstance(part, gast.AST) for node in gast.walk(part)]
    return [n for node in inside if isinstance(node, gast.Call | gast.Dict) for n in gast.walk(node)
            if isinstance(n, gast.Name) and not n.id.startswith("@")]  # fmt: skip


def _is_list(known: Type) -> bool:
    """A list of numbers, and of lists of them: without a derivative it may get longer later, or hold what has one.  A
    list of arrays holds what is a view."""
    return isinstance(known, Sequence) and known.cls is list and not sites_of(known) and _holds_numbers(known)


def _holds_numbers(kind: Type) -> bool:
    return all(_holds_numbers(k) if isinstance(k, Sequence) else is_scalar(k) for k in kind.items)
