"""Applications for policy tests: the base of tests/policy_cases with single fields changed."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_app.domain.application import Application
from desktop_app.policy.pack import Pack, load_shipped
from tests.support.cases import changed, settled_pack

CASES = Path(__file__).resolve().parents[2] / "policy_cases"
BASE = tomllib.loads((CASES / "base.toml").read_text(encoding="utf-8"))
Build = Callable[..., Application]


def built(changes: Mapping[str, Any]) -> Application:
    """The base with dotted paths set; an empty text takes a field away."""
    data = changed(BASE, changes)
    for index, material in enumerate(data.get("materials", [])):
        material.setdefault("name", f"{index}.pdf")
        material.setdefault("media_type", "application/pdf")
        material.setdefault("size", 1000)
        material.setdefault("digest", f"{index:064x}")
    return msgspec.convert(data, Application)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_shipped()


@pytest.fixture(scope="session")
def pack_with() -> Callable[..., Pack]:
    """The shipped pack with an office's settings."""

    def make(**settings: Any) -> Pack:
        return settled_pack(settings)

    return make


@pytest.fixture(scope="session")
def build() -> Build:
    """An application: `build({"filing.level": "mid"})`."""

    def make(changes: Mapping[str, Any] | None = None) -> Application:
        return built(changes or {})

    return make
