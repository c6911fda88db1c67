"""Programs of the corpus compute the same in A-normal form, bit for bit: a fourth of them in one run.

The state of the compiler says which.
"""

import copy
import re

import pytest

from tangentx.errors import UnsupportedSyntaxError
from tests import programs
from tests.frontend.executor import outcome, through_anf
from tests.rotation import part

CORPUS = programs.load()


# Derivatives taken inside need the source of local functions, which the normal form has not; it names lambdas.
WITH_SOURCE = sorted(name for name, program in CORPUS.items() if not program.tags & {"inner", "named"})


@pytest.mark.parametrize("name", WITH_SOURCE[part() % 4 :: 4])
def test_same_value_in_normal_form(name):
    program = CORPUS[name]
    try:
        made, text = through_anf(program.function)
    except UnsupportedSyntaxError as error:
        if program.must_pass:
            raise
        pytest.skip(f"{error.code}: {error.message}")
    for args in program.args:
        runs = []
        for fun in (program.function, made):
            own = copy.deepcopy(args)
            runs.append(re.sub(r"0x[0-9a-fA-F]+", "", repr((outcome(fun, lambda own=own: own, []), own))))
        assert runs[0] == runs[1], text
