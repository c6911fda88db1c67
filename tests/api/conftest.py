"""`compiler`: the stand-in of `stub` in the place of the pipeline."""

from collections import OrderedDict

import pytest

from tangentx import pipeline
from tangentx.derivatives import products
from tests.api.stub import Compiler


@pytest.fixture
def compiler(monkeypatch):
    made = Compiler()
    monkeypatch.setattr(pipeline, "compile", made.compile)
    monkeypatch.setattr(products, "_made", OrderedDict())
    return made
