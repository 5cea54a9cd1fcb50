"""The crash guard: starts the program, and turns a bug into one plain sentence without anyone's data."""

import sys


def main() -> int:
    """Entry point of `fengjuan` and `python -m desktop_app`. Returns the process's exit code."""
    try:
        from desktop_app import bootstrap  # inside: who presses Ctrl+C while it loads is shown no traceback either

        return bootstrap.start(sys.argv[1:])
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the crash hook, one of the two places that may
        from desktop_app.core.crash import crash_line

        sys.stderr.write(crash_line(error) + "\n")
        return 70


if __name__ == "__main__":
    sys.exit(main())
