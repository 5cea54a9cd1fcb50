"""The one place that joins the parts: a hardened process, then the window or a verb."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.core.clock import SystemClock
from desktop_app.core.errors import Fault
from desktop_app.host import hardening


def start(arguments: Sequence[str]) -> int:
    """Run the window (no arguments, or `--vault DIR`) or a verb. Returns the exit code."""
    hardening.harden()
    if not arguments:
        return _window(None)
    if arguments[0] == "--vault" and len(arguments) == 2:
        return _window(Path(arguments[1]))
    return _verb(arguments)


def _window(vault: Path | None) -> int:
    from desktop_app.host import instance, paths
    from desktop_app.ui import app

    try:
        right = instance.Instance(paths.settings_folder())
    except Fault as fault:
        return app.refuse(fault)
    with right:
        return app.run(app.Options(vault=vault, clock=SystemClock()))


def _verb(arguments: Sequence[str]) -> int:
    from desktop_app.cli import main

    return main.run(arguments, SystemClock())
