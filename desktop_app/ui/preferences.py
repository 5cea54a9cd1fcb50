"""What the window remembers between runs, outside any vault: no name and no field of anybody, only habits."""

from pathlib import Path

from PySide6.QtCore import QSettings

from desktop_app.core.messages import Language

ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)
LOCK_MINUTES = (1, 3, 5, 10, 15, 30)
_PRINTERS_KEPT = 8


class Preferences:
    """Zoom, minutes until the vault locks itself, language, contrast, and where the vault lies."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "fengjuan", "window"
        )

    def _number(self, key: str, allowed: tuple[int, ...], default: int) -> int:
        kept = str(self._settings.value(key, default))
        return int(kept) if kept.isdecimal() and int(kept) in allowed else default

    @property
    def zoom(self) -> int:
        """In per cent."""
        return self._number("zoom", ZOOMS, 100)

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._settings.setValue("zoom", percent)

    @property
    def lock_minutes(self) -> int:
        return self._number("lock_minutes", LOCK_MINUTES, 5)

    @lock_minutes.setter
    def lock_minutes(self, minutes: int) -> None:
        self._settings.setValue("lock_minutes", minutes)

    @property
    def high_contrast(self) -> bool:
        return self._number("high_contrast", (0, 1), 0) == 1

    @high_contrast.setter
    def high_contrast(self, wanted: bool) -> None:
        self._settings.setValue("high_contrast", int(wanted))

    @property
    def language(self) -> Language:
        kept = self._settings.value("language")
        return next((one for one in Language if one.value == kept), Language.ZH)

    @language.setter
    def language(self, wanted: Language) -> None:
        self._settings.setValue("language", wanted.value)

    @property
    def vault(self) -> Path | None:
        """The folder of the vault that was open last."""
        kept = str(self._settings.value("vault", ""))
        return Path(kept) if kept else None

    @vault.setter
    def vault(self, folder: Path) -> None:
        self._settings.setValue("vault", str(folder))

    @property
    def printers(self) -> tuple[str, ...]:
        """Addresses of printers that were typed in, the latest first."""
        kept = str(self._settings.value("printers", ""))
        return tuple(address for address in kept.split() if address)

    def add_printer(self, address: str) -> None:
        """Remember an address; an address holds no blank."""
        found = dict.fromkeys((address.strip(), *self.printers))
        self._settings.setValue("printers", " ".join(list(found)[:_PRINTERS_KEPT]))

    def forget_printer(self, address: str) -> None:
        """Look for it no longer."""
        self._settings.setValue("printers", " ".join(one for one in self.printers if one != address))
