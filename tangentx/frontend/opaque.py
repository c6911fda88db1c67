"""Which expressions may stay whole: they are plainly boolean, and evaluating them changes nothing.

Such an expression carries no derivative, so splitting it would only make the result harder to read.
"""

from __future__ import annotations

import functools
import math
from types import ModuleType

import gast

from tangentx.frontend import scopes, trees
from tangentx.records import Function

_PREDICATES = frozenset({"isinstance", "issubclass", "callable", "hasattr"})
_HARMLESS_BUILTINS = _PREDICATES | frozenset(
    "abs all any bool complex divmod float getattr int len max min ord pow".split()
    + "range repr round str sum tuple type".split()
)
_HARMLESS_LIBRARIES = frozenset({"math", "cmath", "numpy", "operator", "scipy"})
_SPLIT_ALWAYS = (gast.NamedExpr, gast.Lambda, gast.Await, gast.Yield, gast.YieldFrom, *scopes.COMPREHENSIONS)
# Consumers for which a list serves as well as a generator: they read all of it, at once, and only once.
_CONSUMERS = (min, max, list, tuple, sorted, dict, set, frozenset, math.fsum, math.prod)
_DECIDERS = frozenset({"any", "all"})
_TYPE_QUESTIONS = frozenset({"isinstance", "issubclass", "hasattr", "callable"})


@functools.lru_cache(maxsize=64)
def _bound_anywhere(tree: gast.AST) -> frozenset[str]:
    """Names bound in the function, its comprehensions or the functions in it: none is surely an outer one."""
    found = set()
    for node in gast.walk(tree):
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load):
            found.add(node.id)
    found |= scopes.pattern_names(tree)
    functions = [node for node in gast.walk(tree) if isinstance(node, (gast.FunctionDef, gast.Lambda))]
    return frozenset(found.union(*(scopes.local_names(function) for function in functions)))


def outer_object(node: gast.AST, function: Function) -> object:
    """The object that a name outside the function stands for, else None."""
    if not isinstance(node, gast.Name) or node.id in _bound_anywhere(function.tree):
        return None
    try:
        return function.namespace.lookup(node.id)[1]
    except KeyError:
        return None


def outer_value(node: gast.AST, function: Function) -> object:
    """The object that a name, or a chain of attributes on an outer name, stands for; else None."""
    if isinstance(node, gast.Attribute):
        owner = outer_value(node.value, function)
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType | type) else None
    return outer_object(node, function)


def surely_has(cls: object, name: str) -> bool:
    """Does every instance of the class have the attribute?  A field, or something of the class."""
    return hasattr(cls, name) or name in getattr(cls, "__dataclass_fields__", ())


def builtin_name(node: gast.AST, function: Function) -> str | None:
    """`"len"` where the node is the builtin len, else None."""
    if not isinstance(node, gast.Name) or node.id in _bound_anywhere(function.tree):
        return None
    builtin = function.namespace.builtins.get(node.id)
    return node.id if builtin is not None and outer_object(node, function) is builtin else None


def _consumes(func: gast.AST, function: Function) -> bool:
    found = outer_object(trees.chain_root(func), function)
    if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Constant):
        return func.attr == "join"
    if isinstance(func, gast.Attribute):
        found = getattr(found, func.attr, None) if isinstance(found, ModuleType) else None
    return found is not None and any(found is consumer for consumer in _CONSUMERS)


def takes_generator(call: gast.Call, function: Function, in_try: bool = False) -> bool:
    """True when the call's only operand that does work is a generator expression it reads at once.

    `sum` adds each item when it comes; where an exception is caught, nobody sees how far it got.
    """
    if not call.args or not isinstance(call.args[0], gast.GeneratorExp):
        return False
    others = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    if not all(trees.is_atom(other) for other in others):
        return False
    return _consumes(call.func, function) or in_try and builtin_name(call.func, function) == "sum"


def decides(node: gast.AST, function: Function) -> bool:
    """`any(...)` or `all(...)` of plainly boolean items: short-circuits, and stays whole."""
    if not isinstance(node, gast.Call) or builtin_name(node.func, function) not in _DECIDERS:
        return False
    if len(node.args) != 1 or node.keywords or not isinstance(node.args[0], gast.GeneratorExp):
        return False
    items = node.args[0]
    if asks_identity(items):
        return False
    parts = [items.elt, *(part for clause in items.generators for part in (clause.iter, *clause.ifs))]
    return _is_leaf(items.elt, function) and all(is_harmless(part, function) for part in parts)


def is_plainly_boolean(node: gast.AST, function: Function) -> bool:
    """`and`/`or`/`not` over comparisons and predicates, without anything that could have an effect."""
    negation = isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not)
    if not isinstance(node, gast.BoolOp) and not (negation and not trees.is_atom(node.operand)):
        return False
    if asks_identity(node) or _asks_for_types(node, function):
        return False
    return _is_leaf(node, function) and is_harmless(node, function)


def _asks_for_types(node: gast.AST, function: Function) -> bool:
    """Does a part ask what types mostly tell (`x.ndim == 2`, `isinstance(x, list)`)?  Each part then stands alone."""
    return any(
        (isinstance(part, gast.Attribute) and part.attr == "ndim")  # also `np.ndim(x)`
        or (isinstance(part, gast.Call) and builtin_name(part.func, function) in _TYPE_QUESTIONS)
        for part in gast.walk(node)
    )


def _is_leaf(node: gast.AST, function: Function) -> bool:
    if isinstance(node, gast.BoolOp):
        return all(_is_leaf(value, function) for value in node.values)
    if isinstance(node, gast.Constant):
        return isinstance(node.value, bool)
    if isinstance(node, gast.UnaryOp):
        return isinstance(node.op, gast.Not)
    return isinstance(node, gast.Compare) or (
        isinstance(node, gast.Call) and builtin_name(node.func, function) in _PREDICATES
    )


def asks_identity(node: gast.AST) -> bool:
    """Is `a is b` of two variables in it?  Which container each of them stands for may depend on the path."""
    for part in gast.walk(node):
        sides = [part.left, *part.comparators] if isinstance(part, gast.Compare) else []
        for i, pair in enumerate(zip(sides, sides[1:], strict=False)):
            asks = isinstance(part.ops[i], gast.Is | gast.IsNot)
            if asks and not any(isinstance(side, gast.Constant) for side in pair):
                return True
    return False


def is_harmless(node: gast.AST, function: Function) -> bool:
    """Evaluating it runs no code that could change something, and it needs no splitting."""
    return not any(
        isinstance(part, _SPLIT_ALWAYS)
        or (isinstance(part, gast.Call) and not _call_is_harmless(part, function))
        for part in gast.walk(node)
    )


def _call_is_harmless(call: gast.Call, function: Function) -> bool:
    """A reading builtin, or a function of a numerical library that is not told to write into an array."""
    if any(keyword.arg in (None, "out") for keyword in call.keywords):
        return False
    if builtin_name(call.func, function) in _HARMLESS_BUILTINS:
        return True
    module = outer_object(trees.chain_root(call.func), function)
    return isinstance(module, ModuleType) and module.__name__.partition(".")[0] in _HARMLESS_LIBRARIES
