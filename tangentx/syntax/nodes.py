"""Making, copying, comparing and reading gast trees.

Everything here is on the path of every derivative, so nothing uses `copy.deepcopy` or a visitor class: a tree is
walked through its `_fields`, and nodes without state (operators, contexts) are shared instead of copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import gast

from tangentx.syntax.scopes import claimed, inner_names, names_bound, names_read

__all__ = [
    "assign",
    "call",
    "children",
    "claimed",
    "clone",
    "constant",
    "dotted",
    "equal",
    "method",
    "name",
    "names_bound",
    "names_read",
    "parse_expression",
    "parse_statements",
    "store_name",
    "substitute",
    "walk",
]

LOAD, STORE = gast.Load(), gast.Store()
_STATELESS = (gast.operator, gast.unaryop, gast.boolop, gast.cmpop, gast.expr_context)


# -- making -----------------------------------------------------------------------------------


def name(id: str) -> gast.Name:
    """`id`, read."""
    return gast.Name(id, LOAD, None, None)


def store_name(id: str) -> gast.Name:
    """`id`, bound."""
    return gast.Name(id, STORE, None, None)


def constant(value: Any) -> gast.Constant:
    return gast.Constant(value, None)


def subscript(base: gast.AST, key: Any) -> gast.Subscript:
    """`base[key]` for a key that is known; one that is a `Field` is an attribute when the text is written."""
    return gast.Subscript(base, constant(key), gast.Load())


def assign(target: str, value: gast.AST) -> gast.Assign:
    """`target = value`."""
    return gast.Assign([store_name(target)], value, None)


def call(function: str, *args: gast.AST, **keywords: gast.AST) -> gast.Call:
    """`function(*args, **keywords)`; `function` is a dotted name or any other expression's text."""
    named = [gast.keyword(key, value) for key, value in keywords.items()]
    return gast.Call(parse_expression(function), list(args), named)


def method(base: gast.AST, called: str, *args: gast.AST) -> gast.Call:
    """`base.called(*args)`."""
    return gast.Call(gast.Attribute(base, called, LOAD), list(args), [])


def is_copy(node: gast.AST | None) -> bool:
    """`base.copy()`?"""
    method = node.func if isinstance(node, gast.Call) and not node.args else None
    return isinstance(method, gast.Attribute) and method.attr == "copy"


def parse_expression(text: str) -> gast.AST:
    """The tree of an expression: a fresh one each time, parsed once."""
    return clone(_parsed_expression(text))


def parse_statements(text: str) -> list[gast.AST]:
    """The trees of some statements: fresh ones each time, parsed once."""
    return [clone(statement) for statement in _parsed_statements(text)]


@lru_cache(maxsize=4096)
def _parsed_expression(text: str) -> gast.AST:
    return _without_places(gast.parse(text, mode="eval").body)


@lru_cache(maxsize=1024)
def _parsed_statements(text: str) -> tuple[gast.AST, ...]:
    return tuple(_without_places(statement) for statement in gast.parse(text).body)


def _without_places(node: gast.AST) -> gast.AST:
    """Made-up code has no place in the user's file, and must not look as if it had."""
    for inner in gast.walk(node):
        for attribute in inner._attributes:
            inner.__dict__.pop(attribute, None)
    return node


# -- copying ----------------------------------------------------------------------------------


def clone(node: gast.AST) -> gast.AST:
    """A copy that shares no node with state; positions, headings and tags are copied too."""
    cls = node.__class__
    new = cls.__new__(cls)
    fields = new.__dict__
    for key, value in node.__dict__.items():
        if isinstance(value, gast.AST):
            fields[key] = value if isinstance(value, _STATELESS) else clone(value)
        elif value.__class__ is list:
            fields[key] = [
                clone(item) if isinstance(item, gast.AST) and not isinstance(item, _STATELESS) else item
                for item in value
            ]
        else:
            fields[key] = value
    return new


def substitute(node: gast.AST, mapping: Mapping[str, gast.AST]) -> gast.AST:
    """A copy of `node` in which each read of a name in `mapping` is a copy of what it maps to.

    Names that a lambda or a comprehension inside `node` binds are its own and stay.  ValueError where such a
    scope would capture a name of a replacement.

    >>> from tangentx.syntax.source import expression
    >>> expression(substitute(parse_expression("y * x**2"), {"x": parse_expression("a + b")}))
    'y * (a + b) ** 2'
    """
    if not mapping:
        return clone(node)
    if node.__class__ is gast.Name:
        found = mapping.get(node.id) if isinstance(node.ctx, gast.Load) else None
        return clone(node if found is None else found)
    own = inner_names(node)
    inside = _outside(mapping, own, node) if own else mapping
    cls = node.__class__
    new = cls.__new__(cls)
    for key, value in node.__dict__.items():
        new.__dict__[key] = _substituted(value, inside)
    if own and cls is not gast.Lambda:  # the first iterable of a comprehension is evaluated outside of it
        new.generators[0].iter = substitute(node.generators[0].iter, mapping)
    elif own:  # and so are the defaults of a lambda
        new.args.defaults = _substituted(node.args.defaults, mapping)
        new.args.kw_defaults = _substituted(node.args.kw_defaults, mapping)
    return new


def _substituted(value: Any, mapping: Mapping[str, gast.AST]) -> Any:
    if isinstance(value, gast.AST):
        return value if isinstance(value, _STATELESS) else substitute(value, mapping)
    if value.__class__ is list:
        return [_substituted(item, mapping) for item in value]
    return value


def _outside(mapping: Mapping[str, gast.AST], own: set[str], scope: gast.AST) -> dict[str, gast.AST]:
    """What may be replaced inside a scope that has names of its own."""
    kept = {key: value for key, value in mapping.items() if key not in own}
    used = kept.keys() & {
        inner.id for part in _inside(scope) for inner in gast.walk(part) if isinstance(inner, gast.Name)
    }
    for key in sorted(used):
        captured = own.intersection(names_read(kept[key]))
        if captured:
            raise ValueError(f"replacing {key!r} here would let an inner scope capture {min(captured)!r}")
    return kept


def _inside(scope: gast.AST) -> Iterator[gast.AST]:
    """The parts of a lambda or comprehension that see its own names."""
    if scope.__class__ is gast.Lambda:
        yield scope.body
        return
    first, *rest = scope.generators
    yield from (first.target, *first.ifs, *rest)
    yield from (part for part in children(scope) if part is not first and part not in rest)


# -- comparing and reading --------------------------------------------------------------------

_IGNORED = frozenset({"ctx", "kind", "type_comment"})


def rebuilt(node: Any, change: Callable[[Any], Any]) -> Any:
    """The node with its children changed; the node itself if it has none."""
    if isinstance(node, list):
        return [rebuilt(n, change) if isinstance(n, list) else change(n) for n in node]
    if not isinstance(node, gast.AST) or not node._fields:
        return node
    values = []
    for name in node._fields:
        child = getattr(node, name, None)
        if isinstance(child, list):
            child = [change(c) if isinstance(c, gast.AST) else c for c in child]
        elif isinstance(child, gast.AST):
            child = change(child)
        values.append(child)
    return type(node)(*values)


def rewritten(node: gast.AST, rule: Callable[[gast.AST], gast.AST]) -> gast.AST:
    """The node with the rule applied to each of its parts, the innermost first, and to itself at last."""
    made = rebuilt(node, lambda child: rewritten(child, rule) if isinstance(child, gast.AST) else child)
    return rule(made)


def elements_of(node: gast.AST) -> list[gast.AST]:
    """The elements of a tuple, or the node alone: an index, axis by axis.

    >>> [len(elements_of(parse_expression(text).slice)) for text in ("x[:, 0]", "x[i]")]
    [2, 1]
    """
    return node.elts if isinstance(node, gast.Tuple) else [node]


def is_full_slice(part: gast.AST) -> bool:
    """`:` in an index?"""
    return isinstance(part, gast.Slice) and part.lower is part.upper is part.step is None


def is_whole(node: gast.AST) -> bool:
    """A literal integer, no bool?"""
    return isinstance(node, gast.Constant) and type(node.value) is int


def equal(a: Any, b: Any) -> bool:
    """Whether two trees are the same program text, wherever it stands: `1`, `1.0` and `True` differ."""
    if a is b:
        return True
    if isinstance(a, gast.AST):
        if a.__class__ is not b.__class__:
            return False
        if a.__class__ is gast.Constant:
            return a.value.__class__ is b.value.__class__ and repr(a.value) == repr(b.value)
        return all(
            equal(getattr(a, field, None), getattr(b, field, None))
            for field in a._fields
            if field not in _IGNORED
        )
    if a.__class__ is list:
        return b.__class__ is list and len(a) == len(b) and all(map(equal, a, b))
    return a.__class__ is b.__class__ and a == b


def dotted(node: gast.AST) -> str | None:
    """`"numpy.linalg.norm"` for a chain of attributes on a name, None for anything else."""
    parts = []
    while node.__class__ is gast.Attribute:
        parts.append(node.attr)
        node = node.value
    if node.__class__ is not gast.Name:
        return None
    parts.append(node.id)
    return ".".join(reversed(parts))


def parse_external(written: str) -> gast.AST:
    """The chain of names for a dotted name whose root is no identifier (`@_m0.DATA`)."""
    root, *rest = written.split(".")
    node: gast.AST = name(root)
    for part in rest:
        node = gast.Attribute(node, part, LOAD)
    return node


def walk(node: gast.AST) -> Iterator[gast.AST]:
    """The node and everything below it."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += reversed(children(current))


def children(node: gast.AST) -> list[gast.AST]:
    """The nodes directly below, in the order of the fields; not whether a name is read or bound."""
    found = []
    for field in node._fields:
        value = getattr(node, field, None) if field != "ctx" else None
        if isinstance(value, gast.AST):
            found.append(value)
        elif value.__class__ is list:
            found += [item for item in value if isinstance(item, gast.AST)]
    return found
