"""Indices: their atoms, their values, and the type of what they read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis.scope import Env
from tangentx.analysis.substitutes import symbols_of
from tangentx.analysis.types import (
    ANY_DIM,
    UNKNOWN,
    Array,
    Const,
    Dim,
    Maybe,
    Scalar,
    Sequence,
    Type,
    is_scalar,
    may_be_a_number,
    same_dim,
    sites_of,
)
from tangentx.syntax import nodes
from tangentx.syntax.source import expression


def index_atoms(node: gast.AST) -> list[gast.AST]:
    """The atoms of an index expression, left to right."""
    if isinstance(node, gast.Slice):
        return [e for e in (node.lower, node.upper, node.step) if e is not None]
    if isinstance(node, gast.Tuple):
        return [a for e in node.elts for a in index_atoms(e)]
    return [node]


def may_be_indexed_number(kind: Type, index: gast.AST) -> bool:
    """`number[None]`, which only NumPy's numbers know: their tangents and adjoints may be Python's."""
    only_new = all(getattr(a, "value", 0) in (None, ...) for a in index_atoms(index))
    return is_scalar(kind) or may_be_a_number(kind) and only_new


def is_either(s, index: gast.AST, env: Env) -> bool:
    """Is a part of it None or a number on some paths, and an array on others: with so many axes as it has then?"""
    kinds = [s.kind_or_none(a, env) for a in nodes.elements_of(index) if not isinstance(a, gast.Slice)]
    return any(isinstance(kind, Maybe) or may_be_a_number(kind) for kind in kinds)


def build_index(node: gast.AST, values: list) -> Any:
    """The index object, from the values of its atoms (consumed from the front)."""
    if isinstance(node, gast.Slice):
        parts = (None if e is None else values.pop(0) for e in (node.lower, node.upper, node.step))
        return slice(*parts)
    if isinstance(node, gast.Tuple):
        return tuple(build_index(e, values) for e in node.elts)
    return values.pop(0)


def indexed_type(sampler, base: Type, index: gast.AST, kinds: list[Type]) -> Type:
    """The type of `base[index]`.  An integer index takes an axis away, whatever its value; a slice whose bounds are
    not known leaves an axis of unknown length (a sample would clip it to the sample's length)."""
    key = (base.dtype, base.shape, expression(index), tuple(kinds)) if _same_value(base, kinds) else None
    found = sampler.indexed.get(key)
    if found is None:
        found = _indexed(sampler, base, index, kinds)
        if key is not None and not sites_of(found) - sites_of(base):
            sampler.indexed[key] = found
    return replace(found, sites=base.sites) if sites_of(found) else found


def _same_value(base: Array, kinds: list[Type]) -> bool:
    """Do these types say which part is read, so that reading it again gives the same sizes?"""
    dims = base.shape if isinstance(base.shape, tuple) else (ANY_DIM,)
    for kind in kinds:
        if isinstance(kind, Scalar):
            dims += (ANY_DIM if kind.dim is None else kind.dim,)
        elif not isinstance(kind, Const):
            return False
    return all(same_dim(d, d) for d in dims)


def _indexed(sampler, base: Array, index: gast.AST, kinds: list[Type]) -> Type:
    tried, open_ended = _probe(nodes.elements_of(index), kinds, set(symbols_of([base])))
    known = sampler.apply(_reader(index, open_ended, slice(None)), [base, *tried])
    if not any(open_ended) or not isinstance(known, Array) or not isinstance(known.shape, tuple):
        return known
    other = sampler.apply(_reader(index, open_ended, slice(0, 0)), [base, *tried])
    shape = other.shape if isinstance(other, Array) else None
    if not isinstance(shape, tuple) or len(shape) != len(known.shape):
        return replace(known, shape=None)
    firsts = _leading_sizes(base, nodes.elements_of(index), kinds, len(shape))
    triples = zip(known.shape, shape, firsts, strict=True)
    return replace(
        known, shape=tuple(a if a == b else first or Dim(((sampler.fresh(), 1),)) for a, b, first in triples)
    )


def _leading_sizes(base: Array, parts: list[gast.AST], kinds: list[Type], rank: int) -> list[Dim | None]:
    """For `x[:n]` the size of the result: a symbol that is not 1 when neither n nor the array's length is."""
    rest, found = list(kinds), []
    for part, own in zip(parts, base.shape or (), strict=False):
        mine = [rest.pop(0) for _ in index_atoms(part)]
        if isinstance(part, gast.Slice):
            found.append(_leading_size(part, own, mine))
        elif not all(map(_is_integer, mine)):
            return [None] * rank
    return [*found, *([None] * (rank - len(found)))] if len(found) <= rank else [None] * rank


def _leading_size(part: gast.Slice, own: Dim, kinds: list[Type]) -> Dim | None:
    if part.lower is not None or part.step is not None or not own.never_one or not own.terms:
        return None
    upper = kinds[0].dim if kinds and isinstance(kinds[0], Scalar) else None
    if upper is None or not upper.terms or not upper.never_one:
        return None
    return Dim(((f"{own}[:{upper}]".replace("*", "x"), 1),))


def _probe(parts: list[gast.AST], kinds: list[Type], own: set[str]) -> tuple[list[Type], list[bool]]:
    """The types to try for the atoms, and which parts are slices whose bounds no sample can stand for."""
    rest, tried, open_ended = list(kinds), [], []
    for part in parts:
        mine = [rest.pop(0) for _ in index_atoms(part)]
        is_slice = isinstance(part, gast.Slice)
        open_ended.append(is_slice and not all(_follows_length(k, own) for k in mine))
        tried += mine if is_slice else [Const(0) if _is_integer(k) else k for k in mine]
    return tried, open_ended


def _is_integer(kind: Type) -> bool:
    if isinstance(kind, Const):
        return type(kind.value) is int
    if isinstance(kind, Array):
        return kind.scalar and kind.kind in "iu"
    return isinstance(kind, Scalar) and kind.kind == "int"


def _reader(index: gast.AST, open_ended: list[bool], instead: slice):
    """Reading by the index, with the same slice instead of every open one."""

    def run(x, *atoms):
        values = list(atoms)
        made = [build_index(part, values) for part in nodes.elements_of(index)]
        made = [instead if swapped else own for own, swapped in zip(made, open_ended, strict=True)]
        return x[tuple(made)] if isinstance(index, gast.Tuple) else x[made[0]]

    return run


def _follows_length(kind: Type, own: set[str]) -> bool:
    """May a slice bound be sampled: a small literal, or the array's own length up to a small constant?"""
    if isinstance(kind, Const):
        return kind.value is None or type(kind.value) is int and abs(kind.value) <= 5
    if isinstance(kind, Scalar) and kind.dim is not None and kind.dim.terms:
        return {s for s, _ in kind.dim.terms} <= own and abs(kind.dim.offset) <= 5
    return False


def reshaped(sampler, kinds: list[Type]) -> Type:
    """The type of `x.reshape(2, 3)` where no sample has so many entries: the shape is what was asked for."""
    base, *sizes = kinds
    if len(sizes) == 1 and isinstance(sizes[0], Sequence):
        sizes = list(sizes[0].items)
    if len(sizes) == 1 and isinstance(sizes[0], Const) and isinstance(sizes[0].value, tuple):
        sizes = [Const(n) for n in sizes[0].value]
    if not isinstance(base, Array) or not sizes:
        return UNKNOWN
    dims = []
    for size in sizes:
        if isinstance(size, Const) and type(size.value) is int:
            dims.append(Dim((), size.value) if size.value >= 0 else Dim(((sampler.fresh(), 1),)))
        elif isinstance(size, Scalar) and size.kind == "int":
            known = size.dim is not None and size.dim.offset >= 0 and all(k > 0 for _, k in size.dim.terms)
            dims.append(size.dim if known else Dim(((sampler.fresh(), 1),)))
        else:
            return UNKNOWN
    return Array(base.dtype, tuple(dims), False, base.sites)


def constant_index(s, index: gast.AST, env: Env) -> Any:
    """The value of an index that is known, else None."""
    if isinstance(index, gast.Slice):
        parts = [None if e is None else s.kind(e, env) for e in (index.lower, index.upper, index.step)]
        if all(p is None or isinstance(p, Const) for p in parts):
            return slice(*(None if p is None else p.value for p in parts))
        return None
    if isinstance(index, gast.Tuple):
        found = tuple(constant_index(s, e, env) for e in index.elts)
        return None if any(v is None or isinstance(v, slice) for v in found) else found
    structure = s.structure(index, env)
    if structure is not None and structure.cls is tuple and structure.keys is None:
        kinds = [env.types.get(i) if isinstance(i, str) else None for i in structure.items]
        return tuple(k.value for k in kinds) if all(isinstance(k, Const) for k in kinds) else None
    known = s.kind(index, env)
    return known.value if isinstance(known, Const) else None
