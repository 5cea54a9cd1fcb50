"""An unlocked vault with what every act needs beside it: clock and policy pack. `opening` makes one."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock, office_day
from desktop_app.core.errors import Fault
from desktop_app.sealing.proved import Proved

if TYPE_CHECKING:
    from desktop_app.desk.known_desks import KnownDesks
    from desktop_app.domain.offices import Machine, Office
    from desktop_app.papers.fonts import Added
    from desktop_app.policy.pack import Pack
    from desktop_app.printing.access import Credentials
    from desktop_app.vault.store import Vault


@dataclass(slots=True)
class Confirmations:
    """When the passphrase was typed again in this sitting, and by whom; `formal_print` alone writes it."""

    unlocked_at: datetime | None = None  # typing it at the door counts for what is no print
    own_at: datetime | None = None
    second_at: datetime | None = None
    second: str = ""

    def forget(self) -> None:
        self.unlocked_at = self.own_at = self.second_at = None
        self.second = ""


class Session:
    """One unlocked vault. Lives on the one database thread; `close` ends it."""

    def __init__(
        self,
        vault: "Vault",
        clock: Clock,
        *,
        settled: Callable[["Session"], "Pack"],
        parting: Callable[["Session"], object],
    ) -> None:
        """`settled` finds the pack in force with the office's settings; `parting` is the last act before a lock."""
        self.vault = vault
        self.clock = clock
        #: Printers' passwords that are to be forgotten when the vault is locked.
        self.passwords_for_now: dict[str, Credentials] = {}
        self.confirmations = Confirmations(unlocked_at=clock.now())
        self.packs_read: dict[tuple[object, ...], Pack | Fault] = {}  # `kept_packs` fills it
        self.fonts_read: dict[str, Added] = {}  # `added_fonts` fills it
        self._pack: Pack | None = None
        self._settled = settled
        self._parting = parting
        self.proved = Proved()  # `reviews` fills it; it ends with this sitting
        self.known_desks: tuple[int, KnownDesks] | None = None  # `known_desks` fills it, `own_keys` empties it

    @property
    def pack(self) -> "Pack":
        """What new applications are written under, with what this office has settled; read it once before other
        threads do. An application that exists has a pack of its own: see `kept_packs.of_application`.

        Frozen: a change of settings puts a new pack in its place, so whoever holds the old one may go on with it.
        """
        if self._pack is None:
            self._pack = self.pack_as_settled()
        return self._pack

    def pack_as_settled(self) -> "Pack":
        """The pack in force with the settings and the imported workdays as the vault has them now.

        A setting that fits no more counts as open.
        """
        return self._settled(self)

    def use(self, pack: "Pack") -> None:
        """Judge by this pack from now on."""
        self._pack = pack

    @property
    def office(self) -> "Office":
        return self.vault.office

    @property
    def machine(self) -> "Machine":
        return self.vault.machine

    @property
    def user(self) -> str:
        return self.vault.user

    def today(self) -> date:
        """The office's day (UTC+8)."""
        return office_day(self.clock)

    def change_passphrase(self, old: str, new: str) -> None:
        """Re-wrap the database key under a new passphrase."""
        self.vault.change_passphrase(old, new)

    def close(self) -> None:
        """Lock the vault. Safe to call twice."""
        self.passwords_for_now.clear()
        self.confirmations.forget()
        self.fonts_read.clear()
        if self.vault.is_open and not self.vault.acting:
            # a full or pulled disk must not keep the vault open
            with contextlib.suppress(Fault):
                self._parting(self)
        self.vault.close()
