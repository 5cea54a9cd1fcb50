"""New vaults for tests: a desk's vault is founded once in a process, and tests after one another have copies of it."""

import os
from dataclasses import dataclass
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


@dataclass
class _Founded:
    """The files of a founded vault, and which test has it or a copy, and where."""

    files: dict[str, bytes]
    test: str
    folder: Path

    def is_free(self, test: str) -> bool:
        """Whether the vault that was given last is gone: two with one number would be taken for one put back."""
        return self.test != test and not self.folder.exists()


_founded: dict[_Facts, list[_Founded]] = {}


def session(new: opening.NewVault, clock: Clock) -> Session:
    """As `opening.create` with a cost that protects nothing."""
    return opening.opened(vault(new, clock, opening.witness(), opening.device_secret), clock)


def vault(
    new: opening.NewVault,
    clock: Clock,
    seen: Witness = NoWitness(),
    device_secrets: DeviceSecrets = no_device_secrets,
) -> Vault:
    """As `Vault.create` with a cost that protects nothing. No two vaults that are there have a number in common."""
    moment = clock.now() if isinstance(clock, FixedClock) else None
    facts = (new.passphrase, new.office, new.machine, new.user, moment)
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    known = _founded.setdefault(facts, [])
    empty = not new.folder.exists() or not any(new.folder.iterdir())
    free = next((each for each in known if each.is_free(test)), None) if empty else None
    if free is not None:
        free.test, free.folder = test, new.folder
        _copy(free.files, new.folder)
    else:
        founder = founding.Founder(new.office, new.machine, new.user)
        founding.found(new.folder, new.passphrase, founder, clock, KdfCost.unsafe_small())
        known.append(_Founded({file.name: file.read_bytes() for file in new.folder.iterdir()}, test, new.folder))
    return Vault.founded(new.folder, new.passphrase, clock=clock, seen=seen, device_secrets=device_secrets)


def _copy(files: dict[str, bytes], folder: Path) -> None:
    """Lay a founded vault into `folder`; what an earlier test noted of its log outside it is of another vault."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    slots = keyslots.read(folder)
    (paths.notes_folder() / f"{slots.vault}.json").unlink(missing_ok=True)
