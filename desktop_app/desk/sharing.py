"""What desks share beside applications, each in a sealed package of its kind: cards, packs, rosters, pools."""

from collections.abc import Callable
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ContactId
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    channel,
    contacts,
    heads,
    own_keys,
    pack_list,
    policy_files,
    revocations,
    sending,
    shared_pool,
    statements,
    year_papers,
)
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.records import Direction, KeptPolicy, PackageKind, PackageRecord
from desktop_app.domain.statements import ExpertPool, Roster
from desktop_app.sealing import enclosed, kinds
from desktop_app.sealing.checks import OpenedPackage
from desktop_app.sealing.content import PackageContent
from desktop_app.sealing.revocations import SignedRevocation

#: Makes one of these; not every kind takes long.
Maker = Callable[[Session, Progress], PackageContent]
#: What `take` takes in.
KINDS = (PackageKind.CARD, PackageKind.POLICY, PackageKind.ROSTER, PackageKind.EXPERTS)


def card(session: Session) -> PackageContent:
    """This desk's card and the ends of its earlier keys: for a desk that knows those."""
    contacts.ensure_identity(session)
    ends = tuple(enclosed.revocation_document(one) for one in own_keys.ends(session))
    documents = (enclosed.card_document(contacts.card_text(session).encode()), *ends)
    return PackageContent(PackageKind.CARD, NOT_SECRET, (), documents)


def policy(session: Session, kept: KeptPolicy) -> PackageContent:
    """A policy pack of this vault."""
    document = enclosed.document(kinds.POLICY, policy_files.kept_as_file(session, kept))
    return PackageContent(PackageKind.POLICY, NOT_SECRET, (), (document,))


def policy_in_force(session: Session) -> PackageContent:
    """The pack that new applications are written under."""
    return policy(session, pack_list.find(session, session.pack.digest))


def roster(session: Session, progress: Progress) -> PackageContent:
    """The roster of those who file through this office, as a table under its signature (花名册)."""
    made, marking = year_papers.roster_table(session, progress)
    document = enclosed.document(kinds.ROSTER, made)
    return PackageContent(PackageKind.ROSTER, channel.whole_mark(session, [marking]), (), (document,))


def experts(session: Session, committee: str) -> PackageContent:
    """The pool of a committee, who left it left out. Raises `Fault(MEETING_LACKS)` for an empty one."""
    document = enclosed.document(kinds.EXPERTS, shared_pool.made(session, committee))
    return PackageContent(PackageKind.EXPERTS, NOT_SECRET, (), (document,))


def seal(
    session: Session,
    content: PackageContent,
    recipient: ContactId,
    folder: Path,
    progress: Progress,
    *,
    making: Making = Making(),
) -> PackageRecord:
    """One of these, sealed for one desk. `making`: who asked for the medium and who approved it.

    Raises what `sending.send` raises.
    """
    peer = contacts.get(session, recipient)
    record, sealed = sending.send(session, peer, content, (), folder, progress, making=making)
    with session.vault.act(Act.PACKAGE_WRITTEN, {"package": record.id, "seal": sealed.seal_digest}):
        heads.sign(session)
        sending.settle(session, record.id, sealed)
    session.vault.note_head()
    return session.vault.packages.get(record.id)


def take(session: Session, opened: OpenedPackage) -> tuple[Words, ...]:
    """Take in what a package of these kinds brought, and say what came. Call inside the act that opens it."""
    said: list[Words] = []
    for ended in opened.enclosed.revocations:
        said.append(_ended(session, ended))
    for theirs, _ in opened.enclosed.cards:
        try:
            contacts.keep_card(session, theirs)
        except Fault as fault:
            if fault.code not in (Code.CARD_OLDER, Code.CARD_RENAMED):
                raise
            zh, en = (sentence(fault, language) for language in (Language.ZH, Language.EN))
            said.append(Words(zh=zh, en=en))
            continue
        said.append(bilingual("收到“{card}”的名片。请核对指纹，核对之前不能向它封装。", card=theirs.name))
    if opened.enclosed.policy is not None:
        imported = policy_files.keep(session, opened.enclosed.policy)
        said.append(
            bilingual(
                "收到政策包“{pack}”{edition}。请到“政策包”查看是否采用。",
                pack=imported.policy.pack,
                edition=imported.policy.edition,
            )
        )
    if opened.enclosed.roster is not None:
        said.append(_keep_roster(session, opened, opened.enclosed.roster))
    if opened.enclosed.experts is not None:
        said.append(_keep_experts(session, opened, opened.enclosed.experts))
    return tuple(said)


def _ended(session: Session, came: SignedRevocation) -> Words:
    try:
        ended = revocations.take(session, came).contact
    except Fault as fault:
        if fault.code is not Code.REVOCATION_UNKNOWN:
            raise
        return bilingual("收到一份吊销书，所指的密钥 {key_} 本台没有名片，不必处理。", key_=came.said.key[:16])
    day = ended.standing.revoked_on
    return bilingual(
        "收到“{card}”密钥 {key_id} 的吊销书，{day} 起作废，已登记。", card=ended.card.name, key_id=ended.key_id, day=day
    )


def _keep_experts(session: Session, opened: OpenedPackage, pool: ExpertPool) -> Words:
    statements.keep(session, pool, Direction.IN, opened.head.package_id, opened.head.sender)
    return bilingual(
        "收到“{title}”的专家库，{experts} 名。请到“评审会”的专家库中导入。", title=pool.title, experts=len(pool.experts)
    )


def _keep_roster(session: Session, opened: OpenedPackage, roster: Roster) -> Words:
    statements.keep(session, roster, Direction.IN, opened.head.package_id, opened.head.sender)
    return bilingual("收到“{title}”，{rows} 人。", title=roster.title, rows=len(roster.rows))
