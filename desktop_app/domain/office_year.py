"""What an office owes by itself in a year: days and fees, posts and limited numbers, the figures of its summary."""

from datetime import date
from enum import Enum

from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Level
from desktop_app.domain.values import Count, Line, Short, Value


class Fee(Value, frozen=True, kw_only=True):
    """What is charged for a review. `basis` is the number of the document it rests on."""

    name: Short
    basis: Line = ""


class OfficeYear(Value, frozen=True, kw_only=True):
    """When an office did its own part (三（一）1, 三（五）, 六（三）3), and what it charges (七（三）)."""

    notice_issued_on: date | None = None
    notice_filed_on: date | None = None  # 报市局备案
    passed_on_on: date | None = None  # 完成材料审核和逐级报送
    reviewed_on: date | None = None  # 完成评审和公示
    city_committee: bool = False  # 市评委会组建单位
    confirmed_in_system_on: date | None = None  # 通过职称管理系统履行备案确认手续
    fees: tuple[Fee, ...] = ()


class Posts(Value, frozen=True, kw_only=True):
    """Posts of one level within a structure, those taken, and those that filings of this year would take."""

    posts: Count
    appointed: Count = 0
    proposed: Count = 0
    free_of_posts: Count = 0  # of the proposed: green channel (五（三）), long service at the grass roots (五（四）2)


class SchoolFullSenior(Value, frozen=True, kw_only=True):
    """Full senior teachers who passed this year (五（九）)."""

    second_school: Count = 0  # 呼和浩特市第二中学
    others: Count = 0


class SchoolSenior(Value, frozen=True, kw_only=True):
    """The order of a senior teachers' review: number set, review, the region's confirmation, appointment (五（九）)."""

    number_set_on: date | None = None
    reviewed_on: date | None = None
    confirmed_on: date | None = None
    appointed_on: date | None = None


class Quota(Value, frozen=True, kw_only=True):
    """Limited numbers; what an office does not deal with is `None`."""

    targeted: Posts | None = None  # 单列岗位结构比例
    structure: Posts | None = None
    full_senior: SchoolFullSenior | None = None
    senior: SchoolSenior | None = None


class FilingOutcome(Enum):
    """What an office did with a filing by the end of its review."""

    UNDER_REVIEW = "under_review"
    PASSED_ON = "passed_on"
    SENT_BACK = "sent_back"
    GIVEN_UP = "given_up"
    REFUSED = "refused"


class Filed(Value, frozen=True, kw_only=True):
    """One application that an office received, and what it did with it."""

    application: Application
    outcome: FilingOutcome = FilingOutcome.UNDER_REVIEW


class UnitPosts(Value, frozen=True, kw_only=True):
    """Posts of one institution (附件2 items 3 and 4)."""

    unit: Short
    posts: Count = 0
    appointed: Count = 0
    qualified_unappointed: Count = 0  # 取得资格未聘
    both_duties: Count = 0  # 双肩挑
    vacancies_for_senior: Count = 0  # 拟使用空岗申报高级
    mid_junior_limit: Count = 0  # 中初级控制职数
    above: Count = 0  # appointed beyond the posts of their own field and level: they take none of another's

    @property
    def vacant(self) -> int:
        return max(0, self.posts - self.appointed + self.above)


class Received(Value, frozen=True, kw_only=True):
    """Item 2: filings of one series and level."""

    series: Short
    level: Level
    received: int
    by_outcome: dict[FilingOutcome, int]


class MidJunior(Value, frozen=True, kw_only=True):
    """Item 4: filings for mid and junior titles against what the institution may have."""

    unit: Short
    limit: int
    filed: int

    @property
    def over(self) -> int:
        return max(0, self.filed - self.limit)


class Notices(Value, frozen=True, kw_only=True):
    """Item 6: how many filings were posted, how many of them were objected to, how many are without a record."""

    posted: int
    limited: int
    withheld: int
    unrecorded: int
    objected: int


class YearSummary(Value, frozen=True, kw_only=True):
    """The figures of annex 2, item by item."""

    units: int  # item 1: units that recommended somebody
    recommended_in_full: int  # item 1: recommendations with all their parts and the commitment
    received: tuple[Received, ...]
    posts: tuple[UnitPosts, ...]
    posts_in_all: UnitPosts
    vacant: int  # item 3: free posts; an institution above its posts frees none of another's
    mid_junior: tuple[MidJunior, ...]
    filed: int
    checked: dict[str, int]  # item 5: point of the department's checklist -> filings for which it is ticked
    notices: Notices
    agreed: int  # item 6: filings for which the department's opinion is signed
