"""What is kept as files: the table of cases, and how each is derived, run and derived again."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from tangentx import pipeline
from tangentx.analysis.observed import type_of
from tangentx.config import Options
from tests.trees import clone

FOLDER = Path(__file__).parent / "emitted"


def numbers(*shape: int) -> np.ndarray:
    """An array without symmetries, the same one each time."""
    size = int(np.prod(shape))
    return np.sin(1.0 + 1.7 * np.arange(size)).reshape(shape)


@dataclass(frozen=True)
class Case:
    """One derivative for the types of sample arguments.

    library : what the primal needs.
    version : where the primal is the library's own text, the version whose line numbers are in the file.
    """

    target: str
    mode: str
    wrt: tuple[str, ...]
    args: tuple
    library: str = ""
    version: str = ""

    @property
    def name(self) -> str:
        module, _, function = self.target.partition(":")
        return "_".join([module.rsplit(".", 1)[1], function, self.mode]).removeprefix("primals_")

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.py"

    @property
    def primal(self) -> Callable:
        module, _, name = self.target.partition(":")
        return getattr(importlib.import_module(module), name)

    def values(self) -> tuple:
        """Sample arguments in the order of the signature, defaults included; new at each call."""
        parameters = list(inspect.signature(self.primal).parameters.values())
        return (*clone(self.args), *(p.default for p in parameters[len(self.args) :]))

    def emit(self) -> str:
        """The text, made anew."""
        types = tuple(type_of(value) for value in self.values())
        return pipeline.derive(self.primal, types, self.wrt, self.mode, Options()).emitted.text

    def load(self) -> ModuleType:
        """The kept file as a module."""
        name = f"tests.golden.emitted.{self.name}"
        if name not in sys.modules:
            spec = spec_from_file_location(name, self.file)
            sys.modules[name] = module_from_spec(spec)
            spec.loader.exec_module(sys.modules[name])
        return sys.modules[name]

    def entry(self) -> Callable:
        """The kept derivative; of a pair, its two halves in a row."""
        module = self.load()
        name = "_".join([self.primal.__name__, "adjoint" if self.mode == "pair" else self.mode, *self.wrt])
        if self.mode != "pair":
            return getattr(module, name)
        forward, reverse = getattr(module, f"{name}_forward"), getattr(module, f"{name}_reverse")

        def both(*values: Any) -> Any:
            value, saved = forward(*values)
            return value, reverse(saved, 1.0)

        return both


PRIMALS = "tests.golden.primals"
CASES = [
    Case("examples.fit:loss", "grad", ("w",), (numbers(4), numbers(5, 4), numbers(5) - 1.0)),
    Case("examples.fit:loss", "tangent", ("w", "y"), (numbers(4), numbers(5, 4), numbers(5) - 1.0)),
    Case(
        "examples.logistic:loss", "value_and_grad", ("w",),
        (numbers(4), numbers(6, 4), np.sign(numbers(6))), "sklearn",
    ),
    Case("examples.heat:misfit", "grad", ("source",), (numbers(9), numbers(9)), "scipy"),
    Case("scipy.optimize:rosen", "grad", ("x",), (numbers(5),), "scipy", "1.17."),
    Case(f"{PRIMALS}:newton_root", "grad", ("a",), (2.0,)),
    Case(f"{PRIMALS}:newton_root", "tangent", ("a",), (2.0,)),
    Case(f"{PRIMALS}:chebyshev", "grad", ("x",), (0.3, 5)),
    Case(
        f"{PRIMALS}:affine_loss", "grad", ("params",),
        ({"weights": numbers(3), "bias": 0.3}, numbers(5, 3), numbers(5)),
    ),
    Case(
        f"{PRIMALS}:network", "grad", ("layers",),
        ([(numbers(3, 4), numbers(4)), (numbers(4, 2), numbers(2))], numbers(5, 3)),
    ),
    Case(f"{PRIMALS}:first_passage", "grad", ("x",), (numbers(6), 2.0)),
    Case(f"{PRIMALS}:smooth", "value_and_grad", ("u", "rate"), (numbers(7), 0.2)),
    Case(f"{PRIMALS}:softmax_cross_entropy", "grad", ("logits",), (numbers(4), np.eye(4)[1])),
    Case(f"{PRIMALS}:softmax_cross_entropy", "tangent", ("logits",), (numbers(4), np.eye(4)[1])),
    Case(f"{PRIMALS}:pendulum_energy", "tangent", ("angle", "speed"), (0.3, 0.2)),
    Case(f"{PRIMALS}:polynomial", "pair", ("coefficients", "x"), (numbers(4), 0.5)),
]  # fmt: skip
