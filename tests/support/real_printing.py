"""The real printing programs, each in a folder and on a port of its own: CUPS, and IPP Everywhere printers to print on.

Nothing of the system's is used or changed: not its print server, its message bus, its accounts or its certificates.
Every program ends with the test, and with the process of the tests should that be killed.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.certificates import Certificate
from tests.support.patience import until
from tests.support.processes import started

A4, A3 = "iso_a4_210x297mm", "iso_a3_297x420mm"
_DIMENSIONS = {A4: (21000, 29700), A3: (29700, 42000)}
_PROGRAMS = ("cupsd", "lpadmin", "ippeveprinter", "dbus-daemon", "setpriv", "/usr/lib/cups/filter/pdftopdf")
_PAM = next(iter(Path("/usr/lib").glob("*/pam_wrapper/pam_matrix.so")), None)


def missing() -> str:
    """Why these programs cannot be run here; empty when they can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "the real CUPS is started by root only"
    absent = [name for name in _PROGRAMS if shutil.which(name) is None] + ([] if _PAM else ["libpam-wrapper"])
    return f"not installed: {', '.join(absent)}" if absent else ""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
    except OSError:
        return False
    return True


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """A folder that the filters' user can reach too, which the tests' own temporary folder is not."""
    made = Path(tempfile.mkdtemp(prefix=f"fj-{name}-", dir="/tmp"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made)


@contextmanager
def _running(log: Path, *command: object, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """The program for as long as the block lasts."""
    with log.open("wb") as out, started(*command, env=env, out=out) as made:
        yield made


# --- who may sign in -----------------------------------------------------------------------------------------------


def _accounts(folder: Path, user: str, password: str) -> dict[str, str]:
    """The environment in which a program knows this one account, and no account of the system."""
    (folder / "accounts").write_text(f"{user}:{password}:cups\n", encoding="utf-8")
    (folder / "pam").mkdir()
    rules = (f"{kind} required {_PAM} passdb={folder / 'accounts'}\n" for kind in ("auth", "account"))
    (folder / "pam/cups").write_text("".join(rules), encoding="utf-8")
    return {"LD_PRELOAD": "libpam_wrapper.so", "PAM_WRAPPER": "1", "PAM_WRAPPER_SERVICE_DIR": str(folder / "pam")}


# --- printers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Received:
    """One document as the printer had it, and its job's attributes by their names in IPP."""

    pdf: bytes = field(repr=False)
    attributes: dict[str, str]


@dataclass(frozen=True)
class Everywhere:
    """An IPP Everywhere printer; what it prints is kept for the test to look at."""

    folder: Path
    port: int

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    @property
    def certificate(self) -> bytes:
        """PEM, as the printer made it at its first encrypted connection."""
        return (self.folder / "keys/localhost.crt").read_bytes()

    def received(self, count: int) -> list[Received]:
        """The documents so far, once there are as many as that."""
        until(lambda: len(list((self.folder / "out").glob("*.done"))) >= count)
        found = []
        for done in sorted((self.folder / "out").glob("*.done")):
            lines = done.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
            pairs = (line.removeprefix("IPP_").partition("=") for line in lines)
            attributes = {name.lower().replace("_", "-"): value for name, _, value in pairs}
            found.append(Received(done.with_suffix(".pdf").read_bytes(), attributes))
        return found


_KEEP = """\
#!/bin/sh
set -e
made=$(mktemp {out}/XXXXXXXX)
at={out}/$(printf %04d "$IPP_JOB_ID")
env | grep '^IPP_' > "$made"
mv "$made" "$at.txt"
cp "$1" "$at.pdf"
touch "$at.done"
"""


@contextmanager
def everywhere(
    *,
    trays: tuple[tuple[str, str], ...] = (("tray-1", A4), ("tray-2", A3)),
    media: tuple[str, ...] = (A4, A3),
    sides: tuple[str, ...] = ("one-sided", "two-sided-long-edge", "two-sided-short-edge"),
    sign_in: tuple[str, str] | None = None,
    certificate: Certificate | None = None,
    port: int = 0,
) -> Iterator[Everywhere]:
    """A printer on loopback that speaks plainly and encrypted at one port, and may want a name and a password."""
    with _folder("printer") as folder:
        for name in ("keys", "out", "spool"):
            (folder / name).mkdir()
        if certificate is not None:  # else it makes one of its own
            (folder / "keys/localhost.crt").write_bytes(certificate.pem)
            (folder / "keys/localhost.key").write_bytes(certificate.key_pem)
        keep = folder / "keep"
        keep.write_text(_KEEP.format(out=folder / "out"), encoding="utf-8")
        keep.chmod(0o755)
        (folder / "attributes").write_text(_attributes(trays, media, sides), encoding="utf-8")
        made = Everywhere(folder, port or _free_port())
        env = _accounts(folder, *sign_in) if sign_in else {}
        command = ("ippeveprinter", "-r", "off", *(["-A"] if sign_in else []), "-p", made.port, "-n", "localhost")
        files = ("-d", folder / "spool", "-K", folder / "keys", "-c", keep, "-a", folder / "attributes")
        with (
            _bus(folder) as bus,
            _running(folder / "log", *command, *files, "Everywhere", env={**env, "DBUS_SYSTEM_BUS_ADDRESS": bus}),
        ):
            until(lambda: _listens(made.port))
            yield made


@contextmanager
def _bus(folder: Path) -> Iterator[str]:
    """A message bus with nobody on it: the printer will not start without one, though it announces itself nowhere."""
    place = folder / "bus"
    (folder / "bus.conf").write_text(
        '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" '
        '"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">\n'
        f"<busconfig><listen>unix:path={place}</listen><policy context='default'>"
        "<allow send_destination='*'/><allow receive_sender='*'/><allow own='*'/></policy></busconfig>\n",
        encoding="utf-8",
    )
    with _running(folder / "bus.log", "dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--nopidfile"):
        until(place.exists)
        yield f"unix:path={place}"


def _attributes(trays: tuple[tuple[str, str], ...], media: tuple[str, ...], sides: tuple[str, ...]) -> str:
    def size(name: str) -> str:
        width, height = _DIMENSIONS[name]
        return f"{{MEMBER integer x-dimension {width} MEMBER integer y-dimension {height}}}"

    margins = [f"media-{edge}-margin" for edge in ("top", "bottom", "left", "right")]
    none = " ".join(f"MEMBER integer {margin} 0" for margin in margins)
    lying = [f"MEMBER collection media-size {size(name)} MEMBER keyword media-source {tray}" for tray, name in trays]
    lines = [
        f"keyword media-supported {','.join(media)}",
        f"keyword media-default {media[0]}",
        f"keyword media-ready {','.join(name for _, name in trays)}",
        f"collection media-size-supported {','.join(map(size, media))}",
        f"keyword media-col-supported media-size,media-source,{','.join(margins)}",
        f"keyword media-source-supported auto,{','.join(tray for tray, _ in trays)}",
        *(f"integer {margin}-supported 0" for margin in margins),
        f"collection media-col-default {{MEMBER collection media-size {size(media[0])} {none}}}",
        f"collection media-col-ready {','.join(f'{{{one} {none}}}' for one in lying)}",
        f"collection media-col-database {','.join(f'{{{one} {none}}}' for one in lying)}",
        f"keyword sides-supported {','.join(sides)}",
        "keyword sides-default one-sided",
        "mimeMediaType document-format-supported application/octet-stream,application/pdf",
        "rangeOfInteger copies-supported 1-99",
        "integer copies-default 1",
        "boolean color-supported false",
        "keyword print-color-mode-supported monochrome",
        "keyword print-color-mode-default monochrome",
        "keyword print-scaling-supported none,fit,auto",
        "resolution printer-resolution-supported 600dpi",
        "resolution printer-resolution-default 600dpi",
        'text printer-make-and-model "Everywhere"',
        "keyword job-creation-attributes-supported copies,media,media-col,sides,print-scaling,document-format,"
        "ipp-attribute-fidelity,job-name",
    ]
    return "".join(f"ATTR {line}\n" for line in lines)


# --- CUPS ----------------------------------------------------------------------------------------------------------

_PLACES = ("ServerRoot", "RequestRoot", "TempDir", "CacheDir", "StateDir", "ServerKeychain")
_SETTINGS = """\
Listen 127.0.0.1:{port}
Listen {folder}/socket
Browsing No
DefaultAuthType {auth}
DefaultEncryption {encryption}
WebInterface No
{keeping}
<Location />
Order allow,deny
Allow localhost
</Location>
<Policy default>
<Limit Print-Job Validate-Job Create-Job Send-Document>
{printing}
Order deny,allow
</Limit>
<Limit Cancel-Job>
Require user @OWNER @SYSTEM
Order deny,allow
</Limit>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
_CLOSED = "AuthType Basic\nRequire valid-user\nEncryption Required"


@dataclass(frozen=True)
class Cups:
    """A print server; `folder` holds everything it reads and writes."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def settings(self) -> Path:
        """Where its own settings lie."""
        return self.folder / "ServerRoot"

    @contextmanager
    def queue(self, name: str, device: str) -> Iterator[str]:
        """A driverless queue for as long as the block lasts; its address."""
        server = ["lpadmin", "-h", str(self.folder / "socket")]
        subprocess.run([*server, "-p", name, "-E", "-v", device, "-m", "everywhere"], check=True, capture_output=True)
        try:
            yield f"ipp://{self.address}/printers/{name}"
        finally:
            subprocess.run([*server, "-x", name], check=True, capture_output=True)

    def spooled(self) -> list[str]:
        """The files of documents that lie in its spool."""
        return sorted(path.name for path in (self.folder / "RequestRoot").rglob("d*") if path.is_file())

    def written(self) -> dict[str, bytes]:
        """Every file it has written by now, logs too."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()
        }


@contextmanager
def cups(*, keeping: str = "PreserveJobFiles No", sign_in: tuple[str, str] | None = None) -> Iterator[Cups]:
    """A CUPS of our own. With `sign_in`, who prints must do so encrypted and by that name and password."""
    with _folder("cups") as folder:
        made = Cups(folder, _free_port())
        for name in _PLACES:
            (folder / name).mkdir()
            (folder / name).chmod(0o777)
        (folder / "ServerRoot/ppd").mkdir()
        settings = _SETTINGS.format(
            port=made.port,
            folder=folder,
            keeping=keeping,
            auth="Basic" if sign_in else "None",
            encryption="IfRequested",
            printing=_CLOSED if sign_in else "",
        )
        (made.settings / "cupsd.conf").write_text(settings, encoding="utf-8")
        places = "".join(f"{name} {folder / name}\n" for name in _PLACES)
        logs = "".join(f"{name} {folder / name}.log\n" for name in ("AccessLog", "ErrorLog", "PageLog"))
        (made.settings / "cups-files.conf").write_text(places + logs, encoding="utf-8")
        files = ("-c", made.settings / "cupsd.conf", "-s", made.settings / "cups-files.conf")
        env = _accounts(folder, *sign_in) if sign_in else {}
        with _running(folder / "log", "cupsd", "-f", *files, env=env):
            until(lambda: _listens(made.port))
            yield made
