"""Which names a tree reads and binds, in the order in which Python does it.

The order of the fields of a node is the order of evaluation, except where `_ORDER` says otherwise.  Names that are
private to a lambda, a comprehension or a nested function are not the tree's names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gast

_ORDER: dict[type, tuple[str, ...]] = {
    gast.Assign: ("value", "targets"),
    gast.AnnAssign: ("value", "target", "annotation"),
    gast.NamedExpr: ("value", "target"),
    gast.For: ("iter", "target", "body", "orelse"),
    gast.IfExp: ("test", "body", "orelse"),
    gast.DictComp: ("generators", "key", "value"),
    gast.ListComp: ("generators", "elt"),
    gast.SetComp: ("generators", "elt"),
    gast.GeneratorExp: ("generators", "elt"),
    gast.comprehension: ("iter", "target", "ifs"),
}
_COMPREHENSIONS = (gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)
_FUNCTIONS = (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda)


def claimed(base: str, taken: set[str]) -> str:
    """The name, or the first of base_1, base_2... that is not taken; from now on it is."""
    name, k = base, 0
    while name in taken:
        k += 1
        name = f"{base}_{k}"
    taken.add(name)
    return name


def names_read(node: gast.AST | list) -> list[str]:
    """The names that `node` reads, in order of evaluation, each as often as it stands there.

    `x += e` reads `x`; a nested function reads the names that it does not bind itself.
    """
    found: list[str] = []
    _read(node, found)
    return found


def names_bound(node: gast.AST | list) -> list[str]:
    """The names that `node` binds or deletes in the scope it stands in, each once, in order of first binding."""
    return list(dict.fromkeys(_bound(node)))


def inner_names(node: gast.AST) -> set[str]:
    """The names private to `node` itself: parameters of a lambda, targets of a comprehension."""
    if isinstance(node, _COMPREHENSIONS):
        return {name for generator in node.generators for name in _targets(generator.target)}
    if isinstance(node, gast.Lambda):
        return set(parameter_names(node.args))
    return set()


def parameter_names(args: gast.arguments) -> list[str]:
    """The parameters of a function, in the order of its signature."""
    named = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
    return [argument.id for argument in named if argument is not None]


def local_names(function: gast.AST) -> set[str]:
    """Every name that is local to a function or lambda."""
    own = set(parameter_names(function.args))
    body = function.body if isinstance(function.body, list) else []
    own.update(names_bound(body))
    return own - {name for inner in _statements(body) if isinstance(inner, _DECLARED) for name in inner.names}


_DECLARED = (gast.Global, gast.Nonlocal)


def _statements(body: list) -> Iterator[gast.AST]:
    """The statements of a body and of the suites in it, not those of nested functions and classes."""
    for statement in body:
        yield statement
        if not isinstance(statement, (*_FUNCTIONS, gast.ClassDef)):
            for field in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(statement, field, []))
            for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                yield from _statements(part.body)


# -- reading ----------------------------------------------------------------------------------


# What fields hold beside expressions; the commonest, so that nothing is asked of them.
_NAMELESS = frozenset(
    {str, type(None), gast.Constant, *gast.operator.__subclasses__(), *gast.cmpop.__subclasses__()}
)


def _read(node: Any, found: list[str]) -> None:
    kind = node.__class__
    if kind is gast.Name:
        if node.ctx.__class__ is gast.Load:
            found.append(node.id)
    elif kind is list:
        for item in node:
            _read(item, found)
    elif kind not in _NAMELESS and isinstance(node, gast.AST):
        _READERS.get(kind, _read_fields)(node, found)


def _read_fields(node: gast.AST, found: list[str]) -> None:
    for field in _ORDER.get(node.__class__, node._fields):
        if field != "ctx":
            _read(getattr(node, field, None), found)


def _read_augmented(node: gast.AugAssign, found: list[str]) -> None:
    if isinstance(node.target, gast.Name):
        found.append(node.target.id)
    else:
        _read(node.target, found)
    _read(node.value, found)


def _read_dict(node: gast.Dict, found: list[str]) -> None:
    for key, value in zip(node.keys, node.values, strict=True):
        _read(key, found)
        _read(value, found)


def _read_comprehension(node: gast.AST, found: list[str]) -> None:
    inside: list[str] = []
    first, *rest = node.generators
    _read(first.iter, found)  # evaluated outside the comprehension's scope
    _read(first.target, inside)
    _read(first.ifs, inside)
    _read(rest, inside)
    for field in _ORDER[node.__class__][1:]:
        _read(getattr(node, field), inside)
    own = inner_names(node)
    found.extend(name for name in inside if name not in own)


def _read_function(node: gast.AST, found: list[str]) -> None:
    _read(getattr(node, "decorator_list", None), found)
    _read(node.args.defaults, found)
    _read(node.args.kw_defaults, found)
    for argument in (
        *node.args.posonlyargs,
        *node.args.args,
        node.args.vararg,
        *node.args.kwonlyargs,
        node.args.kwarg,
    ):
        _read(getattr(argument, "annotation", None), found)
    _read(getattr(node, "returns", None), found)
    inside: list[str] = []
    _read(node.body, inside)
    own = local_names(node)
    found.extend(name for name in inside if name not in own)


_READERS: dict[type, Callable[[Any, list[str]], None]] = {
    gast.AugAssign: _read_augmented,
    gast.Dict: _read_dict,
    **dict.fromkeys(_COMPREHENSIONS, _read_comprehension),
    **dict.fromkeys(_FUNCTIONS, _read_function),
}


# -- binding ----------------------------------------------------------------------------------


def _targets(target: gast.AST) -> Iterator[str]:
    """The names in an assignment target."""
    for node in gast.walk(target):
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load):
            yield node.id


def _bound(node: Any) -> Iterator[str]:
    if node.__class__ is list:
        for item in node:
            yield from _bound(item)
    elif isinstance(node, gast.AST):
        yield from _BINDERS.get(node.__class__, _bound_fields)(node)


def _bound_fields(node: gast.AST) -> Iterator[str]:
    for field in _ORDER.get(node.__class__, node._fields):
        yield from _bound(getattr(node, field, None))


def _bound_name(node: gast.Name) -> Iterator[str]:
    if isinstance(node.ctx, (gast.Store, gast.Del)):
        yield node.id


def _bound_definition(node: gast.AST) -> Iterator[str]:
    yield from _bound(getattr(node, "decorator_list", None))
    yield node.name


def _bound_import(node: gast.AST) -> Iterator[str]:
    for alias in node.names:
        yield alias.asname or alias.name.partition(".")[0]


def _bound_comprehension(node: gast.AST) -> Iterator[str]:
    own = inner_names(node)
    yield from (name for name in _bound_fields(node) if name not in own)  # only `:=` gets out


def _bound_handler(node: gast.ExceptHandler) -> Iterator[str]:
    if node.name:
        yield node.name.id if isinstance(node.name, gast.Name) else node.name
    yield from _bound(node.body)


_BINDERS: dict[type, Callable[[Any], Iterator[str]]] = {
    gast.Name: _bound_name,
    gast.FunctionDef: _bound_definition,
    gast.AsyncFunctionDef: _bound_definition,
    gast.ClassDef: _bound_definition,
    gast.Lambda: lambda node: iter(()),
    gast.Import: _bound_import,
    gast.ImportFrom: _bound_import,
    gast.ExceptHandler: _bound_handler,
    **dict.fromkeys(_COMPREHENSIONS, _bound_comprehension),
}
