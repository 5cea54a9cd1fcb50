"""Packages of every kind: what each says comes back proved, and what does not fit its kind is never sealed."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.records import PackageKind
from desktop_app.sealing import canonical, cards, enclosed, kinds, reviews
from desktop_app.sealing.checks import OpenedPackage
from desktop_app.sealing.content import Document, PackageContent, SealedApplication
from tests.support import statements
from tests.support.packages import PDF, Desks, contents, office, sealed_application, source

UNIT = office("UNIT09", "某中学")


def opened(desks: Desks, content: PackageContent) -> OpenedPackage:
    return desks.opening().open(desks.seal(content).folder)


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    for language in Language:
        assert sentence(caught.value, language)
    return caught.value.code


def later(application: SealedApplication, name: str = "测试甲改") -> SealedApplication:
    """The next version of the same application."""
    return replace(sealed_application(*application.files, name=name), id=application.id, version_number=2)


def test_a_forward_brings_every_step_under_its_own_signature(desks: Desks) -> None:
    applications = [sealed_application(source("证书.pdf", PDF)), sealed_application(name="测试乙")]
    came = opened(desks, statements.forward(applications, UNIT, desks.sender)).enclosed.reviews
    assert set(came) == {one.id for one in applications}
    for chain in came.values():
        assert [step.review.name for step in chain] == ["某中学", "第一小学"]
        assert chain[0].card == UNIT.card
        assert chain[0].review.opinion.text == "情况属实，同意推荐。"
        assert chain[1].review.previous == chain[0].digest


def test_a_forward_without_reviews_is_none(desks: Desks) -> None:
    content = replace(contents(), kind=PackageKind.FORWARD)
    assert refused(lambda: desks.seal(content)) is Code.PACKAGE_FORMAT


def test_the_last_step_is_the_sealing_desks_and_on_what_lies_inside(desks: Desks) -> None:
    application = sealed_application()
    assert refused(lambda: desks.seal(statements.forward([application], UNIT))) is Code.REVIEW_INVALID
    content = statements.forward([later(application)], UNIT, desks.sender)
    assert refused(lambda: desks.seal(replace(content, applications=(application,)))) is Code.REVIEW_INVALID


def test_an_earlier_step_on_an_earlier_version_stays_in_the_chain(desks: Desks) -> None:
    first = sealed_application()
    mended = later(first)
    unit = statements.step(UNIT, first)
    own = statements.step(desks.sender, mended, (unit,))
    content = replace(statements.forward([mended], desks.sender), documents=(reviews.document(mended.id, (unit, own)),))
    (chain,) = opened(desks, content).enclosed.reviews.values()
    assert [step.review.version for step in chain] == [1, 2]


def test_steps_that_do_not_follow_each_other_are_refused(desks: Desks) -> None:
    application = sealed_application()
    unit, own = statements.chain(application, UNIT, desks.sender)
    loose = statements.step(desks.sender, application)
    for chain in ((unit, loose), (own, unit), (own,)):
        content = replace(
            statements.forward([application], desks.sender), documents=(reviews.document(application.id, chain),)
        )
        assert refused(lambda content=content: desks.seal(content)) is Code.REVIEW_INVALID


def test_words_that_the_desk_did_not_sign_are_refused(desks: Desks) -> None:
    application = sealed_application()
    step = statements.step(desks.sender, application)
    altered = replace(step, text=step.text.replace("同意推荐", "反对推荐"))
    other = office("OTHER1", "第一小学")
    borrowed = replace(step, card_text=cards.card_file(other.card, other.keys).decode())
    for forged in (altered, borrowed):
        content = replace(
            statements.forward([application], desks.sender), documents=(reviews.document(application.id, [forged]),)
        )
        assert refused(lambda content=content: desks.seal(content)) in (Code.REVIEW_INVALID, Code.PACKAGE_FORMAT)
    with pytest.raises(Fault):
        statements.step(desks.sender, application, name="别的单位")


def test_a_return_brings_points_by_field_and_no_file(desks: Desks) -> None:
    application = sealed_application()
    came = opened(desks, statements.returned(statements.notice(application)))
    (notice,) = came.enclosed.notices
    assert notice == statements.notice(application)
    assert [point.field for point in notice.points] == ["education.degree", ""]
    assert notice.plain().points == ("学位与证书不一致，请改正。", "扫描件缺第二页，请补齐。")
    assert came.applications == ()
    assert [entry.kind for entry in came.manifest.files] == ["record"]


def test_a_return_must_answer_and_tell_each_once(desks: Desks) -> None:
    notice = statements.notice(sealed_application())
    unanswered = replace(statements.returned(notice), in_reply_to=None)
    assert refused(lambda: desks.seal(unanswered)) is Code.PACKAGE_FORMAT
    assert refused(lambda: desks.seal(statements.returned(notice, notice))) is Code.STATEMENT_INVALID
    backwards = msgspec.structs.replace(notice, mend_by=notice.on.replace(day=1, month=1))
    assert refused(lambda: desks.seal(statements.returned(backwards))) is Code.STATEMENT_INVALID
    empty = msgspec.structs.replace(notice, points=())
    assert refused(lambda: desks.seal(statements.returned(empty))) is Code.PACKAGE_FORMAT
    with_file = replace(statements.returned(notice), applications=(sealed_application(),))
    assert refused(lambda: desks.seal(with_file)) is Code.PACKAGE_FORMAT


def test_a_correction_names_its_base_and_what_it_changes(desks: Desks) -> None:
    base = sealed_application(source("证书.pdf", PDF))
    mended = replace(later(base), files=())
    came = opened(desks, statements.correction(mended, base))
    (said,) = came.enclosed.corrections
    assert (said.base_version, said.base_digest) == (1, base.digest)
    assert said.changed == ("person.name",)
    assert said.kept == (base.files[0].digest,)
    assert [entry.path for entry in came.manifest.files] == ["data/a0001/record.json", "data/d0001.json"]


def test_a_correction_of_nothing_or_of_another_version_is_refused(desks: Desks) -> None:
    base = sealed_application()
    for changes in ({"changed": ()}, {"version": 3}, {"digest": "0" * 64}, {"base_version": 2}):
        content = statements.correction(later(base), base, **changes)
        assert refused(lambda content=content: desks.seal(content)) is Code.STATEMENT_INVALID


def test_a_roster_comes_back_as_a_table(desks: Desks) -> None:
    roster = opened(desks, statements.roster()).enclosed.roster
    assert roster is not None
    assert roster.rows[1] == ("2", "示例乙", "工程师")


def test_a_pool_comes_back_with_its_experts_and_none_twice_or_nameless(desks: Desks) -> None:
    content = statements.experts()
    pool = opened(desks, content).enclosed.experts
    assert pool is not None
    assert [one.name for one in pool.experts] == ["示例专家甲", "示例专家乙"]
    first, second = pool.experts
    for wrong in ((first, first), (first, msgspec.structs.replace(second, name=""))):
        made = enclosed.document(kinds.EXPERTS, msgspec.structs.replace(pool, experts=wrong))
        assert refused(lambda made=made: desks.seal(replace(content, documents=(made,)))) is Code.STATEMENT_INVALID


def test_a_policy_pack_is_its_senders_own(desks: Desks) -> None:
    came = opened(desks, statements.policy(desks.sender)).enclosed.policy
    assert came is not None
    assert came.contents() == {"pack.toml": b'id = "example"\n'}
    assert refused(lambda: desks.seal(statements.policy(UNIT))) is Code.STATEMENT_INVALID


def test_a_policy_pack_is_what_its_digest_says(desks: Desks) -> None:
    content = statements.policy(desks.sender)
    said = canonical.load_object(content.documents[0].data, "policy", 10_000)
    other = Document(kinds.POLICY, canonical.dump(said | {"digest": "ef" * 32}))
    assert refused(lambda: desks.seal(replace(content, documents=(other,)))) is Code.POLICY_FILE_FORMAT


def test_cards_of_several_officers_travel_each_with_its_own_signature(desks: Desks) -> None:
    second = office("UNIT09", "某中学 乙")
    came = opened(desks, statements.card_package(UNIT, second)).enclosed.cards
    assert [card for card, _ in came] == [UNIT.card, second.card]
    assert all(cards.read_card(text.encode()) == card for card, text in came)


@pytest.mark.parametrize("kind", PackageKind)
def test_a_document_of_another_kind_is_refused(desks: Desks, kind: PackageKind) -> None:
    stray = Document("note", b'{"a":1}')
    applications = (sealed_application(),) if kinds.SHAPES[kind].applications else ()
    content = PackageContent(
        kind=kind,
        marking=NOT_SECRET,
        applications=applications,
        documents=(stray,),
        in_reply_to=statements.ANSWERED if kinds.SHAPES[kind].answers else None,
    )
    assert refused(lambda: desks.seal(content)) is Code.PACKAGE_FORMAT
