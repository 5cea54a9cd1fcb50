"""What desks say to one another, in packages of every kind: reviews, notices, corrections, rosters, packs, cards."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from desktop_app.domain.application import Opinion
from desktop_app.domain.kinds import Level
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.records import PackageKind
from desktop_app.domain.review_meeting import Expert
from desktop_app.domain.statements import Correction, ExpertPool, Notice, NoticePoint, Review, Roster
from desktop_app.policy import pack_digest
from desktop_app.sealing import cards, enclosed, kinds, policy_file, reviews
from desktop_app.sealing.content import Document, PackageContent, SealedApplication
from desktop_app.sealing.policy_file import PolicyFile
from desktop_app.sealing.reviews import SignedReview
from tests.support.packages import NOW, Office

ANSWERED = "ab" * 32


def step(desk: Office, on: SealedApplication, before: Sequence[SignedReview] = (), **changes: Any) -> SignedReview:
    """One desk's signed word on an application, after those before it."""
    review = Review(
        application=on.id,
        version=on.version_number,
        digest=on.digest,
        desk=desk.card.desk,
        kid=desk.kid,
        code=desk.card.code,
        name=desk.card.name,
        opinion=Opinion(text="情况属实，同意推荐。", reviewer="示例审核人", on=date(2026, 6, 30), sealed=True),
        previous=before[-1].digest if before else None,
        signed_at=NOW,
    )
    return reviews.sign(
        msgspec.structs.replace(review, **changes), desk.keys, cards.card_file(desk.card, desk.keys).decode()
    )


def chain(on: SealedApplication, *desks: Office) -> tuple[SignedReview, ...]:
    """Every desk's step, one after the other."""
    steps: tuple[SignedReview, ...] = ()
    for desk in desks:
        steps = (*steps, step(desk, on, steps))
    return steps


def forward(applications: Sequence[SealedApplication], *desks: Office) -> PackageContent:
    """Applications passed on, the last of `desks` being the one that seals."""
    return PackageContent(
        kind=PackageKind.FORWARD,
        marking=NOT_SECRET,
        applications=tuple(applications),
        documents=tuple(reviews.document(one.id, chain(one, *desks)) for one in applications),
    )


def notice(on: SealedApplication, **changes: Any) -> Notice:
    points = (
        NoticePoint(field="education.degree", says="学位与证书不一致，请改正。"),
        NoticePoint(material="cd" * 32, says="扫描件缺第二页，请补齐。"),
    )
    made = Notice(
        application=on.id,
        version=on.version_number,
        digest=on.digest,
        on=date(2026, 7, 1),
        mend_by=date(2026, 7, 8),
        points=points,
    )
    return msgspec.structs.replace(made, **changes)


def returned(*notices: Notice) -> PackageContent:
    return PackageContent(
        kind=PackageKind.RETURN,
        marking=NOT_SECRET,
        documents=tuple(enclosed.document(kinds.NOTICE, one) for one in notices),
        in_reply_to=ANSWERED,
    )


def correction(mended: SealedApplication, base: SealedApplication, **changes: Any) -> PackageContent:
    said = Correction(
        application=mended.id,
        base_version=base.version_number,
        base_digest=base.digest,
        version=mended.version_number,
        digest=mended.digest,
        changed=("person.name",),
        kept=tuple(file.digest for file in base.files),
    )
    return PackageContent(
        kind=PackageKind.CORRECTION,
        marking=NOT_SECRET,
        applications=(mended,),
        documents=(enclosed.document(kinds.CORRECTION, msgspec.structs.replace(said, **changes)),),
        in_reply_to=ANSWERED,
    )


def roster() -> PackageContent:
    made = Roster(
        year=2026,
        title="示例单位2026年度职称申报花名册",
        columns=("number", "name", "wanted"),
        rows=(("1", "示例甲", "高级工程师"), ("2", "示例乙", "工程师")),
    )
    return _alone(PackageKind.ROSTER, enclosed.document(kinds.ROSTER, made))


def experts() -> PackageContent:
    people = tuple(
        Expert(id=f"E00{at}", name=name, unit="示例学院", specialty="水利", level=Level.MID, avoids=("示例甲",))
        for at, name in enumerate(("示例专家甲", "示例专家乙"), 1)
    )
    made = ExpertPool(year=2026, title="示例水利中级评委会", experts=people)
    return _alone(PackageKind.EXPERTS, enclosed.document(kinds.EXPERTS, made))


def policy(issuer: Office) -> PackageContent:
    files = {"pack.toml": b'id = "example"\n'}
    made = PolicyFile(
        pack="example",
        year=2026,
        edition="1",
        digest=pack_digest.digest(files),
        issuer=issuer.kid,
        files=policy_file.parts(files),
    )
    return _alone(PackageKind.POLICY, enclosed.document(kinds.POLICY, made))


def card_package(*desks: Office) -> PackageContent:
    return _alone(PackageKind.CARD, *(enclosed.card_document(cards.card_file(one.card, one.keys)) for one in desks))


def _alone(kind: PackageKind, *documents: Document) -> PackageContent:
    return PackageContent(kind=kind, marking=NOT_SECRET, documents=documents)
