"""Finding rules: by object, by operand ranks and literals, in the user's files, in libraries not imported yet."""

from __future__ import annotations

import math
import operator
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tangentx.errors import TemplateError
from tangentx.templating import registry
from tangentx.templating.registry import Registry
from tests.counting import calls

MINE = """
import math
from tangentx.rules import bar, dot

def f(x):
    y = math.ulp(x)
    dot[y] = dot[x]
    bar[x] += bar[y]
"""


@pytest.mark.parametrize(
    ("callee", "name"),
    [
        (np.exp, "exp"),
        (math.exp, "exp"),
        (operator.mul, "mul"),
        (np.multiply, "mul"),
        (np.abs, "absolute"),
        (abs, "absolute"),
        ("builtin:abs", "absolute"),
        ("method:sum", "sum"),
        (np.ndarray.sum, "sum"),
        ("attribute:T", "T"),
        (getattr(np, "acos", np.arccos), "arccos"),
        (sum, "sum_of_list"),
        (operator.getitem, "getitem"),
        (np.linalg.solve, "solve"),
        (math.asin, "arcsin"),
        (float, "number"),
    ],
)
def test_callees_are_objects(callee: object, name: str) -> None:
    assert registry.find(callee).name == name


def test_what_has_no_rule() -> None:
    assert registry.find(np.random.default_rng) is None
    assert registry.find("method:no_such_method") is None
    assert registry.find([]) is None


@pytest.mark.parametrize(
    ("ranks", "name"),
    [
        ((2, 1), "matmul_matrix_vector"),
        ((2, 2), "matmul_matrices"),
        ((3, 2), "matmul"),
        ((None, 2), "matmul"),
        (None, "matmul"),
    ],
)
def test_variants_by_rank(ranks: tuple, name: str) -> None:
    assert registry.find(operator.matmul, ranks).name == name


@pytest.mark.parametrize(
    ("callee", "constants", "name"),
    [
        (operator.pow, {"n": 2}, "pow_two"),
        (operator.pow, {"n": 2.0}, "pow_two"),
        (operator.pow, {"n": 3}, "pow_constant"),
        (operator.pow, {"n": 0}, "pow"),
        (operator.pow, {"n": True}, "pow"),
        (operator.pow, {"n": ...}, "pow"),
        (operator.pow, None, "pow"),
        (np.sum, {}, "sum_leading"),
        (np.sum, {"axis": 0}, "sum_leading"),
        (np.sum, {"axis": False}, "sum"),
        (np.sum, {"axis": 1}, "sum"),
        (np.sum, {"axis": ...}, "sum"),
        (np.sum, None, "sum"),
    ],
)
def test_variants_by_literal(callee: object, constants: dict | None, name: str) -> None:
    assert registry.find(callee, (), constants).name == name


def test_a_keyword_without_general_rule_is_refused() -> None:
    assert registry.find(np.pad, (1,), {"mode": "constant"}).name == "pad"
    assert registry.find(np.pad, (1,), {"mode": "maximum"}) is None
    assert registry.find(np.pad, (1,), {"mode": ...}) is None
    assert registry.find(np.pad, (1,)).name == "pad"  # there is a rule, for some operands


def test_sequences_and_arrays() -> None:
    assert registry.find(np.asarray, (1,)).name == "array_itself"
    assert registry.find(np.asarray, (None,)).name == "array"


def test_user_rules(tmp_path: Path) -> None:
    own = Registry()
    path = tmp_path / "my_rules.py"
    path.write_text(MINE)
    before = own.digest()
    assert own.find(math.ulp) is None
    (rule,) = own.register(path)
    assert own.find(math.ulp) is rule and own.digest() != before
    path.write_text(MINE.replace("dot[x]\n", "2.0 * dot[x]\n"))  # registering again replaces
    assert own.register(str(path))[0] is own.find(math.ulp)


def test_a_second_rule_for_one_callee_is_refused() -> None:
    own = Registry()
    with pytest.raises(TemplateError, match="a second rule for math.exp"):
        own.register(MINE.replace("ulp(x)", "exp(x)"))
    assert own.find(math.exp).name == "exp"


def test_nothing_is_imported_for_a_rule() -> None:
    code = (
        "import sys\nfrom tangentx.templating import registry\nregistry.rules()\n"
        "assert 'scipy' not in sys.modules\n"
        "import scipy._lib._array_api as api\n"
        "assert registry.find(api.xp_promote).name == 'xp_promote'\n"
        "assert not registry.find(api.array_namespace).differentiable\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(registry.__file__).parents[2])


def test_reading_is_fast() -> None:
    assert calls(Registry().load) < 100 * len(registry.rules())  # bodies are read when they are asked for


def test_every_rule_builds() -> None:
    assert len(registry.rules()) > 130
