"""What was laid on a form and not saved yet: kept over a lock, forgotten when the form is saved."""

from dataclasses import dataclass

from desktop_app.core.errors import Fault
from desktop_app.desk import office_forms
from desktop_app.desk.blanks import Blank
from desktop_app.desk.form_design import FormFile, office_file, text_of
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as it was saved, its blank, and what was not saved when it was left."""

    saved: FormFile
    blank: bytes
    draft: FormFile | None


def opened(session: Session, name: str) -> Opened:
    """Raises `Fault(RECORD_NOT_FOUND)`."""
    text, blank = office_forms.content(session, name)
    return Opened(office_file(text), blank, _draft(session, name))


def _draft(session: Session, name: str) -> FormFile | None:
    kept = session.vault.settings.get(_key(name))
    try:
        return office_file(kept) if isinstance(kept, str) and kept else None
    except Fault:  # an earlier program's
        return None


def keep(session: Session, form: FormFile) -> None:
    """Keep what is not saved yet."""
    _put(session, form.id, text_of(form))


def save(session: Session, form: FormFile, blank: Blank) -> bool:
    """Save the form; whether its paper is printed from it. Raises `Fault(FORM_* | BLANK_*)`."""
    kept = office_forms.save(session, text_of(form), blank)
    if session.vault.settings.get(_key(form.id)):
        _put(session, form.id, "")
    return office_forms.chosen(session, kept.document) == kept


def _put(session: Session, name: str, text: str) -> None:
    with session.vault.act(Act.FORM_DRAFTED, {"setting": "form_draft", "form": name}):
        session.vault.settings.put(_key(name), text)


def _key(name: str) -> str:
    return f"form_draft.{name}"
