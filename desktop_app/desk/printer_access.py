"""What an officer has decided about printers: certificates compared and accepted, the office's authority, passwords.

It lies in the vault and nowhere else. The log names the server and the certificate's digest, never a name or password.
"""

from pathlib import Path

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import unsafe_characters
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.printing import secure
from desktop_app.printing.access import Access, Credentials, place
from desktop_app.printing.address import parse

__all__ = [
    "Access",
    "access",
    "forget",
    "give_password",
    "no_authority",
    "shown_fingerprint",
    "spelled",
    "trust",
    "use_authority",
]

_CERTIFICATES = "printing.certificates"
_AUTHORITIES = "printing.authorities"
_PASSWORDS = "printing.passwords"
_LONGEST = 255

spelled = secure.spelled


def access(session: Session) -> Access:
    """Everything decided so far, with the passwords given for this sitting only."""
    return Access(
        certificates=dict(session.vault.settings.get(_CERTIFICATES, {})),
        credentials={**_kept_passwords(session), **session.passwords_for_now},
        authorities=str(session.vault.settings.get(_AUTHORITIES, "")),
    )


def shown_fingerprint(uri: str) -> str:
    """What the printer shows now. Asks the printer: call it off the database thread."""
    return secure.fingerprint(parse(uri))


def trust(session: Session, uri: str, fingerprint: str) -> None:
    """Believe this certificate, and at this server no other. An officer has compared the fingerprint."""
    spelt = spelled(fingerprint)
    if not spelt:
        raise Fault(Code.PRINTER_FINGERPRINT, printer=uri)
    where = place(parse(uri))
    kept = dict(session.vault.settings.get(_CERTIFICATES, {}))
    with session.vault.act(Act.PRINTERS_CHANGED, {"setting": _CERTIFICATES, "server": where, "certificate": spelt}):
        session.vault.settings.put(_CERTIFICATES, {**kept, where: spelt})


def give_password(session: Session, uri: str, user: str, password: str, *, keep: bool) -> None:
    """Sign in with these from now on: until the vault is locked, or for good when they are to be kept."""
    if not user or not password or ":" in user or max(len(user), len(password)) > _LONGEST:
        raise Fault(Code.PRINTER_PASSWORD_FORM)
    if unsafe_characters(user) or unsafe_characters(password):
        raise Fault(Code.PRINTER_PASSWORD_FORM)
    where, given = place(parse(uri)), Credentials(user, password)
    if not keep:
        session.passwords_for_now[where] = given
        return
    session.passwords_for_now.pop(where, None)
    with session.vault.act(Act.PRINTERS_CHANGED, {"setting": _PASSWORDS, "server": where}):
        _keep_passwords(session, {**_kept_passwords(session), where: given})


def forget(session: Session, uri: str) -> None:
    """Withdraw trust and password of the server at this address; it is met as a stranger again."""
    where = place(parse(uri))
    session.passwords_for_now.pop(where, None)
    certificates = dict(session.vault.settings.get(_CERTIFICATES, {}))
    passwords = _kept_passwords(session)
    if where not in certificates and where not in passwords:
        return
    with session.vault.act(Act.PRINTERS_CHANGED, {"setting": "printing.forgotten", "server": where}):
        certificates.pop(where, None)
        passwords.pop(where, None)
        session.vault.settings.put(_CERTIFICATES, certificates)
        _keep_passwords(session, passwords)


def use_authority(session: Session, file: Path) -> None:
    """Believe certificates that this office's own authority signed, and those of no other authority.

    Raises `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `PRINTER_AUTHORITY`.
    """
    try:
        with file.open("rb") as opened:
            untrusted = opened.read(secure.AUTHORITIES_LIMIT + 1)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(file)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(file)) from error
    if len(untrusted) > secure.AUTHORITIES_LIMIT:
        raise Fault(Code.PRINTER_AUTHORITY)
    pem = secure.authorities(untrusted)
    with session.vault.act(Act.PRINTERS_CHANGED, {"setting": _AUTHORITIES}):
        session.vault.settings.put(_AUTHORITIES, pem)


def no_authority(session: Session) -> None:
    """Believe the system's authorities again."""
    with session.vault.act(Act.PRINTERS_CHANGED, {"setting": _AUTHORITIES}):
        session.vault.settings.put(_AUTHORITIES, "")


def _kept_passwords(session: Session) -> dict[str, Credentials]:
    kept = session.vault.secrets.get(_PASSWORDS)
    return msgspec.json.decode(kept, type=dict[str, Credentials]) if kept else {}


def _keep_passwords(session: Session, passwords: dict[str, Credentials]) -> None:
    session.vault.secrets.put(_PASSWORDS, msgspec.json.encode(passwords))
