"""The home screen's overview: right days, and no slower for a large archive."""

from collections.abc import Callable

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import check, draft, home, review_list
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.status import Status
from tests.support.vaults import filing


def test_days_left_are_those_of_the_panel_beside_the_fields(unit: Session, drafted: ApplicationId) -> None:
    (waiting,) = (w for w in home.overview(unit).waiting if w.application)
    content = draft.load(unit, drafted).draft
    assert waiting.days_left == check.assess(content, unit.today(), unit.pack).days_left is not None


def test_large_archive_is_counted_and_not_listed(unit: Session) -> None:
    with unit.vault.act(Act.APPLICATION_CREATED, {}):
        for serial in range(400):
            status = Status.DRAFT if serial < 120 else Status.DELIVERED if serial < 200 else Status.RECEIVED
            unit.vault.applications.create(filing(f"人{serial}", serial + 1), status)
    seen = home.overview(unit)
    assert (seen.counts[Status.DRAFT], seen.counts[Status.DELIVERED]) == (120, 80)
    (reviews,) = (w for w in seen.waiting if w.kind is home.WaitingKind.REVIEW)
    assert (reviews.count, reviews.application) == (200, review_list.halves(unit)[0][0].id)
    assert len([w for w in seen.waiting if w.application and w is not reviews]) == 50


def test_a_district_is_told_no_day_of_what_belongs_to_the_city(
    unit: Session, open_desk: Callable[..., Session]
) -> None:
    told = [one.words.zh for one in home.overview(open_desk(Desk.DISTRICT_HR, "RSJ01")).deadlines]
    assert any("旗县区" in words for words in told)
    assert not any("市直属" in words for words in told)
    assert any("市直属" in one.words.zh for one in home.overview(unit).deadlines)
