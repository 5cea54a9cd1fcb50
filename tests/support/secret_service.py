"""A real Secret Service for tests: GNOME's keyring daemon on a message bus and in a folder of its own.

Nothing of the user's is asked or changed. Both programs end with the test, and with the process of the tests should
that be killed.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.host import ring_notes
from tests.support.patience import AT_MOST_S, until
from tests.support.processes import started

_PROGRAMS = ("gnome-keyring-daemon", "dbus-daemon", "setpriv")
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


def missing() -> str:
    """Why it cannot be run here; empty when it can."""
    absent = [name for name in _PROGRAMS if shutil.which(name) is None]
    return f"not installed: {', '.join(absent)}" if absent else ""


#: For tests of the real service: skipped where it is not installed, unless it must be (`.ci/run`).
needed = pytest.mark.skipif(bool(missing()) and "FENGJUAN_REAL_KEYRING" not in os.environ, reason=missing() or "-")


@dataclass(frozen=True)
class Service:
    """Where the service listens, and where it keeps what it is told."""

    address: str
    folder: Path


@contextmanager
def bus(folder: Path) -> Iterator[str]:
    """A message bus without any service; its address."""
    socket = folder / "bus"
    (folder / "bus.conf").write_text(_BUS.format(socket=socket), encoding="utf-8")
    with started("dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork"):
        until(socket.exists)
        yield f"unix:path={socket}"


@contextmanager
def running(*, unlocked: bool = True) -> Iterator[Service]:
    """The service on a bus of its own; its default ring is made and open, or not there yet."""
    # the name is short: the path of a Unix socket may have 108 bytes
    folder = Path(tempfile.mkdtemp(prefix="fjr-", dir="/tmp"))
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")}
    try:
        with bus(folder) as address, pytest.MonkeyPatch.context() as patching:
            patching.setattr(ring_notes, "_SECONDS", AT_MOST_S)  # a slow machine's ring is a ring, too
            command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
            environment = homes | {"DBUS_SESSION_BUS_ADDRESS": address}
            with started(*command, *(["--unlock"] if unlocked else []), env=environment, typed=b"ring of the test"):
                until(lambda: _answers(address))
                yield Service(address, folder)
    finally:
        shutil.rmtree(folder)


def _answers(address: str) -> bool:
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    with open_dbus_connection(address) as connection:
        whole = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        asked = new_method_call(whole, "NameHasOwner", "s", ("org.freedesktop.secrets",))
        return bool(connection.send_and_get_reply(asked).body[0])
