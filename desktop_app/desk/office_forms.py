"""An office's own forms: saved, shared as one file, and chosen as what a paper is printed from.

A version that was submitted before prints on the form in force when it is printed; the log's entry of each print names
that form's digest.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.core.progress import Progress
from desktop_app.core.text import normal, safe_for_screen, unsafe_characters
from desktop_app.desk import blanks, told_files
from desktop_app.desk.blanks import Blank
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import OF_ONE_FILING, Document
from desktop_app.domain.records import KeptForm, RecordKind, not_found
from desktop_app.host.atomic import PUBLIC
from desktop_app.papers import form_text
from desktop_app.papers.form import Form, of_office, office_file, variants

#: The papers that an office may print on its own forms.
PAPERS = OF_ONE_FILING
SUFFIX = ".fjform"
TITLE_LIMIT = 40
FORM, BLANK = "form.toml", "blank.pdf"
_MOST_TEXT = 1 << 20
_MOST_FILE = blanks.MAX_BYTES + (2 << 20)
#: Paper -> the shipped variant that is chosen for it.
_VARIANTS = "form_variants"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form as the list shows it. `kept` is `None` for a shipped one; `variant` names one of those that differ."""

    document: Document
    kept: KeptForm | None
    in_force: bool
    variant: str = ""
    landscape: bool = False
    chosen_by: str = ""
    chosen_at: datetime | None = None


def all_(session: Session) -> tuple[FormRow, ...]:
    """For each paper the shipped form and the office's own, with the one that is in force."""
    kept = session.vault.office_forms.all()
    choices = {choice.document: choice for choice in session.vault.office_forms.choices()}
    rows: list[FormRow] = []
    for document in PAPERS:
        choice, variant = choices.get(document), chosen_variant(session, document)
        rows.append(FormRow(document, None, choice is None and not variant))
        for other in variants(document.value):
            here = choice is None and other.id == variant
            rows.append(FormRow(document, None, here, variant=other.id, landscape=other.file.landscape))
        for form in (form for form in kept if form.document is document):
            chosen = choice if choice is not None and choice.form == form.id else None
            who, when = (chosen.chosen_by, chosen.chosen_at) if chosen else ("", None)
            rows.append(FormRow(document, form, chosen is not None, chosen_by=who, chosen_at=when))
    return tuple(rows)


def chosen(session: Session, document: Document) -> KeptForm | None:
    """The form that a paper is printed from, `None` for the shipped one."""
    for choice in session.vault.office_forms.choices():
        if choice.document is document:
            return session.vault.office_forms.get(choice.form)
    return None


def in_force(session: Session, document: Document) -> Form | None:
    """The same, ready to print. Raises `Fault(FORM_INVALID)` for one that this version of the program cannot lay."""
    kept = chosen(session, document)
    if kept:
        return of_office(*content(session, kept.id))
    variant = chosen_variant(session, document)
    return next((form for form in variants(document.value) if form.id == variant), None)


def chosen_variant(session: Session, document: Document) -> str:
    """The shipped variant that stands in the place of the usual form, empty for that one."""
    name = session.vault.settings.get(_VARIANTS, {}).get(document.value, "")
    return name if name in {form.id for form in variants(document.value)} else ""


def content(session: Session, name: str) -> tuple[str, bytes]:
    """A form's file and its blank. Raises `Fault(RECORD_NOT_FOUND)`."""
    found = session.vault.office_forms.content(name)
    if found is None:
        raise not_found(RecordKind.FORM)
    return found


def new_name(session: Session) -> str:
    """A name for a new form, in the way form files spell names; no other office gives the same."""
    return f"own_{new_id(session.clock.now()).lower()}"


def require_title(title: str) -> str:
    """The title as it is kept. Raises `Fault(FORM_NAME)`."""
    clean = normal(title.strip())
    if not clean or len(clean) > TITLE_LIMIT or unsafe_characters(clean):
        raise Fault(Code.FORM_NAME, limit=TITLE_LIMIT)
    return clean


def checked(text: str, blank: Blank) -> Form:
    """The form, if its file and its blank belong together. Raises `Fault(FORM_* | BLANK_PAPER | BLANK_PAGES)`."""
    form = of_office(text, blank.pdf)
    if form.file.document not in {document.value for document in PAPERS}:
        raise Fault(Code.FORM_INVALID, form=form.id, detail=f"{form.file.document} has no form of an office's own")
    if (form.file.paper, form.file.landscape) != (blank.paper, blank.landscape):
        asked = _paper(form.file.paper, landscape=form.file.landscape)
        raise Fault(Code.BLANK_PAPER, asked=asked, found=_paper(blank.paper, landscape=blank.landscape))
    if len(form.pages) != len(blank.pages):
        raise Fault(Code.BLANK_PAGES, form=len(form.pages), blank=len(blank.pages))
    require_title(form.title)
    return form


def _paper(paper: str, *, landscape: bool) -> str:
    return f"{paper} 横向（landscape）" if landscape else paper


def save(session: Session, text: str, blank: Blank) -> KeptForm:
    """Keep a form under its own name; a paper that is printed from it uses it at once."""
    form = checked(text, blank)
    document = Document(form.file.document)
    with session.vault.act(Act.FORM_SAVED, {"form": form.id, "document": document.value}) as scope:
        kept = session.vault.office_forms.put(form.id, document, form.title, text, blank.pdf)
        scope.note(digest=kept.digest)
    return kept


def use(session: Session, document: Document, name: str) -> None:
    """Print a paper from this form from now on; an empty name stands for the shipped form."""
    if not name or name in {form.id for form in variants(document.value)}:
        kept_variants = session.vault.settings.get(_VARIANTS, {})
        with session.vault.act(Act.FORM_CHOSEN, {"document": document.value, "form": name or document.value}):
            session.vault.office_forms.unchoose(document)
            session.vault.settings.put(_VARIANTS, {**kept_variants, document.value: name})
        return
    kept = session.vault.office_forms.get(name)
    if kept is None or kept.document is not document:
        raise not_found(RecordKind.FORM)
    of_office(*content(session, name))
    with session.vault.act(Act.FORM_CHOSEN, {"document": document.value, "form": name, "digest": kept.digest}):
        session.vault.office_forms.choose(document, name)


def remove(session: Session, name: str) -> None:
    """Take a form out of the vault; a paper that is printed from it goes back to the shipped form."""
    kept = session.vault.office_forms.get(name)
    if kept is None:
        raise not_found(RecordKind.FORM)
    with session.vault.act(Act.FORM_REMOVED, {"form": name, "digest": kept.digest}):
        if any(choice.form == name for choice in session.vault.office_forms.choices()):
            session.vault.office_forms.unchoose(kept.document)
        session.vault.office_forms.remove(name)


def export(session: Session, name: str, path: Path) -> None:
    """Write a form as one file for other offices. It holds no applicant's data."""
    text, blank = content(session, name)
    kept = session.vault.office_forms.get(name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, data in ((FORM, text.encode()), (BLANK, blank)):
            packed.writestr(zipfile.ZipInfo(member, _EPOCH), data, zipfile.ZIP_DEFLATED)
    with session.vault.act(Act.FORM_EXPORTED, {"form": name, "digest": kept.digest if kept else ""}):
        told_files.put(session, {path: out.getvalue()}, mode=PUBLIC)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A form from a file, read and checked, not yet kept."""

    text: str
    blank: Blank


def read(path: Path, progress: Progress) -> Arrived:
    """A form that another office exported; needs no vault. Raises `Fault(FORM_* | BLANK_*)`, or `Cancelled`."""
    text, blank = _unpacked(path)
    arrived = Arrived(text, blanks.rebuilt(blank, progress))
    try:
        checked(text, arrived.blank)
    except Fault as fault:
        told = {k: safe_for_screen(v) if isinstance(v, str) else v for k, v in fault.fields.items()}
        raise Fault(fault.code, **told) from fault
    return arrived


def take_in(session: Session, arrived: Arrived) -> KeptForm:
    """Keep a form that arrived. One that stands here under the same name with other content is not overwritten."""
    form = checked(arrived.text, arrived.blank)
    text, there = arrived.text, session.vault.office_forms.content(form.id)
    if there is not None and there[0] != text:
        text = form_text.text(structs.replace(office_file(text), id=new_name(session)))
    return save(session, text, arrived.blank)


def _unpacked(path: Path) -> tuple[str, bytes]:
    text, blank = _folder(path) if path.is_dir() else _packed(path)
    try:
        return text.decode("utf-8"), blank
    except UnicodeDecodeError:
        raise Fault(Code.FORM_FILE, path=str(path)) from None


def _folder(path: Path) -> tuple[bytes, bytes]:
    """The same two files, not packed."""
    text = blanks.content(path / FORM, _MOST_TEXT, Code.BLANK_TOO_LARGE)
    return text, blanks.content(path / BLANK, blanks.MAX_BYTES, Code.BLANK_TOO_LARGE)


def _packed(path: Path) -> tuple[bytes, bytes]:
    data = blanks.content(path, _MOST_FILE, Code.BLANK_TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sorted(packed.namelist()) != [BLANK, FORM]:
                raise Fault(Code.FORM_FILE, path=str(path))
            with packed.open(FORM) as text, packed.open(BLANK) as blank:
                found = text.read(_MOST_TEXT + 1), blank.read(blanks.MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Fault(Code.FORM_FILE, path=str(path)) from error
    if len(found[0]) > _MOST_TEXT or len(found[1]) > blanks.MAX_BYTES:
        raise Fault(Code.FORM_FILE, path=str(path))
    return found
