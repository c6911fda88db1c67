"""From the text of a random program to a verdict, and from a failing text to a short one."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import itertools
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.differences import flat
from tests.oracle import CRASH, Doubtful, Reference, Report, check, moved_by
from tests.programs import Program
from tests.trees import clone, leaves

_count = itertools.count()
DISCARDED = "discarded"
SECONDS, PRIMAL_SECONDS = 20, 1
LARGE = 1e5  # beyond it differences may settle on anything
PRIMAL_ERRORS = (
    SyntaxError,  # a walrus where Python allows none
    TimeoutError, Doubtful, ArithmeticError, ValueError, NameError, TypeError, LookupError, AttributeError,
    RuntimeError, MemoryError, StopIteration,
)  # fmt: skip


def load(text: str, folder: Path) -> Callable:
    """`main` of the program, from a real file."""
    name = f"fuzzed_{next(_count)}"
    path = folder / f"{name}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # emitted code imports the user's classes from there
    spec.loader.exec_module(module)
    return module.main


def inputs(main: Callable, seed: int) -> tuple[tuple, ...]:
    """Two input sets of order one, by the names of the parameters; where `n` is one, it is how long the vectors are."""
    rng = np.random.default_rng(seed)
    names = inspect.signature(main).parameters
    sizes = (3, 5) if "n" in names else (4, 4)
    return tuple(_draw(names, rng, size, main) for size in sizes[:: 1 if seed % 2 else -1])


def _draw(names: Iterable[str], rng: np.random.Generator, size: int, main: Callable) -> tuple:
    scalar, vector = lambda: float(rng.normal()), lambda: rng.normal(size=size)
    draws = {
        "x": scalar,
        "y": scalar,
        "n": lambda: size,
        "v": vector,
        "w": vector,
        "m": lambda: rng.normal(size=(3, 4)),
        "f": lambda: vector().astype(np.float32),
        "z": lambda: vector() + 1j * vector(),
        "i": lambda: rng.integers(0, size, size),
        "c": lambda: [scalar(), scalar(), scalar()],
        "d": lambda: {"a": scalar(), "b": scalar()},
        "b": lambda: main.__globals__["Body"](scalar(), scalar(), vector()),
    }
    return tuple(draws[name]() for name in names)


def stages_of(seed: int) -> tuple[str, ...]:
    """Both modes at every program; what costs another compilation in turn."""
    return "jvp", "vjp", *[("grad",), ("hvp",), ("grad",), ()][seed % 4]


def judge(text: str, seed: int, folder: Path, stages: tuple[str, ...] | None = None) -> Report:
    """The oracle's report; DISCARDED where the primal itself fails or its differences do not settle."""
    program = None
    try:
        with time_limit(PRIMAL_SECONDS):  # shrinking may have dropped the counter of a loop
            main = load(text, folder)
            program = Program(f"seed {seed}", main, inputs(main, seed), None, frozenset(), True)
            for args in program.args:
                with np.errstate(over="raise", divide="raise", invalid="raise"):  # 0 * inf has no derivative
                    out = main(*clone(args))
                    if np.any(np.abs(flat(out)) > LARGE):
                        raise Doubtful("not of order one")
                    if any(np.asarray(leaf).dtype == np.float16 for leaf in leaves(out)):
                        raise Doubtful("too coarse for differences")  # `np.round` of booleans
            references = [(args, Reference(program, args, k)) for k, args in enumerate(program.args)]
            for _, reference in references:
                reference.validate(program)
                reference.along(
                    moved_by(program)
                )  # `grad` moves fewer arguments, and may meet other errors there
    except PRIMAL_ERRORS as error:
        return Report(f"seed {seed}", DISCARDED, "primal", f"{type(error).__name__}: {error}")
    try:
        with time_limit(SECONDS):
            return check(program, stages or stages_of(seed), references)
    except TimeoutError:
        return Report(program.name, CRASH, "time", f"no answer in {SECONDS} s")


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """A derivative that never ends is a failure, not the end of the run; seconds of this process, not of the clock."""

    def stop(*_: object) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def shrink(text: str, still_fails: Callable[[str], bool], limit: int = 900) -> str:
    """Drop statements, unwrap nested blocks, simplify expressions while the program fails the same way."""
    tries = itertools.count(1)

    def fails(candidate: str) -> bool:
        return next(tries) <= limit and still_fails(candidate)

    text = _drop_all(text, fails)
    while (smaller := next(filter(fails, _smaller(text)), None)) is not None:
        text = smaller
    while (smaller := next(filter(fails, _plainer(text)), None)) is not None:
        text = smaller
    return text


def _plainer(text: str) -> Iterator[str]:
    """The text with one expression replaced by one of its operands."""
    count = sum(1 for node in ast.walk(ast.parse(text)) for _ in _operands(node))
    for k in range(count):
        tree = ast.parse(text)
        places = [(node, part) for node in ast.walk(tree) for part in _operands(node)]
        node, part = places[k]
        yield ast.unparse(_Replaced(node, part).visit(tree)) + "\n"


def _operands(node: ast.AST) -> list[ast.expr]:
    """What an expression might be replaced by."""
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.Call):
        return [a for a in node.args if not isinstance(a, (ast.Starred, ast.GeneratorExp, ast.Compare))]
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else []


class _Replaced(ast.NodeTransformer):
    """Puts one node in another one's place."""

    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _drop_all(text: str, still_fails: Callable[[str], bool]) -> str:
    """One pass over all statements, from the last to the first."""
    for k in range(len(_blocks(ast.parse(text))) - 1, -1, -1):
        candidate = _without(text, k, unwrap=False)
        if candidate is not None and still_fails(candidate):
            text = candidate
    return text


def _smaller(text: str) -> Iterator[str]:
    for unwrap in (False, True):
        for k in range(len(_blocks(ast.parse(text)))):
            candidate = _without(text, k, unwrap)
            if candidate is not None:
                yield candidate


def _blocks(tree: ast.Module) -> list[tuple[list[ast.stmt], int]]:
    """Every statement as (the list that holds it, its index), in a fixed order."""
    found = []
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                found += [(block, i) for i in range(len(block))]
    return found


def _without(text: str, k: int, unwrap: bool) -> str | None:
    """The text without its k-th statement (or with the statement's body in its place)."""
    tree = ast.parse(text)
    places = _blocks(tree)
    if k >= len(places):
        return None
    block, i = places[k]
    statement = block[i]
    inner = getattr(statement, "body", None)
    if isinstance(statement, (ast.Import, ast.Return)) or getattr(statement, "name", "") == "main":
        return None
    if unwrap and not isinstance(statement, (ast.If, ast.For, ast.While)):
        return None
    block[i : i + 1] = inner if unwrap else []
    if not block:
        block.append(ast.Pass())
    try:
        candidate = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        compile(candidate, "candidate", "exec")  # an unwrapped `break` is not Python
    except (SyntaxError, AttributeError):
        return None
    return candidate
