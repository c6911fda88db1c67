"""Finding the text of the code that runs: candidates by first line, then compared with the code object.

A candidate is compiled alone, in a scope made for it, and has to give the same instructions, names and constants.
A function whose file was edited after the import is found out this way; so are lambdas that share a line.
"""

from __future__ import annotations
import __future__ as features

import ast
import copy
import functools
import linecache
import re
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType

from tangentx.errors import SourceUnavailableError
from tangentx.records import Place

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_FUTURE = functools.reduce(
    lambda a, b: a | b, (getattr(features, f).compiler_flag for f in features.all_feature_names)
)
_KIND = 0x04 | 0x08 | 0x20 | 0x80 | 0x200  # *args, **kwargs, generator, coroutine, asynchronous generator
_SAME = ("co_name", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_freevars", "co_cellvars")
_SAME_BODY = ("co_code", "co_names", "co_varnames", "co_exceptiontable")


def source_lines(code: CodeType, module_globals: Mapping) -> list[str]:
    """The lines of the file (cell, exec'd text) that the code came from; none when they cannot be had."""
    file = code.co_filename
    if file.startswith("<frozen "):  # a module of the interpreter itself, whose text lies beside the others
        file = module_globals.get("__file__") or file
    linecache.checkcache(file)
    lines = linecache.getlines(file, dict(module_globals) if "__loader__" in module_globals else None)
    # What Python 3.13 keeps of text typed at its prompt.
    typed = getattr(linecache, "_getlines_from_code", None)
    lines = lines or (typed(code) if typed else []) or []
    # Every text given to `python -c`, exec and eval has one name: what is kept under it may be another's.
    return [] if file == "<string>" and not _found(code, lines) else lines


def locate(code: CodeType, lines: Sequence[str]) -> _Definition:
    """The definition that compiles to `code`."""
    found = _found(code, lines)
    if found:
        return _only(found, code, lines)
    raise SourceUnavailableError(
        f"the source of `{code.co_qualname}` has changed since it was imported",
        code="TX101",
        place=Place(code.co_filename, code.co_firstlineno),
        lines=lines,
        label="is not the code that runs",
        why=["the text at this line, compiled, differs from the function's code object"],
        help=["reload the module (importlib.reload), run the cell again, or restart Python"],
    )


def _found(code: CodeType, lines: Sequence[str]) -> list[_Definition]:
    """The definitions in a text that compile to `code`: looked for in its block first, then in the whole text."""
    text = "".join(lines)
    for candidates, imports in ((_in_block, _imported_words), (_in_file, _imports)):
        found = [node for node in candidates(code, lines) if _gives(node, code, imports(text))]
        if found:
            return found
    return []


# -- candidates ---------------------------------------------------------------------------------------


def _in_block(code: CodeType, lines: Sequence[str]) -> Iterator[_Definition]:
    """The `def` at the first line, parsed without the rest of the file: quick in long files."""
    first = code.co_firstlineno - 1
    if not 0 <= first < len(lines) or not lines[first].lstrip().startswith(("@", "def", "async")):
        return
    block = _block(lines, first)
    indented = block[0][:1] in " \t"
    # Blank lines keep the line numbers, `if 1:` keeps the columns.
    text = (
        "\n" * (first - 1) + "if 1:\n" + "".join(block)
        if indented and first
        else "\n" * first + "".join(block)
    )
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    top = tree.body[0].body[0] if indented and first else tree.body[0]
    if isinstance(top, _DEFINITIONS):
        yield top


def _block(lines: Sequence[str], first: int) -> list[str]:
    """From the decorators or the `def` to the last line that is indented deeper (closing brackets aside)."""
    indent = re.match(r"[ \t]*", lines[first]).group()
    header = re.compile(rf"{indent}(async\s+)?def\b")
    end = first
    while end < len(lines) - 1 and not header.match(lines[end]):
        end += 1
    last = end
    for number in range(end + 1, len(lines)):
        text = lines[number].strip()
        if not text or text.startswith("#"):
            continue
        if not re.match(rf"{indent}[ \t]", lines[number]) and text[0] not in ")]}":
            break
        last = number
    return list(lines[first : last + 1])


def _in_file(code: CodeType, lines: Sequence[str]) -> Sequence[_Definition]:
    return _definitions("".join(lines)).get(code.co_firstlineno, ())


@functools.lru_cache(maxsize=16)
def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


@functools.lru_cache(maxsize=16)
def _definitions(text: str) -> Mapping[int, Sequence[_Definition]]:
    """Every definition of a file by the line at which its code object begins."""
    found: dict[int, list[_Definition]] = {}
    for node in ast.walk(_parsed(text)):
        if isinstance(node, _DEFINITIONS):
            decorators = getattr(node, "decorator_list", [])
            found.setdefault(min([node.lineno, *(d.lineno for d in decorators)]), []).append(node)
    return found


# Python compiles `np.dot(x)` otherwise where the file imports `np`: a definition compiled alone has to be told.
_IMPORT = re.compile(
    r"^[ \t]*(?:from\b[^\n]*?\bimport\b[ \t]*(\([^)]*\)|[^\n]*)|import\b([^\n]*))", re.MULTILINE
)


@functools.lru_cache(maxsize=16)
def _imported_words(text: str) -> frozenset[str]:
    """A quick guess at the names that a file imports: the words of its import statements."""
    return frozenset(
        word for found in _IMPORT.findall(text) for part in found for word in re.findall(r"\w+", part)
    )


@functools.lru_cache(maxsize=16)
def _imports(text: str) -> frozenset[str]:
    """The names that a file imports at module level."""
    pending, found = [_parsed(text)], set()
    while pending:
        node = pending.pop()
        if isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, (ast.stmt, ast.Module, ast.ExceptHandler, ast.match_case)):
            if not isinstance(node, (*_DEFINITIONS, ast.ClassDef)):
                pending += ast.iter_child_nodes(node)
    return frozenset(found)


def _only(found: list[_Definition], code: CodeType, lines: Sequence[str]) -> _Definition:
    """The one of several equal candidates that stands at the right columns."""
    if len(found) == 1:
        return found[0]
    positions = list(code.co_positions())
    imports = _imports("".join(lines))
    exact = [node for node in found if list(compiled(node, code, imports).co_positions()) == positions]
    found = exact or found
    if len({ast.dump(node) for node in found}) == 1:
        return found[0]
    raise SourceUnavailableError(
        "two lambdas on one line cannot be told apart",
        code="TX103",
        place=Place(code.co_filename, code.co_firstlineno),
        lines=lines,
        label="which of them?",
        why=["they have the same instructions, and this Python runs without columns (no_debug_ranges)"],
        help=["write each on its own line, or as a `def`"],
    )


# -- comparison ---------------------------------------------------------------------------------------


def _gives(node: _Definition, code: CodeType, imports: frozenset[str]) -> bool:
    if getattr(node, "name", "<lambda>") != code.co_name:
        return False
    try:
        return _same(compiled(node, code, imports), code)
    except (SyntaxError, ValueError):
        return False


def compiled(node: _Definition, code: CodeType, imports: frozenset[str]) -> CodeType:
    """The code object of a definition, compiled where its free variables are free and its names are mangled alike."""
    bare = _bare(node)
    inner: ast.stmt = ast.Expr(bare) if isinstance(bare, ast.Lambda) else bare
    owner = class_name(code.co_qualname)
    if owner is not None:
        inner = ast.ClassDef(owner, [], [], [inner], [], **_no_type_parameters(ast.ClassDef))
    # What is defined here must not hide a global of that name.
    bound = getattr(inner, "name", None)
    outer = [ast.Global([bound])] if bound is not None and bound not in code.co_freevars else []
    free = [name for name in code.co_freevars if name != "__class__"]
    bindings = [ast.Assign([ast.Name(name, ast.Store())], ast.Constant(None)) for name in free]
    scope = ast.FunctionDef(
        "<scope>", _no_arguments(), [*bindings, *outer, inner], [], **_no_type_parameters(ast.FunctionDef)
    )
    imported = [ast.Import([ast.alias(name)]) for name in sorted(imports & _names(code))]
    module = ast.fix_missing_locations(ast.Module([*imported, scope], []))
    found = compile(module, code.co_filename, "exec", flags=code.co_flags & _FUTURE, dont_inherit=True)
    for _ in range(2 if owner is None else 3):
        found = next(const for const in found.co_consts if isinstance(const, CodeType))
    if found.co_name.startswith("<generic parameters"):
        found = next(c for c in found.co_consts if isinstance(c, CodeType) and c.co_name == code.co_name)
    return found


def _names(code: CodeType) -> set[str]:
    """Every name that the code, or code nested in it, mentions."""
    nested = (const for const in code.co_consts if isinstance(const, CodeType))
    own = {*code.co_names, *code.co_varnames, *code.co_cellvars, *code.co_freevars}
    return own.union(*map(_names, nested))


def class_name(qualname: str) -> str | None:
    """The innermost class around a definition: `"C"` of `"f.<locals>.C.method"`; names are mangled by it."""
    parts = qualname.split(".")
    classes = [part for part, after in zip(parts, parts[1:], strict=False) if "<locals>" not in (part, after)]
    return classes[-1] if classes else None


def _bare(node: _Definition) -> _Definition:
    """Without decorators, defaults and annotations: they are not part of the function's own code."""
    bare, arguments = copy.copy(node), copy.copy(node.args)
    arguments.defaults = [ast.Constant(None) for _ in arguments.defaults]
    arguments.kw_defaults = [default and ast.Constant(None) for default in arguments.kw_defaults]
    for kind in ("posonlyargs", "args", "kwonlyargs"):
        setattr(arguments, kind, [_unannotated(parameter) for parameter in getattr(arguments, kind)])
    arguments.vararg = arguments.vararg and _unannotated(arguments.vararg)
    arguments.kwarg = arguments.kwarg and _unannotated(arguments.kwarg)
    bare.args = arguments
    if not isinstance(bare, ast.Lambda):
        bare.decorator_list, bare.returns = [], None
    return bare


def _unannotated(parameter: ast.arg) -> ast.arg:
    return ast.copy_location(ast.arg(parameter.arg, None), parameter)


def _no_arguments() -> ast.arguments:
    return ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])


def _no_type_parameters(kind: type) -> dict:
    return {"type_params": []} if "type_params" in kind._fields else {}


def _same(ours: CodeType, theirs: CodeType) -> bool:
    """Do both do the same?  File names and positions apart."""
    if any(getattr(ours, part) != getattr(theirs, part) for part in _SAME):
        return False
    if (ours.co_flags ^ theirs.co_flags) & _KIND:
        return False
    if any(name.startswith("@py") for name in theirs.co_varnames + theirs.co_names):
        return _same_but_asserts(ours, theirs)
    if any(getattr(ours, part) != getattr(theirs, part) for part in _SAME_BODY):
        return False
    return _same_constant(ours.co_consts, theirs.co_consts)


def _same_but_asserts(ours: CodeType, theirs: CodeType) -> bool:
    """pytest rewrites assert statements: everything that we have has to be there, among what it added."""
    names = set(ours.co_names) - {"AssertionError"}
    return names <= set(theirs.co_names) and set(ours.co_varnames) <= set(theirs.co_varnames)


def _same_constant(ours: object, theirs: object) -> bool:
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, CodeType):
        return _same(ours, theirs)
    if isinstance(ours, tuple):
        return len(ours) == len(theirs) and all(map(_same_constant, ours, theirs))
    if isinstance(ours, frozenset):
        return ours == theirs
    return repr(ours) == repr(theirs)  # tells 0.0 from -0.0, and takes nan for nan
