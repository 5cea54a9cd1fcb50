"""Posts of units by field and level: set, filled, free; each change with its reason (五（四）1, 五（七）1)."""

from datetime import date, datetime
from enum import Enum

from desktop_app.domain.kinds import Level
from desktop_app.domain.office_year import Posts
from desktop_app.domain.values import Count, Line, Short, Value, Year


class PostKind(Enum):
    """Out of which number a post is taken."""

    STRUCTURE = "structure"  # 岗位结构比例
    TARGETED = "targeted"  # 定向评价单列岗位，专岗专用


class PostLine(Value, frozen=True, kw_only=True):
    """The posts of one unit, field and level. `unit` empty: the numbers are the whole district's."""

    id: str
    year: Year
    kind: PostKind = PostKind.STRUCTURE
    unit: Short = ""
    field: Short = ""  # 专业类别
    level: Level
    posts: Count = 0
    appointed: Count = 0
    qualified_unappointed: Count = 0  # 取得资格未聘
    both_duties: Count = 0  # 双肩挑
    to_use: Count = 0  # 拟使用空岗

    @property
    def free(self) -> int:
        return max(0, self.posts - self.appointed)

    def counted(self, proposed: int, free_of_posts: int) -> Posts:
        """As the rules look at it, with the filings of this year."""
        return Posts(posts=self.posts, appointed=self.appointed, proposed=proposed, free_of_posts=free_of_posts)


class PostChange(Value, frozen=True, kw_only=True):
    """One change of a line: what it said before and after, and why."""

    id: str
    line: str
    before: PostLine | None
    after: PostLine | None
    reason: Line
    by: Short
    at: datetime


class FullSeniorPassed(Value, frozen=True, kw_only=True):
    """The full senior teachers who passed this year, against the city's number (五（九）)."""

    year: Year
    second_school: Count = 0
    others: Count = 0
    number_set_on: date | None = None
    reviewed_on: date | None = None
    confirmed_on: date | None = None
    appointed_on: date | None = None
    ground: Line = ""  # the document or minutes that say so
    by: Short = ""
    at: datetime | None = None
