"""Where this program keeps things on this machine, unless the user chooses otherwise."""

from pathlib import Path

from platformdirs import user_config_path, user_data_path

from desktop_app.host.faults import as_fault

_NAME = "fengjuan"


def default_vault_folder() -> Path:
    """Where a new vault is proposed: local data, never a roaming or synchronised folder. Not created here."""
    return user_data_path(_NAME, appauthor=False, roaming=False) / "vault"


def settings_folder() -> Path:
    """Where settings and the instance lock live. Not created here."""
    return user_config_path(_NAME, appauthor=False, roaming=False)


def notes_folder() -> Path:
    """Where it is noted how far each vault's log had come. Not created here."""
    return settings_folder() / "heads"


def ensure_private_folder(folder: Path) -> Path:
    """`folder`, made if need be, for this user alone. Raises what `as_fault` says."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise as_fault(error, folder) from error
    return folder
