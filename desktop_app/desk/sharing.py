"""What desks share beside applications, each in a sealed package of its kind: cards, packs, rosters, pools."""

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
    policy_files,
    revocations,
    sending,
    shared_pool,
    statements,
    year_papers,
)
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Words
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.records import Direction, KeptPolicy, PackageKind, PackageRecord
from desktop_app.domain.statements import ExpertPool, Roster
from desktop_app.sealing import enclosed, kinds
from desktop_app.sealing.checks import OpenedPackage
from desktop_app.sealing.content import PackageContent
from desktop_app.sealing.revocations import SignedRevocation

#: What `take` takes in.
KINDS = (PackageKind.CARD, PackageKind.POLICY, PackageKind.ROSTER, PackageKind.EXPERTS)


def seal_card(session: Session, recipient: ContactId, folder: Path, progress: Progress) -> PackageRecord:
    """This desk's card and the ends of its earlier keys, sealed: for a desk that knows those."""
    contacts.ensure_identity(session)
    ends = tuple(enclosed.revocation_document(one) for one in own_keys.ends(session))
    documents = (enclosed.card_document(contacts.card_text(session).encode()), *ends)
    return _seal(session, recipient, PackageContent(PackageKind.CARD, NOT_SECRET, (), documents), folder, progress)


def seal_policy(
    session: Session, policy: KeptPolicy, recipient: ContactId, folder: Path, progress: Progress
) -> PackageRecord:
    """A policy pack of this vault, sealed for one desk."""
    document = enclosed.document(kinds.POLICY, policy_files.kept_as_file(session, policy))
    return _seal(session, recipient, PackageContent(PackageKind.POLICY, NOT_SECRET, (), (document,)), folder, progress)


def seal_roster(session: Session, recipient: ContactId, folder: Path, progress: Progress) -> PackageRecord:
    """The roster of those who file through this office, as a table under its signature (花名册)."""
    made, marking = year_papers.roster_table(session, progress)
    whole = channel.whole_mark(session, [marking])
    document = enclosed.document(kinds.ROSTER, made)
    return _seal(session, recipient, PackageContent(PackageKind.ROSTER, whole, (), (document,)), folder, progress)


def seal_experts(
    session: Session, committee: str, recipient: ContactId, folder: Path, progress: Progress
) -> PackageRecord:
    """The pool of a committee, who left it left out. Raises `Fault(MEETING_LACKS)` for an empty one."""
    document = enclosed.document(kinds.EXPERTS, shared_pool.made(session, committee))
    content = PackageContent(PackageKind.EXPERTS, NOT_SECRET, (), (document,))
    return _seal(session, recipient, content, folder, progress)


def _seal(
    session: Session, recipient: ContactId, content: PackageContent, folder: Path, progress: Progress
) -> PackageRecord:
    peer = contacts.get(session, recipient)
    record, sealed = sending.send(session, peer, content, (), folder, progress)
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
    for card, _ in opened.enclosed.cards:
        try:
            contacts.keep_card(session, card)
        except Fault as fault:
            if fault.code not in (Code.CARD_OLDER, Code.CARD_RENAMED):
                raise
            zh, en = (sentence(fault, language) for language in (Language.ZH, Language.EN))
            said.append(Words(zh=zh, en=en))
            continue
        said.append(
            Words(
                zh=f"收到“{card.name}”的名片。请核对指纹，核对之前不能向它封装。",
                en=f"The card of “{card.name}” came. Compare its fingerprint; nothing can be sealed to it before.",
            )
        )
    if opened.enclosed.policy is not None:
        imported = policy_files.keep(session, opened.enclosed.policy)
        said.append(
            Words(
                zh=f"收到政策包“{imported.policy.pack}”{imported.policy.edition}。请到“政策包”查看是否采用。",
                en=f"The policy pack “{imported.policy.pack}” {imported.policy.edition} came. See under policy packs.",
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
        return Words(
            zh=f"收到一份吊销书，所指的密钥 {came.said.key[:16]} 本台没有名片，不必处理。",
            en=f"A revocation came for keys this desk has no card of, {came.said.key[:16]}: nothing to do.",
        )
    day = ended.standing.revoked_on
    return Words(
        zh=f"收到“{ended.card.name}”密钥 {ended.key_id} 的吊销书，{day} 起作废，已登记。",
        en=f"The keys {ended.key_id} of “{ended.card.name}” were revoked from {day}; it is entered.",
    )


def _keep_experts(session: Session, opened: OpenedPackage, pool: ExpertPool) -> Words:
    statements.keep(session, pool, Direction.IN, opened.head.package_id, opened.head.sender)
    return Words(
        zh=f"收到“{pool.title}”的专家库，{len(pool.experts)} 名。请到“评审会”的专家库中导入。",
        en=f"The pool of “{pool.title}” came, {len(pool.experts)} experts. Take it in under the committee's pool.",
    )


def _keep_roster(session: Session, opened: OpenedPackage, roster: Roster) -> Words:
    statements.keep(session, roster, Direction.IN, opened.head.package_id, opened.head.sender)
    return Words(
        zh=f"收到“{roster.title}”，{len(roster.rows)} 人。", en=f"“{roster.title}” came, {len(roster.rows)} people."
    )
