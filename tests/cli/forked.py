"""`python -m tests.cli.forked`: runs commands, each in a process forked from one that has tangentx imported already.

A request is a line of JSON, {"arguments", "cwd", "environment", "folder"}, with the standard input in `folder`/stdin;
the answer is the exit code in a line, when `folder`/stdout and `folder`/stderr are written.
"""

from __future__ import annotations

import json
import os
import runpy
import sys

import tangentx.cli  # noqa: F401  (what each command would import)
import tangentx.pipeline  # noqa: F401


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(request)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(request: dict) -> None:
    """What `python -m tangentx ARGUMENTS` does in a process of its own; does not return."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(os.path.join(request["folder"], name), flags, 0o644), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["cwd"])
    sys.path[0] = request["cwd"]
    sys.argv = ["tangentx", *request["arguments"]]
    code = 0
    try:
        runpy.run_module("tangentx", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
