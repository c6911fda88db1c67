"""The page is what the last run and the reasons make of it; its plots are XML."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.benchmarks import plots
from tests.benchmarks.page import DOCS, page
from tests.benchmarks.results import load

RESULTS = load()


def test_page() -> None:
    """`python -m tests.benchmarks --page` renews it."""
    assert (DOCS / "benchmarks.md").read_text(encoding="utf-8") == page(RESULTS)


@pytest.mark.parametrize("name", ["overview", "scaling"])
def test_plots(name: str) -> None:
    text = (DOCS / f"benchmarks-{name}.svg").read_text(encoding="utf-8")
    assert text == getattr(plots, name)(RESULTS.rows)
    assert ElementTree.fromstring(text).tag.endswith("svg")
