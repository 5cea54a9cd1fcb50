"""Where the shipped data lies: beside the package in a checkout, inside it in a wheel or a frozen bundle."""

import sys
from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    package = Path(__file__).resolve().parent.parent
    return package if (package / "resources").is_dir() else package.parent


def resource(*parts: str) -> Path:
    """The path of a file or folder under `resources/`."""
    return _root().joinpath("resources", *parts)


def forms_folder() -> Path:
    """The folder of printed documents, one folder each."""
    return _root() / "forms"
