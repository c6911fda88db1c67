"""Shared by all tests: nothing that a test derives is written into the checkout."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# The cache of emitted files must not survive a run: a stale one could hide a change of the compiler.
os.environ.setdefault("TANGENTX_CACHE_DIR", tempfile.mkdtemp(prefix="tangentx-test-"))
