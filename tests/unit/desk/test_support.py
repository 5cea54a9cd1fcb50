"""The support sheet: everything whoever keeps the program asks for, and nothing of any filing or person."""

from pathlib import Path

import pypdf

from desktop_app import __version__
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import support
from desktop_app.desk.session import Session
from tests.support.plaintext import traces


def test_versions_states_and_digests_are_told(unit: Session) -> None:
    told = {entry.name.en: entry.value for entry in support.entries(unit)}
    head = unit.vault.audit.head()
    assert head is not None
    assert told["head of the log"] == head.digest
    assert told["log entries"] == str(head.sequence)
    assert told["cryptography"][0].isdigit()
    assert "hohhot-2026" in told["in force"]


def test_the_page_holds_nothing_of_anybody(unit: Session, submitted: ApplicationId, tmp_path: Path) -> None:
    before = unit.vault.audit.head()
    path = support.save(unit, tmp_path / "support.pdf", Progress())
    shown = pypdf.PdfReader(path).pages[0].extract_text()
    assert __version__ in shown
    assert unit.vault.vault_id in shown
    record = unit.vault.applications.get(submitted).draft
    personal = [record.person.name, record.person.identity_number, record.person.phone, record.unit.name]
    office = [unit.office.name, unit.office.officer, unit.office.code]
    assert traces([tmp_path], [text for text in personal + office if text]) == []
    assert unit.vault.audit.head() == before
