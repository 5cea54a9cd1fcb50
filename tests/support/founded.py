"""New vaults for tests: the desk's vault is founded once in a process, and each test has a copy of its own."""

import os
from pathlib import Path

from desktop_app.core.clock import Clock, FixedClock
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import opening
from desktop_app.desk.session import Session
from desktop_app.domain.offices import Machine, Office
from desktop_app.host import paths
from desktop_app.vault import founding, keyslots
from desktop_app.vault.keyslots import DeviceSecrets, no_device_secrets
from desktop_app.vault.store import Vault
from desktop_app.vault.witness import NoWitness, Witness

#: What a founded vault was told, and when; a moment is remembered of a clock that stands only.
_Facts = tuple[str, Office, Machine, str, object]

_files: dict[_Facts, dict[str, bytes]] = {}
#: The test that had the last copy.
_given: dict[_Facts, str] = {}


def session(new: opening.NewVault, clock: Clock) -> Session:
    """As `opening.create` with a cost that protects nothing."""
    return opening.opened(vault(new, clock, opening.witness(), opening.device_secret), clock)


def vault(
    new: opening.NewVault,
    clock: Clock,
    seen: Witness = NoWitness(),
    device_secrets: DeviceSecrets = no_device_secrets,
) -> Vault:
    """As `Vault.create` with a cost that protects nothing. Two vaults of one test have nothing in common."""
    moment = clock.now() if isinstance(clock, FixedClock) else None
    facts = (new.passphrase, new.office, new.machine, new.user, moment)
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    empty = not new.folder.exists() or not any(new.folder.iterdir())
    if test and empty and facts in _files and _given[facts] != test:
        _copy(_files[facts], new.folder)
    else:
        founder = founding.Founder(new.office, new.machine, new.user)
        founding.found(new.folder, new.passphrase, founder, clock, KdfCost.unsafe_small())
        _files.setdefault(facts, {file.name: file.read_bytes() for file in new.folder.iterdir()})
    _given[facts] = test
    return Vault.founded(new.folder, new.passphrase, clock=clock, seen=seen, device_secrets=device_secrets)


def _copy(files: dict[str, bytes], folder: Path) -> None:
    """Lay a founded vault into `folder`; what an earlier test noted of its log outside it is of another vault."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    slots = keyslots.read(folder)
    (paths.notes_folder() / f"{slots.vault}.json").unlink(missing_ok=True)
