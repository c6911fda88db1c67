"""Shared by all tests: nothing that a test derives is written into the checkout."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# The cache of emitted files must not survive a run: a stale one could hide a change of the compiler.
os.environ.setdefault("TANGENTX_CACHE_DIR", tempfile.mkdtemp(prefix="tangentx-test-"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="accept what is emitted as the golden files"
    )
    parser.addoption(
        "--every", type=int, default=1, help="one test in N: which, the state of the compiler says"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    every = config.getoption("--every")
    if every > 1:
        from tests.rotation import part

        items[:] = items[part() % every :: every]


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return request.config.getoption("--update-golden")
