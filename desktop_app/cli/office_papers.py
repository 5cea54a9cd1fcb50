"""The office's own papers as plain files: register of copies, fingerprint card, directory, roster, summary."""

from desktop_app.cli.answer import Answer
from desktop_app.cli.grammar import wrong
from desktop_app.cli.outlets import put, wanted
from desktop_app.cli.verbs import Call, opened
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import office_papers, system_data, year_figures, year_papers
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document


def register(call: Call) -> Answer:
    """The register of copies, of one application or of the whole vault."""
    return _written(call, Document.COPIES_REGISTER, ApplicationId(call.args.id) if call.args.id else None)


def fingerprint_card(call: Call) -> Answer:
    """This desk's fingerprint on paper."""
    return _written(call, Document.CONTACT_CARD)


def card_sheet(call: Call) -> Answer:
    """This desk's card on paper."""
    return _written(call, Document.CARD_SHEET)


def trust_register(call: Call) -> Answer:
    """Who compared, followed or revoked which card."""
    return _written(call, Document.TRUST_REGISTER)


def spare_revocation(call: Call) -> Answer:
    """The end of this desk's keys, made beforehand for the safe."""
    return _written(call, Document.KEY_REVOCATION)


def directory(call: Call) -> Answer:
    """The offices of annex 3 and the desks known here."""
    return _written(call, Document.DIRECTORY)


def roster(call: Call) -> Answer:
    """Who files through this office this year."""
    return _written(call, Document.ROSTER)


def summary(call: Call) -> Answer:
    """Annex 2 with the figures that the vault knows; with --list the figures, or the list behind one of them."""
    if call.args.figure is None and not wanted(call):
        raise wrong("请用 --out 写成文件，或用 --list 查看")
    written = _written(call, Document.ANNEX2_SUMMARY) if wanted(call) else None
    if call.args.figure is None:
        assert written is not None
        return written
    return _listed(call, call.args.figure)


def data_rows(call: Call) -> Answer:
    """The year's filings as rows for the title system."""
    out = call.args.out
    if out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(out))
    with opened(call) as session:
        count = system_data.save(session, out, Progress())
    said = call.say("{count} 行已明文写到 {out}", count=count, out=out)
    return Answer({"out": str(out), "rows": count}, [said, call.said(CARRIER)])


def _listed(call: Call, key: str) -> Answer:
    with opened(call) as session:
        found = year_figures.figures(session, Progress())
    if not key:
        lines = [f"{one.item}　{one.key}　{call.said(one.says)}　{one.count}" for one in found]
        return Answer({"figures": [{"item": o.item, "figure": o.key, "count": o.count} for o in found]}, lines)
    figure = next((one for one in found if one.key == key), None)
    if figure is None:
        raise wrong("没有这一项数字：{key_}", key_=key)
    lines = [f"{call.said(figure.says)}　{figure.count}"]
    for line in figure.behind:
        parts = (line.name, line.unit, call.said(line.about), line.application or str(line.counts))
        lines.append("　".join(part for part in parts if part))
    data = {
        "figure": figure.key,
        "count": figure.count,
        "behind": [{"application": line.application or "", "unit": line.unit, "counts": line.counts}
                   for line in figure.behind],
    }  # fmt: skip
    return Answer(data, lines)


def _written(call: Call, document: Document, application: ApplicationId | None = None) -> Answer:
    def write(session: Session, where: Outlet) -> None:
        if document in year_papers.DRAWN:
            year_papers.save(session, document, where, Progress())
        else:
            office_papers.save(session, document, where, Progress(), application)

    return put(call, document, write)
