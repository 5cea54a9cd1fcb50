"""The system's key ring: the two that are accepted, and every other refused with its reason; tried on a real one."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.audit import AuditHead
from desktop_app.domain.ring import RingTrouble
from desktop_app.host import key_ring
from desktop_app.host.head_notes import FolderNotes
from desktop_app.host.ring_notes import Notes, RingNotes
from tests.support import secret_service
from tests.support.secret_service import Service

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the message bus is Linux's")
VAULT = "01JZF0QZ0000000000000000VA"


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with secret_service.running() as service:
        yield service


@pytest.fixture
def service(running: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", running.address)
    return running


def _trouble(*, quietly: bool = False) -> RingTrouble:
    with pytest.raises(Fault) as caught:
        key_ring.opened(quietly=quietly)
    assert caught.value.code is Code.DEVICE_NO_KEYRING
    trouble = caught.value.fields["trouble"]
    assert isinstance(trouble, RingTrouble)
    return trouble


@secret_service.needed
def test_a_secret_is_kept_replaced_and_forgotten(service: Service) -> None:
    ring = key_ring.opened()
    assert ring.get("device a") is None
    ring.put("device a", "11" * 32)
    ring.put("device a", "22" * 32)
    ring.put("device b", "33" * 32)
    again = key_ring.opened(quietly=True)
    assert (again.get("device a"), again.get("device b")) == ("22" * 32, "33" * 32)
    again.remove("device a")
    again.remove("device a")
    assert (ring.get("device a"), ring.get("device b")) == (None, "33" * 32)
    stored = b"".join(path.read_bytes() for path in service.folder.rglob("*") if path.is_file())
    assert b"33" * 32 not in stored


@secret_service.needed
@pytest.mark.parametrize(
    "named",
    [
        "keyring.backends.fail.Keyring",
        "keyring.backends.null.Keyring",
        "keyrings.alt.file.PlaintextKeyring",
        "keyring.backends.libsecret.Keyring",
        "no.such.thing",
        "os.system",
    ],
)
def test_any_other_ring_that_the_user_set_is_refused(
    named: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    assert _trouble() is RingTrouble.NOT_ACCEPTED
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    key_ring.opened()


@secret_service.needed
def test_the_users_settings_file_is_read_and_nothing_that_it_names_is_run(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings = tmp_path / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir()
    (tmp_path / "plain_ring.py").write_text("open(__file__ + '.ran', 'w')\n", encoding="utf-8")
    settings.write_text(f"[backend]\ndefault-keyring=plain_ring.Ring\nkeyring-path={tmp_path}\n", encoding="utf-8")
    assert _trouble() is RingTrouble.NOT_ACCEPTED
    assert not list(tmp_path.glob("*.ran"))
    settings.write_bytes(b"\xff\xfe no settings")
    assert _trouble() is RingTrouble.NOT_ACCEPTED
    settings.write_text("[backend]\ndefault-keyring=keyring.backends.SecretService.Keyring\n", encoding="utf-8")
    key_ring.opened()


@secret_service.needed
def test_of_a_chain_only_the_systems_ring_is_used(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.chainer.ChainerBackend")
    key_ring.opened().put("device c", "44" * 32)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    assert key_ring.opened().get("device c") == "44" * 32


@on_linux
def test_without_a_session_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert _trouble() is RingTrouble.NO_SESSION


@secret_service.needed
def test_a_bus_without_a_service_has_none_chained_or_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with secret_service.bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert _trouble() is RingTrouble.NO_SERVICE
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.chainer.ChainerBackend")
        assert _trouble() is RingTrouble.NO_SERVICE
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    assert _trouble() is RingTrouble.NO_SERVICE


@secret_service.needed
def test_a_ring_that_is_not_open_is_not_asked_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    with secret_service.running(unlocked=False) as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        assert _trouble(quietly=True) is RingTrouble.LOCKED


# --- the note of how far a log had come ----------------------------------------------------------------------------


def _head(sequence: int) -> AuditHead:
    return AuditHead(vault=VAULT, sequence=sequence, digest="ab" * 32, at=datetime(2026, 7, 6, 2, tzinfo=UTC))


@secret_service.needed
def test_a_file_that_was_put_back_does_not_hide_what_the_ring_saw(service: Service, tmp_path: Path) -> None:
    folder = FolderNotes(tmp_path / "heads")
    notes = Notes(folder, RingNotes())
    assert notes.note(_head(7))
    kept = (tmp_path / "heads" / f"{VAULT}.json").read_bytes()
    assert notes.note(_head(9))
    (tmp_path / "heads" / f"{VAULT}.json").write_bytes(kept)
    assert notes.recall(VAULT) == _head(9)
    key_ring.opened().remove(f"head {VAULT}")
    assert notes.recall(VAULT) == _head(7)
    key_ring.opened().put(f"head {VAULT}", '{"fj":1')
    assert notes.recall(VAULT) == _head(7)


@on_linux
def test_without_a_ring_the_file_alone_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    notes = Notes(FolderNotes(tmp_path), RingNotes())
    assert notes.recall(VAULT) is None
    assert notes.note(_head(3))
    assert notes.recall(VAULT) == _head(3)
