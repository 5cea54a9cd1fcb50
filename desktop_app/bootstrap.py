"""The one place that joins the parts: decides between window and verb, in a hardened process."""

from collections.abc import Sequence


def start(arguments: Sequence[str]) -> int:
    """Run the window (no arguments) or a verb. Returns the exit code."""
    if not arguments or arguments[0].startswith("--vault"):
        return _window(arguments)
    return _verb(arguments)


def _window(arguments: Sequence[str]) -> int:
    from pathlib import Path

    from desktop_app.core.clock import SystemClock
    from desktop_app.ui import app

    folder = Path(arguments[1]) if len(arguments) == 2 and arguments[0] == "--vault" else None
    return app.run(app.Options(vault=folder, clock=SystemClock()))


def _verb(arguments: Sequence[str]) -> int:
    from desktop_app.cli import main
    from desktop_app.core.clock import SystemClock

    return main.run(arguments, SystemClock())
