"""`explain`: the long text of every code."""

from __future__ import annotations

from tangentx.cli.explain import EXPLANATIONS


def test_a_code(command):
    run = command("explain", "tx301")
    assert run.returncode == 0 and not run.stderr
    assert run.stdout.startswith("TX301: ") and "wrong:\n" in run.stdout and "right:\n" in run.stdout


def test_all_codes(command):
    lines = command("explain", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(EXPLANATIONS)


def test_no_such_code(command):
    run = command("explain", "TX3O1")
    assert run.returncode == 2 and not run.stdout and "did you mean" in run.stderr


def test_entries_are_complete():
    for code, entry in EXPLANATIONS.items():
        assert entry.meaning.endswith("."), code
        assert bool(entry.wrong) == bool(entry.right), code
        assert max(map(len, entry.text().splitlines())) <= 120, code
