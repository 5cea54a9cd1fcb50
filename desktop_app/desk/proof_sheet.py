"""核验单: a proof on paper, with the commands that repeat it; to a printer, or as a file."""

from pathlib import Path

from desktop_app.core.clock import Clock, office_day
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, paper, plain_text
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.proof_commands import Command
from desktop_app.desk.proofs import Proof
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.host import atomic
from desktop_app.papers import render, wording
from desktop_app.papers.fonts import Added
from desktop_app.papers.render import PaperRequest


def request(proof: Proof, office: str, made_on: str, fonts: tuple[Added, ...] = ()) -> PaperRequest:
    """The sheet of a proof; `office` is whoever makes it, empty where nobody's vault was open."""
    return PaperRequest(
        document=Document.PROOF_SHEET,
        marking=NOT_SECRET,  # ids, digests and the names of desks and carriers
        copies=(1,),
        fonts=fonts,
        extra={
            "about": proof.about.zh,
            "subject": proof.id,
            "office": office,
            "made_on": made_on,
            "proof_qr": _code(proof),
        },
        rows={
            "facts": [{"name": name.zh, "value": value} for name, value in proof.facts],
            "signers": [
                {"name": f"{one.name}（{one.code}）", "key": one.kid, "fingerprint": one.fingerprint}
                for one in proof.signers
            ],
            "hands": [
                {
                    "at": wording.moment(hand.at),
                    "who": hand.who,
                    "what": hand.what.zh,
                    "digest": hand.digest,
                }
                for hand in proof.hands
            ],
            "commands": [
                {"number": str(at), "what": one.what.zh, "line": as_printed(one)}
                for at, one in enumerate(proof.commands, start=1)
            ],
        },
    )


def as_printed(command: Command) -> str:
    """A command with what it must show as a shell's own remark: whoever copies all of it does no harm."""
    return f"{command.line}\n# {command.expected}" if command.expected else command.line


def _code(proof: Proof) -> str:
    """What nobody copies by hand: the key of a package's sender, or the digest of the file with all keys."""
    if len(proof.signers) == 1 or proof.about.en == "package":
        return proof.signers[0].line
    return proof.commands[0].expected if proof.commands else proof.id


def pdf(proof: Proof, session: Session | None, made_on: str, progress: Progress) -> bytes:
    """The sheet. Raises `Fault(LAYOUT_ISSUES)`."""
    fonts = added_fonts.in_force(session) if session is not None else ()
    rendered = render.render(request(proof, session.office.name if session else "", made_on, fonts), progress)
    paper.require_no_issues(rendered)
    return rendered.pdf


def save(session: Session, proof: Proof, where: Outlet, progress: Progress) -> None:
    """Write or print the sheet; it is in the log. Raises what `plain_text.write` raises."""
    content = pdf(proof, session, wording.day(office_day(session.clock)), progress)
    objects = {"document": Document.PROOF_SHEET.value, "of": proof.id}
    plain_text.write(session, where, content, NOT_SECRET, objects)


def write_plain(proof: Proof, clock: Clock, path: Path, progress: Progress) -> None:
    """Write the sheet of a package that was checked without any vault: nothing in it is anybody's."""
    atomic.write_atomic(path, pdf(proof, None, wording.day(office_day(clock)), progress))
