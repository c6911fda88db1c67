"""Settings: precedence, and refusing what is wrong."""

import threading
import warnings

import pytest

from tangentx import config
from tangentx.errors import TangentxWarning


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.setattr(config, "_process", {})
    for name in config.Options.__slots__:
        monkeypatch.delenv(f"TANGENTX_{name.upper()}", raising=False)
    config._from_project.cache_clear()
    yield
    config._from_project.cache_clear()


def test_precedence(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert config.get("on_disconnected") == "warn"
    (tmp_path / "pyproject.toml").write_text(
        '[tool.tangentx]\non-disconnected = "ignore"\noptimize = false\n'
    )
    config._from_project.cache_clear()
    assert config.get("on_disconnected") == "ignore"
    assert config.get("optimize") is False
    monkeypatch.setenv("TANGENTX_ON_DISCONNECTED", "error")
    assert config.get("on_disconnected") == "error"
    config.set(on_disconnected="warn")
    assert config.get("on_disconnected") == "warn"
    with config.using(on_disconnected="ignore"):
        assert config.get("on_disconnected") == "ignore"
        with config.using(on_disconnected="error"):
            assert config.get("on_disconnected") == "error"
        assert config.options(on_disconnected="warn").on_disconnected == "warn"
    assert config.get("on_disconnected") == "warn"


def test_using_is_for_this_thread_only():
    seen = []
    with config.using(optimize=False):
        thread = threading.Thread(target=lambda: seen.append(config.get("optimize")))
        thread.start()
        thread.join()
    assert seen == [True]


@pytest.mark.parametrize(("text", "value"), [("0", False), ("off", False), ("TRUE", True), ("1", True)])
def test_flags_in_the_environment(monkeypatch, text, value):
    monkeypatch.setenv("TANGENTX_CACHE", text)
    assert config.get("cache") is value


def test_what_is_wrong_is_said(monkeypatch, tmp_path):
    with pytest.raises(config.OptionError, match="no option `fast`") as caught:
        config.set(fast=True)
    assert "the options are optimize" in str(caught.value)
    with pytest.raises(config.OptionError, match="`optimize` cannot be 1"):
        config.set(optimize=1)
    with pytest.raises(config.OptionError), config.using(name="f"):
        pass
    monkeypatch.setenv("TANGENTX_OPTIMIZE", "maybe")
    with pytest.raises(config.OptionError, match="cannot be 'maybe'"):
        config.options()


def test_an_unknown_setting_in_the_project_is_a_warning(monkeypatch, tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.tangentx]\noptimise = false\n")
    below = tmp_path / "pkg"
    below.mkdir()
    monkeypatch.chdir(below)
    with pytest.warns(TangentxWarning, match="unknown setting `optimise`"):
        assert config.get("optimize") is True
    (tmp_path / "pyproject.toml").write_text("not toml")
    config._from_project.cache_clear()
    with pytest.warns(TangentxWarning, match="cannot read the settings"):
        assert config.get("optimize") is True


def test_a_project_without_settings_is_silent(monkeypatch, tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert config.options() == config.Options()
