"""From a Python callable to its `Function`: the tree of the code that runs, and the names it can see.

*Gives* every field of `Function` but `body` and `locals` (see `anf.normalise`).
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable, Sequence
from types import FunctionType

import gast

from tangentx.errors import SourceUnavailableError, UnsupportedSyntaxError
from tangentx.frontend import locate
from tangentx.frontend.language import DEEP
from tangentx.frontend.parameters import parameters
from tangentx.records import Function, Namespace, Place


def parse(fun: Callable) -> Function:
    """The `Function` of a Python function, lambda or method, whose source has to be the code that runs."""
    function = _python_function(fun)
    code = function.__code__
    lines = locate.source_lines(code, function.__globals__)
    if not lines:
        raise _no_source(function)
    try:
        node = locate.locate(code, lines)
        tree = _tree(node, lines, locate.class_name(code.co_qualname))
    except RecursionError:
        place = Place(code.co_filename, code.co_firstlineno)
        raise UnsupportedSyntaxError(
            DEEP.message, code=DEEP.code, place=place, lines=lines, help=DEEP.help
        ) from None
    arguments = tree.args
    return Function(
        name=code.co_name,
        qualname=function.__qualname__,
        module=function.__module__ or "",
        file=code.co_filename,
        first_line=tree.lineno,
        last_line=tree.end_lineno,
        lines=tuple(lines),
        parameters=parameters(arguments, arguments.defaults, arguments.kw_defaults),
        doc=None if isinstance(node, ast.Lambda) else ast.get_docstring(node),
        namespace=namespace_of(function),
        tree=tree,
        callable=function,
    )


def namespace_of(function: FunctionType) -> Namespace:
    """Where the function's outer names live: the very dictionaries and cells, not copies."""
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    return Namespace(function.__globals__, cells, function.__builtins__)


# -- what can be parsed -------------------------------------------------------------------------------


def _python_function(fun: object) -> FunctionType:
    """The plain function under methods; everything else is refused with a way out."""
    while isinstance(fun, (staticmethod, classmethod)) or inspect.ismethod(fun):
        fun = fun.__func__
    if isinstance(fun, FunctionType):
        return fun
    why, way_out = next((why, help) for applies, why, help in _NOT_FUNCTIONS if applies(fun))
    shown = getattr(fun, "__qualname__", None) or type(fun).__qualname__
    raise SourceUnavailableError(f"cannot read the source of `{shown}`", why=[why], help=[way_out])


_NOT_FUNCTIONS: tuple[tuple[Callable[[object], bool], str, str], ...] = (
    (
        lambda fun: isinstance(fun, functools.partial),
        "it is a functools.partial, not a function",
        "pass the function that it wraps, or a `def` that calls it",
    ),
    (inspect.isclass, "it is a class", "pass a function that makes an instance and uses it"),
    (
        lambda fun: (
            inspect.isbuiltin(fun) or inspect.ismethoddescriptor(fun) or type(fun).__name__ == "ufunc"
        ),
        "it is compiled",
        "give it a rule (tangentx.register), or pass a `def` that calls it",
    ),
    (
        lambda fun: inspect.isfunction(getattr(fun, "py_func", None)),
        "it is compiled by Numba",
        "pass the Python function: `f.py_func`",
    ),
    (
        lambda fun: inspect.ismethod(getattr(fun, "__call__", None)),  # noqa: B004
        "it is an object that can be called, not a function",
        "pass its method: `obj.__call__`",
    ),
    (lambda fun: True, "it is not a Python function", "pass a function written with `def` or `lambda`"),
)


def _no_source(function: FunctionType) -> SourceUnavailableError:
    file = function.__code__.co_filename
    made = file.startswith("<") and file.endswith(">")
    why = (
        f"it was typed at a prompt or made by exec or eval ({file}); the text was not kept"
        if made
        else f"there is no readable file {file}"
    )
    return SourceUnavailableError(
        f"cannot read the source of `{function.__qualname__}`",
        code="TX102",
        why=["tangentx transforms source text", why],
        help=["put it in a file, or in a notebook or IPython cell"],
    )


# -- the tree -----------------------------------------------------------------------------------------


def _tree(node: ast.AST, lines: Sequence[str], owner: str | None) -> gast.AST:
    """The gast tree: no decorators, columns in characters, private names of a class as Python mangles them."""
    tree = gast.ast_to_gast(node)
    if isinstance(tree, (gast.FunctionDef, gast.AsyncFunctionDef)):
        tree.decorator_list = []
    _count_characters(tree, lines)
    if owner is not None:
        _mangle(tree, owner.lstrip("_"))
    return tree


def _count_characters(tree: gast.AST, lines: Sequence[str]) -> None:
    """Python counts columns in UTF-8 bytes."""
    span = lines[tree.lineno - 1 : tree.end_lineno]
    if all(line.isascii() for line in span):
        return
    encoded = {number: line.encode() for number, line in enumerate(span, tree.lineno) if not line.isascii()}
    for node in gast.walk(tree):
        for line, column in (("lineno", "col_offset"), ("end_lineno", "end_col_offset")):
            text = encoded.get(getattr(node, line, None))
            if text is not None:
                setattr(node, column, len(text[: getattr(node, column)].decode()))


def _mangle(tree: gast.AST, owner: str) -> None:
    """`self.__x` in class C is `self._C__x`; the derivative stands outside the class and has to say so."""
    if not owner:
        return

    def mangled(name: str | None) -> str | None:
        private = name is not None and name.startswith("__") and not name.endswith("__") and "." not in name
        return f"_{owner}{name}" if private else name

    for node in gast.walk(tree):
        for kind, part in _MANGLED:
            if isinstance(node, kind):
                setattr(node, part, mangled(getattr(node, part)))
        if isinstance(node, (gast.Global, gast.Nonlocal)):
            node.names = [mangled(name) for name in node.names]


_MANGLED = ((gast.Name, "id"), (gast.Attribute, "attr"), (gast.FunctionDef, "name"), (gast.alias, "asname"))
