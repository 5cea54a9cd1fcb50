"""The office's own papers as plain PDF: register of copies, fingerprint card, directory, roster, summary."""

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import office_papers, words, year_papers
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document


def register(call: Call) -> Answer:
    """The register of copies, of one application or of the whole vault."""
    return _written(call, Document.COPIES_REGISTER, ApplicationId(call.args.id) if call.args.id else None)


def fingerprint_card(call: Call) -> Answer:
    """This desk's fingerprint on paper."""
    return _written(call, Document.CONTACT_CARD)


def directory(call: Call) -> Answer:
    """The offices of annex 3 and the desks known here."""
    return _written(call, Document.DIRECTORY)


def roster(call: Call) -> Answer:
    """Who files through this office this year."""
    return _written(call, Document.ROSTER)


def summary(call: Call) -> Answer:
    """Annex 2 with the figures that the vault knows."""
    return _written(call, Document.ANNEX2_SUMMARY)


def _written(call: Call, document: Document, application: ApplicationId | None = None) -> Answer:
    if call.args.out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(call.args.out))
    with opened(call) as session:
        if document in year_papers.DRAWN:
            year_papers.save(session, document, call.args.out, Progress())
        else:
            office_papers.save(session, document, call.args.out, Progress(), application)
    name = words.word(document, call.speech.language)
    said = call.say(f"{name}已明文写到 {call.args.out}", f"The {name} is in {call.args.out} as plain PDF")
    return Answer({"out": str(call.args.out), "document": document.value}, [said, call.say(CARRIER.zh, CARRIER.en)])
