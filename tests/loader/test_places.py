"""Where files go, and where they do not."""

from __future__ import annotations

import os
import pathlib
import sys

import pytest

from tangentx.loader import cache, places

POSIX = pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights as POSIX has them")


@pytest.fixture(autouse=True)
def _environment(monkeypatch, tmp_path):
    for name in ("TANGENTX_CACHE_DIR", "TANGENTX_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    (root / "examples").mkdir(parents=True)
    (root / "pyproject.toml").write_text("")
    return root


def test_in_a_project(project):
    found = places.locate(str(project / "examples" / "fit.py"), "examples.fit", "loss", "grad_w")
    assert found.path == project / ".tangentx/gen/examples/fit/loss__grad_w.py"
    assert found.meta == project / ".tangentx/meta/examples/fit/loss__grad_w.json"
    assert found.module == "examples.fit.loss__grad_w"
    assert not (project / ".tangentx").exists(), "looking makes nothing"


@pytest.mark.parametrize("marker", ["setup.py", "setup.cfg", ".git"])
def test_markers_of_projects(tmp_path, marker):
    (tmp_path / "p" / "q").mkdir(parents=True)
    (tmp_path / "p" / marker).mkdir()
    assert places.locate(str(tmp_path / "p/q/m.py"), "m", "f", "x").root == tmp_path / "p" / ".tangentx"


def test_nearest_project_wins(project):
    (project / "examples" / "setup.py").write_text("")
    assert places.locate(str(project / "examples/m.py"), "m", "f", "x").root == project / "examples/.tangentx"


def test_names(project):
    def name(qualname, **more):
        return places.locate(str(project / "m.py"), "m", qualname, "grad_w", **more).path.stem

    assert name("Model.loss") == "Model__loss__grad_w"
    assert name("outer.<locals>.inner") == "outer__inner__grad_w"
    assert name("<lambda>") == "lambda__grad_w"
    assert name("f", distinct="a") != name("f", distinct="b") != name("f")
    assert name("f", distinct="a").startswith("f__grad_w__")


def test_main_is_named_after_its_file(project):
    found = places.locate(str(project / "examples" / "fit.py"), "__main__", "f", "x")
    assert found.path == project / ".tangentx/gen/examples/fit/f__x.py"


def test_notebooks_go_to_the_working_directory(project, monkeypatch):
    monkeypatch.chdir(project)
    for file in ("<ipython-input-3-abc>", os.path.join("tmp", "ipykernel_12", "345.py")):
        found = places.locate(file, "__main__", "f", "grad_x", distinct="cell")
        assert found.path.parent == project / ".tangentx/gen/_notebook"


@pytest.mark.parametrize(
    "hostile",
    [
        "../../../etc/passwd",
        "a/b\\c",
        "..",
        "",
        "x" * 5000,
        "né",
        "con\x00",
        "a b;rm -rf",
        "\n",
        "<locals>",
        "f.py\u202e",
    ],
)
def test_hostile_names(project, hostile):
    found = places.locate(str(project / "m.py"), hostile, hostile, hostile)
    assert found.path.resolve().is_relative_to(project / ".tangentx" / "gen")
    assert found.path.stem.isascii() and len(found.path.name) < 120
    assert all(part.isidentifier() or part.isalnum() for part in found.module.split("."))
    assert cache.store(found, "# x\n", "k")


def test_different_names_stay_different(project):
    names = ["é", "è", "a b", "a_b", "a-b", "x" * 200, "x" * 201]
    assert len({places.locate(str(project / "m.py"), "m", name, "g").path for name in names}) == len(names)


def test_packages_go_to_the_user_cache(tmp_path):
    import numpy

    found = places.locate(numpy.__file__, "numpy", "f", "x")
    assert found.path.is_relative_to(tmp_path / "cache" / "tangentx")
    standard = places.locate(os.__file__, "os", "f", "x")
    assert standard.path.is_relative_to(tmp_path / "cache" / "tangentx")
    assert standard.root != found.root


def test_no_project_goes_to_the_user_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_MARKERS", ("no such marker",))
    found = places.locate(str(tmp_path / "m.py"), "m", "f", "x")
    assert found.path.is_relative_to(tmp_path / "cache" / "tangentx")


@POSIX
def test_user_cache_is_private(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_MARKERS", ())
    found = places.locate(str(tmp_path / "m.py"), "m", "f", "x")
    assert cache.store(found, "# x\n", "k")
    for folder in (found.root, found.root.parent):
        assert folder.stat().st_mode & 0o777 == 0o700


@POSIX
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_shared_folders_are_not_used(tmp_path, monkeypatch, mode):
    folder = tmp_path / "mine"
    folder.mkdir()
    monkeypatch.setenv("TANGENTX_CACHE_DIR", str(folder))
    assert places.locate("m.py", "m", "f", "x").path.is_relative_to(folder)
    folder.chmod(mode)
    assert places.locate("m.py", "m", "f", "x").path is None


@POSIX
def test_folders_of_others_are_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("TANGENTX_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert places.locate("m.py", "m", "f", "x").path is None


@POSIX
def test_links_in_the_user_cache_are_not_followed(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_MARKERS", ())
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "tangentx").symlink_to(tmp_path / "elsewhere")
    found = places.locate(str(tmp_path / "m.py"), "m", "f", "x")
    assert found.path is None and found.module == "m.f__x"


def test_switched_off(project, monkeypatch):
    monkeypatch.setenv("TANGENTX_CACHE", "0")
    found = places.locate(str(project / "m.py"), "m", "f", "x")
    assert (found.path, found.meta, found.module) == (None, None, "m.f__x")


def test_chosen_folder(tmp_path, project, monkeypatch):
    monkeypatch.setenv("TANGENTX_CACHE_DIR", str(tmp_path / "chosen"))
    found = places.locate(str(project / "m.py"), "m", "f", "x")
    assert found.path == pathlib.Path(os.path.realpath(tmp_path / "chosen")) / "gen/m/f__x.py"


def test_folder_that_cannot_be_made(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TANGENTX_CACHE_DIR", str(tmp_path / "file" / "below"))
    found = places.locate("m.py", "m", "f", "x")
    assert not cache.store(found, "# x\n", "k")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0 or sys.platform == "win32", reason="not as root"
)
def test_read_only_folder(tmp_path, monkeypatch):
    folder = tmp_path / "read only"
    folder.mkdir(mode=0o500)
    monkeypatch.setenv("TANGENTX_CACHE_DIR", str(folder))
    assert not cache.store(places.locate("m.py", "m", "f", "x"), "# x\n", "k")
