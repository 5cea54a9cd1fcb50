"""Shipped data is found in a checkout and in a frozen bundle."""

import sys
from pathlib import Path

import pytest

from desktop_app.core import resources


@pytest.fixture(autouse=True)
def _fresh_root() -> object:
    resources._root.cache_clear()
    yield
    resources._root.cache_clear()


def test_the_checkout_holds_the_data_beside_the_package() -> None:
    assert resources.resource("locale", "errors", "input.toml").is_file()
    assert resources.forms_folder().name == "forms"


def test_a_frozen_bundle_brings_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource("fonts", "a.ttf") == tmp_path / "resources" / "fonts" / "a.ttf"
    assert resources.forms_folder() == tmp_path / "forms"
