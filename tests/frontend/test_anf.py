"""A-normal form keeps results, effects and their order; and it is in A-normal form."""

import gast
import pytest

from tangentx import records
from tangentx.frontend import normalise
from tangentx.frontend.joining import one_exit
from tangentx.frontend.parse import parse
from tangentx.frontend.show import to_text
from tests.frontend import effects
from tests.frontend.executor import outcome, through_anf


@pytest.mark.parametrize("program", effects.PROGRAMS, ids=lambda program: program.__name__)
def test_same_results_and_effects(program):
    made, text = through_anf(program)
    for value in (-4, 0, 1, 2, 3, 4.0):
        runs = []
        for fun in (program, made):
            effects.FACTOR, effects.numbers[:] = 2.0, [1.0, 2.0, 3.0]
            runs.append(outcome(fun, lambda value=value: (value,), effects.log))
        first, second = ((repr(run).replace("lambda_", "<lambda>")) for run in runs)
        assert first == second, text


def statements(body):
    for stmt in body:
        yield stmt
        for part in ("setup", "body", "orelse"):
            yield from statements(getattr(stmt, part, ()))
        if isinstance(stmt, records.Define):
            yield from statements(stmt.function.body)


ATOM = (gast.Name, gast.Constant)


def operands(node):
    """The direct operands of one operation."""
    if isinstance(node, gast.Call):
        yield from (arg.value if isinstance(arg, gast.Starred) else arg for arg in node.args)
        yield from (keyword.value for keyword in node.keywords)
    elif isinstance(node, gast.BinOp):
        yield from (node.left, node.right)
    elif isinstance(node, gast.Compare):
        yield from (node.left, *node.comparators)
    elif isinstance(node, gast.Subscript):
        yield node.value


@pytest.mark.parametrize("program", effects.PROGRAMS, ids=lambda program: program.__name__)
def test_operands_are_atoms(program):
    opaque = ("plain_booleans",)
    for stmt in statements(normalise(parse(program)).body):
        for part in ("value", "iter", "target"):
            node = getattr(stmt, part, None)
            if isinstance(node, gast.AST) and program.__name__ not in opaque:
                assert all(isinstance(operand, ATOM) for operand in operands(node)), to_text
        if isinstance(stmt, (records.For, records.Return, records.Store, records.Augment)):
            node = {records.For: "iter", records.Return: "value"}.get(type(stmt), "value")
            assert isinstance(getattr(stmt, node), ATOM)


def test_every_expression_node_is_its_own():
    """Facts are keyed by node, so no node may stand in two places, nor in the user's tree."""
    for program in effects.PROGRAMS:
        function = parse(program)
        seen = {id(node) for node in gast.walk(function.tree) if isinstance(node, gast.Name)}
        for stmt in statements(normalise(function).body):
            for part in ("value", "iter", "target", "test", "exc", "cause", "message"):
                node = getattr(stmt, part, None)
                for inner in gast.walk(node) if isinstance(node, gast.AST) else ():
                    if isinstance(inner, gast.Name):
                        assert id(inner) not in seen, (program.__name__, gast.dump(node))
                        seen.add(id(inner))


def test_normalising_leaves_the_tree_alone():
    for program in effects.PROGRAMS:
        function = parse(program)
        before = gast.dump(function.tree)
        normalise(function)
        assert gast.dump(function.tree) == before


def text_of(fun):
    return to_text(normalise(parse(fun)))


def test_module_functions_are_called_by_their_chain():
    def f(np, a, b):
        return np.linalg.solve(a, b).T

    assert text_of(f) == (
        "def f(np, a, b):\n    _t1 = np.linalg.solve(a, b)\n    _t2 = _t1.T\n    return _t2\n"
    )


def test_plain_code_needs_no_temporaries():
    def f(x, n):
        y = x * 2
        y += x
        y[1:-1] = x
        a, b = n, y
        if 0 < n < 5 and not y is None:  # noqa: E714
            a = -b
        elif n == -1:
            a = [1, -2, (3, 4)]
        while n > 0:
            n -= 1
        return a

    assert "_t" not in text_of(f)


def test_names_and_places():
    def f(x):
        return (
            x * 2
            + x
        )  # fmt: skip

    function = normalise(parse(f))
    first, second, last = function.body
    assert function.locals == {"x", "_t1", "_t2"}
    assert function.lines[first.place.line - 1].strip() == "x * 2"
    assert (second.place.line, second.place.end_line) == (first.place.line, first.place.line + 1)
    assert function.lines[last.place.line - 1].strip() == "return ("


def test_deterministic():
    for program in effects.PROGRAMS:
        assert to_text(normalise(parse(program))) == to_text(normalise(parse(program)))


def test_long_functions_have_one_exit(tmp_path):
    """Only what is copied into several branches is bounded."""
    lines = ["def f(x):", *(f"    x = x * {k}.5 + x" for k in range(3000)), "    return x", ""]
    path = tmp_path / "long_function.py"
    path.write_text("\n".join(lines))
    namespace = {}
    exec(compile(path.read_text(), str(path), "exec"), namespace)
    assert len(one_exit(normalise(parse(namespace["f"]))).body) == 6001
