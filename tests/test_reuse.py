"""A derivative on disk is used by the next process exactly when everything it was made from is the same."""

from __future__ import annotations

import collections
import functools
import importlib
import os
import shutil
import subprocess
import sys
import warnings

import numpy as np
import pytest

import tangentx as tx
from tangentx import pipeline, reuse
from tangentx.analysis import types as kinds
from tangentx.analysis.observed import type_of
from tangentx.analysis.types import Array, Const, Dictionary, Dim, Instance, ListOf, Ragged, Scalar, Sequence
from tangentx.errors import TangentxWarning
from tangentx.fingerprints import Reach, Unstable
from tangentx.templating import registry
from tests.conftest import ROOT

MODEL = """\
import numpy as np
import reuse_helpers
from reuse_helpers import act

SCALE = 2.0
BIAS = np.ones(3)
MODE = "plain"


def twice(x):
    return 2.0 * x


def loss(w, x, eps=0.5):
    h = twice(act(x @ w)) * SCALE
    r = reuse_helpers.norm(h) + eps
    if MODE == "plain":
        r = r * 1.5
    return np.sum(r) + np.dot(BIAS, BIAS)


def other(x):
    return np.sum(np.sin(x))
"""
HELPERS = """\
import numpy as np


def act(z):
    return np.tanh(z)


def norm(r):
    return r / np.sqrt(1.0 + inner(r))


def inner(r):
    return r * r
"""
W, X = np.array([0.3, -0.2, 0.5]), np.arange(12.0).reshape(4, 3) / 10


class Project:
    """A folder with two modules, loaded anew as a new process would."""

    def __init__(self, folder):
        self.folder = folder
        self.texts = {"reuse_model": MODEL, "reuse_helpers": HELPERS}
        (folder / "pyproject.toml").write_text("")

    def load(self, name: str = "reuse_model"):
        for module, text in self.texts.items():
            (self.folder / f"{module}.py").write_text(text)
            sys.modules.pop(module, None)
        importlib.invalidate_caches()
        return importlib.import_module(name)

    def change(self, module: str, old: str, new: str):
        assert old in self.texts[module]
        self.texts[module] = self.texts[module].replace(old, new)
        return self.load()


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("TANGENTX_CACHE_DIR", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield Project(tmp_path)
    for name in ("reuse_model", "reuse_helpers"):
        sys.modules.pop(name, None)


def origin_of(fun, *args, value=None, **options):
    """Where the gradient comes from; its value is checked against differences."""
    derivative = tx.grad(fun, **options)
    found = derivative(*args)
    step = 1e-6
    for index in np.ndindex(args[0].shape):
        e = np.zeros_like(args[0])
        e[index] = step
        slope = (fun(args[0] + e, *args[1:]) - fun(args[0] - e, *args[1:])) / (2 * step)
        np.testing.assert_allclose(found[index], slope, rtol=1e-5, atol=1e-8)
    return derivative.origin


def test_the_next_process_reads_the_text(project):
    assert origin_of(project.load().loss, W, X) == "generated"
    model = project.load()
    first = tx.grad(model.loss)
    assert origin_of(model.loss, W, X) == "cache"
    first(W, X)
    assert first.path.read_text() == first.source and first.key[:12] in first.source


def test_nothing_is_derived_on_a_hit(project, monkeypatch):
    origin_of(project.load().loss, W, X)
    monkeypatch.setattr(pipeline, "derive", None)
    assert origin_of(project.load().loss, W, X) == "cache"


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("reuse_helpers", "np.tanh(z)", "np.sin(z)"),
        ("reuse_helpers", "return r * r", "return r * r * r * r"),
        ("reuse_helpers", "1.0 + inner", "2.0 + inner"),
        ("reuse_model", "2.0 * x", "3.0 * x"),
        ("reuse_model", "from reuse_helpers import act", "from reuse_helpers import inner as act"),
        ("reuse_model", 'MODE = "plain"', 'MODE = "other"'),
        ("reuse_model", "SCALE = 2.0", "SCALE = np.array([2.0, 1.0, 3.0, 4.0])"),
        ("reuse_model", "eps=0.5", "eps=0.25"),
        ("reuse_model", "SCALE = 2.0\n", "SCALE = 2.0\n\n# a line more\n"),
        ("reuse_model", "* SCALE", "* SCALE  # scaled"),
        ("reuse_helpers", "def inner", "# moved\n\n\ndef inner"),
    ],
)
def test_a_change_is_noticed(project, module, old, new):
    origin_of(project.load().loss, W, X)
    assert origin_of(project.change(module, old, new).loss, W, X) == "generated"
    assert origin_of(project.load().loss, W, X) == "cache"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("np.sum(np.sin(x))", "np.sum(np.sin(x) * 3)"),
        ("SCALE = 2.0", "SCALE = 7.5"),
        ("BIAS = np.ones(3)", "BIAS = np.ones(5)"),
    ],
)
def test_what_does_not_matter_is_no_change(project, old, new):
    """Another function of the file, and values that are read live."""
    origin_of(project.load().loss, W, X)
    assert origin_of(project.change("reuse_model", old, new).loss, W, X) == "cache"


def test_lines_in_comments_are_the_lines_of_the_file(project):
    tx.grad(project.load().loss)(W, X)
    derivative = tx.grad(project.change("reuse_model", "SCALE = 2.0\n", "\n\nSCALE = 2.0\n").loss)
    derivative(W, X)
    lines = project.texts["reuse_model"].splitlines()
    assert f"L{next(i for i, line in enumerate(lines, 1) if 'h = twice' in line)}" in derivative.source


def test_types_and_options_are_part_of_the_question(project):
    model = project.load()
    for change in ({"on_disconnected": "ignore"}, {}, {"optimize": False}):
        assert origin_of(model.loss, W, X, **change) == "generated"
    assert origin_of(model.loss, W, X[:1]) == "generated"
    model = project.load()
    for change in ({}, {"optimize": False}):
        assert origin_of(model.loss, W, X, **change) == "cache"
    assert origin_of(model.loss, W, X[:1]) == "cache"


def test_a_patched_library_is_noticed(project, monkeypatch):
    model = project.load()
    assert origin_of(model.other, W) == "generated"
    monkeypatch.setattr(np, "sin", lambda x: np.exp(x))
    assert origin_of(model.other, W) == "generated"


def test_a_registered_rule_is_noticed(project, monkeypatch):
    model = project.load()
    origin_of(model.loss, W, X)
    monkeypatch.setattr(registry._shared, "_files", registry._shared._files)
    tx.register(
        "import math\n\nimport reuse_helpers\n\nfrom tangentx.rules import bar, dot\n\n\n"
        "def act(z):\n    y = reuse_helpers.act(z)\n    dot[y] = 0.0 * dot[z]\n    bar[z] += 0.0 * bar[y]\n"
    )
    derivative = tx.grad(model.loss)
    assert not derivative(W, X).any() and derivative.origin == "generated"
    monkeypatch.undo()
    registry._shared._build()


@pytest.mark.parametrize(
    "how", ["edited", "other program", "truncated", "no record", "broken record", "odd record"]
)
def test_a_file_that_was_tampered_with_is_not_run(project, how):
    derivative = tx.grad(project.load().loss)
    expected = derivative(W, X)
    path = derivative.path
    meta = project.folder / ".tangentx" / "meta" / "reuse_model" / f"{path.stem}.json"
    text = path.read_text()
    if how == "edited":
        path.write_text(text.replace("1.5", "2.5"))
    elif how == "other program":
        path.write_text("raise SystemExit('run')\n")
    elif how == "truncated":
        path.write_text(text[: len(text) // 2])
    elif how == "no record":
        meta.unlink()
    elif how == "broken record":
        meta.write_text(meta.read_text()[:50])
    else:
        meta.write_text(meta.read_text().replace('"global"', '"cell"'))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TangentxWarning)
        again = tx.grad(project.load().loss)
        np.testing.assert_array_equal(again(W, X), expected)
    assert again.origin == "generated" and again.source == text


def test_guards_are_there_after_a_hit(project):
    origin_of(project.load().loss, W, X)
    model = project.load()
    derivative = tx.grad(model.loss)
    before = derivative(W, X)
    assert derivative.origin == "cache"
    model.twice = lambda x: 20.0 * x
    assert not np.allclose(derivative(W, X), before)
    assert origin_of(model.loss, W, X) == "cache"


def test_closures_read_their_own_cells(project):
    def make(scale):
        return lambda x: np.sum(x * x) * scale

    for scale, origin in ((2.0, "generated"), (5.0, "cache")):
        assert origin_of(make(scale), W) == origin
    assert origin_of(make(np.float32(2.0)), W) == "generated"


def test_derivatives_of_derivatives(project):
    for origin in ("generated", "cache"):
        derivative = tx.tangent(tx.grad(project.load().other))
        np.testing.assert_allclose(derivative(W, x_dot=np.ones(3))[1], -np.sin(W))
        assert derivative.origin == origin


def test_the_warning_comes_again(project):
    project.texts["reuse_model"] += "\n\ndef flat(x, y):\n    return np.sum(np.floor(x)) + y\n"
    for origin in ("generated", "cache"):
        derivative = tx.grad(project.load().flat)
        with pytest.warns(TangentxWarning, match="does not depend") as caught:
            derivative(W, 1.0)
        assert derivative.origin == origin and caught[0].filename == __file__


def test_results_are_checked_on_a_hit(project):
    project.texts["reuse_model"] += "\n\ndef vector(x):\n    return x * 2.0\n"
    tx.adjoint(project.load().vector)(W, seed=W)
    derivative = tx.adjoint(project.load().vector)
    with pytest.raises(tx.errors.NotDifferentiableError):
        derivative(W, seed=np.ones(2))
    derivative(W, seed=W)
    assert derivative.origin == "cache"


def test_cache_off(project):
    for _ in range(2):
        assert origin_of(project.load().loss, W, X, cache=False) == "generated"
    assert not (project.folder / ".tangentx").exists()


# -- parts --------------------------------------------------------------------------------------------

Pair = collections.namedtuple("Pair", "a b")


@pytest.mark.parametrize(
    "kind",
    [
        None, kinds.UNKNOWN, kinds.FLOAT, Scalar("int", Dim((("?n", 1), ("x.0", -2)), 3)), kinds.Text(), kinds.Range(),
        Array("float64", (Dim((("x.0", 1),)), Dim((), 1)), False, frozenset({"x"})), Array("int64", (), True),
        Array("float64", None), Array("float32", Ragged(((2,), (3, 4)))), ListOf(None), ListOf(kinds.FLOAT, tuple),
        Sequence(list, (kinds.FLOAT, Const(None))), Sequence(Pair, (kinds.FLOAT, kinds.INT)), Instance(Project),
        Dictionary(("a", 1, (2, "b")), (kinds.FLOAT, kinds.BOOL, Const("s"))), Const(-0.0), Const(2j), Const(True),
        Const(float("inf")), Const((1, 2.5, "x")), Const(float),
    ],
    ids=lambda kind: type(kind).__name__,  # a repr of a set is in another order in each process
)  # fmt: skip
def test_types_survive_the_record(kind):
    found = reuse._unpack(reuse._pack(kind))
    assert found == kind and repr(found) == repr(kind)


def test_several_sites_survive_the_record():
    kind = Array("float64", (Dim((("x.0", 1),)),), False, frozenset({"x", "a", "b"}))
    assert reuse._unpack(reuse._pack(kind)) == kind  # without `repr`: two equal sets may differ in it


def test_types_that_have_no_record():
    for kind in (Const(lambda: 0), Instance(type("Local", (), {})), Const(np.ones(2))):
        with pytest.raises(Unstable):
            reuse._pack(kind)


def test_every_object_has_a_text_or_none():
    def f(x):
        return x

    for value in (
        np.exp, np.dot, np.add.reduce, np.ndarray.sum, np.random.default_rng, np.linalg.solve, np.float64, len, f, Pair,
        dict.get, functools.partial(f, 2.0), np.dtype("f4"), np, slice(1, None), None, ...,
    ):  # fmt: skip
        texts = [Reach(f, (Const(value),)).fields for _ in range(2)]
        assert texts[0] == texts[1] and " at 0x" not in "".join(texts[0])
    for value in (np.vectorize(f), object().__str__, np.frompyfunc(f, 1, 1)):
        with pytest.raises(Unstable):
            Reach(f, (Const(value), type_of(2.0)))


# -- other processes ----------------------------------------------------------------------------------

SCRIPT = """\
import sys
import numpy as np
import tangentx as tx
import reuse_model


def local(x):
    return np.sum(np.exp(x)) * {"a": 2.0, "b": 3.0}["b"] * (1.0 if "k" in {"k", "l", "m"} else 2.0)


W, X = np.array([0.3, -0.2, 0.5]), np.arange(12.0).reshape(4, 3) / 10
for f, args in ((reuse_model.loss, (W, X)), (local, (W,))):
    derivative = tx.grad(f)
    print(derivative(*args).tobytes().hex(), derivative.origin)
    sys.stdout.write(derivative.source)
"""


def environment(folder, seed: str = "0") -> dict[str, str]:
    found = {k: v for k, v in os.environ.items() if k != "TANGENTX_CACHE_DIR"}
    return found | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]), "PYTHONHASHSEED": seed}


def output_of(project, python: str = sys.executable, seed: str = "0") -> str:
    (project.folder / "script.py").write_text(SCRIPT)
    ran = subprocess.run(
        [python, "script.py"],
        cwd=project.folder,
        env=environment(project.folder, seed),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_hash_seeds_do_not_matter(project):
    project.load()
    first = output_of(project)
    assert first.count(" generated\n") == 2
    assert output_of(project, seed="1").replace(" cache\n", " generated\n") == first
    assert output_of(project, seed="2").count(" cache\n") == 2
    shutil.rmtree(project.folder / ".tangentx")
    assert output_of(project, seed="3") == first


def test_the_text_is_the_same_on_every_python(project):
    """TANGENTX_TEST_PYTHONS: other interpreters that have the dependencies, separated as in PATH."""
    others = [python for python in os.environ.get("TANGENTX_TEST_PYTHONS", "").split(os.pathsep) if python]
    if not others:
        pytest.skip("TANGENTX_TEST_PYTHONS names no other interpreter")
    project.load()
    first = output_of(project)
    for python in others:
        assert (
            output_of(project, python).count(" generated\n") == 2
        )  # its code is another: nothing is assumed
        shutil.rmtree(project.folder / ".tangentx")
        assert output_of(project, python) == first


def test_processes_at_the_same_time(project):
    project.load()
    (project.folder / "script.py").write_text(SCRIPT)
    command = [sys.executable, "script.py"]
    more = {
        "cwd": project.folder,
        "env": environment(project.folder),
        "stdout": subprocess.PIPE,
        "text": True,
    }
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, **more) for _ in range(3)]
    outputs = [process.communicate() for process in running]
    assert not any(errors for _, errors in outputs)
    assert len({text.replace(" cache\n", " generated\n") for text, _ in outputs}) == 1
    assert output_of(project).count(" cache\n") == 2
