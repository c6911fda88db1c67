"""The order of the house: a module imports from lower floors and from its own folder, and nothing in circles."""

from __future__ import annotations

import pytest

from tests.repository.imports import Import, imports_of, modules

# Lowest first.  What stands in one tuple does not see its neighbours, except on the lowest floor, whose small modules
# use each other.
FLOORS = (
    (
        "errors",
        "records",
        "rules",
        "runtime",
        "config",
        "instances",
        "libraries",
        "interpolation",
        "pytrees",
        "paths",
        "wrt",
        "bound",
        "checkpointing",
        "assurances",
        "contractions",
        "shadows",
        "branches",
        "memory",
        "rearrangements",
        "patterns",
        "slopes",
        "special",
        "spectral",
        "triangular",
        "explanations",
    ),
    ("syntax",),
    ("templating",),
    ("frontend",),
    ("analysis",),
    ("transform", "loader"),
    ("fingerprints", "standing"),
    ("reuse",),
    ("pipeline",),
    ("dispatch", "pickling", "seeds"),
    ("results",),
    ("derivative",),
    ("derivatives", "backends"),
    ("api",),
    ("cli",),
    ("__main__",),
)
FLOOR = {name: level for level, names in enumerate(FLOORS) for name in names}

# `tangentx/__init__.py` gathers the public names; only the top may look at it.
TOP = "tangentx"

# Optional extras, imported where they are used: (module, what it imports).
OPTIONAL = {
    ("tangentx.cli.terminal", "pygments"),
    ("tangentx.pickling", "cloudpickle"),
    ("tangentx.backends.numba", "numba"),
    ("tangentx.triangular", "scipy"),
    ("tangentx.analysis.splines", "scipy"),
    ("tangentx.analysis.densities", "scipy"),
}

MODULES = modules()
IMPORTS = [found for name, path in MODULES.items() for found in imports_of(name, path, MODULES)]


def area(module: str) -> str:
    return module.split(".")[1] if "." in module else TOP


def show(found: Import) -> str:
    return f"{MODULES[found.importer].name}:{found.line}: {found.importer} imports {found.imported}"


def test_every_part_of_the_package_has_its_floor():
    assert {area(name) for name in MODULES} - {TOP} <= set(FLOOR)


def test_imports_point_down():
    wrong = []
    for found in IMPORTS:
        if found.imported.split(".")[0] != TOP or found.importer == TOP:
            continue
        mine, theirs = area(found.importer), area(found.imported)
        if theirs == TOP:
            allowed = FLOOR[mine] >= FLOOR["cli"]
        else:
            same_folder = mine == theirs or FLOOR[mine] == FLOOR[theirs] == 0
            allowed = same_folder or FLOOR[theirs] < FLOOR[mine]
        if not allowed:
            wrong.append(show(found))
    assert not wrong, "\n".join(wrong)


def test_no_import_in_a_function():
    wrong = [
        show(found)
        for found in IMPORTS
        if found.inside and (found.importer, found.imported.split(".")[0]) not in OPTIONAL
    ]
    assert not wrong, "\n".join(wrong)


def test_no_cycles():
    graph: dict[str, set[str]] = {name: set() for name in MODULES}
    for found in IMPORTS:
        if found.imported in MODULES and not found.typing and found.imported != found.importer:
            graph[found.importer].add(found.imported)
    while leaves := {name for name, imported in graph.items() if not imported & graph.keys()}:
        graph = {name: imported for name, imported in graph.items() if name not in leaves}
    assert not graph, f"in or above a circle: {sorted(graph)}"


@pytest.mark.parametrize("third_party", ["astor"])
def test_only_one_module_imports(third_party):
    assert {found.importer for found in IMPORTS if found.imported.split(".")[0] == third_party} <= {
        "tangentx.syntax.source"
    }
