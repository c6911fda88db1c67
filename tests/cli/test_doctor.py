"""`doctor`: what a bug report needs."""

from __future__ import annotations

import numpy


def test_doctor(command):
    run = command("doctor")
    assert run.returncode == 0, run.stdout + run.stderr
    facts = dict(line.split("  ", 1) for line in run.stdout.splitlines())
    assert numpy.__version__ in facts["numpy"]
    assert facts["rules"].strip().endswith("templates")
    assert "passed" in facts["self-test"]
    assert facts["TANGENTX_CACHE_DIR"].strip()


def test_memory_only(command):
    assert "in memory only" in command("doctor", TANGENTX_CACHE="0").stdout
