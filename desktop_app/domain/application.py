"""The application: every field of the review form and the submission form, as one frozen value.

Field names follow the printed forms' sections; the exchange form (`resources/schemas/application.schema.json`) is
made from these types.
"""

import re
from datetime import date
from typing import Literal

from msgspec import UNSET, UnsetType

from desktop_app.domain.kinds import (
    Affiliation,
    AppraisalResult,
    Authorship,
    AwardGrade,
    ContinuingExemption,
    Employment,
    Health,
    IdentityKind,
    Level,
    MaterialKind,
    NoticeMode,
    ObjectionState,
    PatentKind,
    Path,
    Place,
    Role,
    Sex,
    Track,
    UnitKind,
)
from desktop_app.domain.marking import Marking
from desktop_app.domain.values import Count, Decimal, Digest, DigestOrNone, Line, Month, Short, Size, Text, Value, Year

SCHEMA = "fengjuan/application/1"


class Filing(Value, frozen=True, kw_only=True):
    """What is applied for. `series` is the two-digit code of the series table, `series_track` its track or ""."""

    level: Level | None = None
    series: Short = ""
    series_track: Short = ""
    specialty: Short = ""
    title: Short = ""
    track: Track | None = None
    path: Path | None = None
    filled_on: date | None = None
    submitted_on: date | None = None
    green_channel_used_before: bool = False
    entrusted_to_region: bool = False  # 委托自治区评委会评审（四（二）4）


class Person(Value, frozen=True, kw_only=True):
    name: Short = ""
    name_reading: Line = ""  # the person's own pinyin, where a machine would guess wrong
    former_name: Short = ""
    sex: Sex | None = None
    ethnic_group: Short = ""  # GB 3304 code
    birth: date | None = None
    birthplace: Short = ""
    identity_kind: IdentityKind | None = None
    identity_number: Short = ""
    political_status: Short = ""  # GB/T 4762 code
    party: Line = ""
    democratic_party: Line = ""
    societies: Line = ""
    foreign_language: Short = ""
    computer_skill: Short = ""
    health: Health | None = None
    working_since: Month | None = None
    standard_wage: Short = ""
    phone: Short = ""


class Education(Value, frozen=True, kw_only=True):
    """The highest education. `level` is a GB/T 4658 code, `degree` a GB/T 6864 code."""

    level: Short = ""
    school: Short = ""
    major: Short = ""
    finished: Month | None = None
    years: Decimal | None = None
    degree: Short = ""
    degree_name: Short = ""
    full_time: bool | None = None


class Post(Value, frozen=True, kw_only=True):
    """The present post and title, and the work done."""

    current_post: Short = ""
    current_post_since: Month | None = None
    current_work: Short = ""
    title_held: Short = ""
    title_level: Level | None = None
    title_held_since: date | None = None
    title_granted_by: Short = ""
    title_certificate: Short = ""
    qualification_as_title: Short = ""  # a professional qualification that stands for a title (五（八）1)
    skill_level: Short = ""  # of a skilled worker who files for a title (五（八）2)
    administrative_post: Short = ""
    administrative_since: Month | None = None


class Unit(Value, frozen=True, kw_only=True):
    """The applicant's unit; `area` is a key of the area table."""

    name: Short = ""
    credit_code: Short = ""
    kind: UnitKind | None = None
    affiliation: Affiliation | None = None
    area: Short = ""
    department: Short = ""
    place: Place | None = None
    specialised_small_giant: bool = False  # 专精特新或制造业单项冠军
    post_vacant: bool | None = None  # a post within the structure is free for this filing (五（七）1)


class Standing(Value, frozen=True, kw_only=True):
    """Facts about the person's standing that decide who may file."""

    employment: Employment | None = None
    sanction_until: date | None = None  # 记过以上处分期满日
    dishonesty_recorded_on: date | None = None
    other_application_this_year: Short = ""  # series filed elsewhere this year at this level, 「无」 if none
    other_level_this_year: Short = ""  # a title filed for at another level this year (四)
    city_grassroots_service_months: Count = 0  # months served in townships or villages this year
    grassroots_service_years: Decimal | None = None  # years served there since the present title
    outstanding_contribution: bool = False
    assessed_fit: bool = False  # 经考核合格
    labour_area: Short = ""  # where the labour relation is: a key of the area table (五（五）1)
    epidemic_policy: bool = False  # files by the tilt for front-line medical staff (五（六）)
    epidemic_policy_used_before: bool = False


class Study(Value, frozen=True, kw_only=True):
    start: Month | None = None
    end: Month | None = None
    school: Short = ""
    major: Short = ""
    country: Short = "中国"
    years: Decimal | None = None
    award: Short = ""  # education or degree gained
    witness: Short = ""
    highest: bool = False


class Work(Value, frozen=True, kw_only=True):
    """One job. `end` of `None` with `ongoing` means 至今."""

    start: Month | None = None
    end: Month | None = None
    ongoing: bool = False
    unit: Short = ""
    country: Short = "中国"
    post: Short = ""
    witness: Short = ""
    place: Place | None = None
    non_public: bool = False
    professional: bool = True


class Achievement(Value, frozen=True, kw_only=True):
    start: Month | None = None
    end: Month | None = None
    name: Line = ""
    role: Role | None = None
    part: Line = ""
    result: Line = ""
    funds: Decimal | None = None  # in units of ten thousand yuan
    fund_source: Short = ""


class Publication(Value, frozen=True, kw_only=True):
    on: Month | None = None
    title: Line = ""
    where: Line = ""
    authorship: Authorship | None = None
    author_rank: Count = 0
    identifier: Short = ""  # CN, ISSN or ISBN


class Award(Value, frozen=True, kw_only=True):
    project: Line = ""
    name: Short = ""
    grade: AwardGrade | None = None
    rank: Count = 0
    on: Month | None = None
    granted_by: Short = ""


class Patent(Value, frozen=True, kw_only=True):
    name: Line = ""
    number: Short = ""
    kind: PatentKind | None = None
    rank: Count = 0
    on: Month | None = None
    country: Short = "中国"


class Exam(Value, frozen=True, kw_only=True):
    on: date | None = None
    kind: Short = ""
    subject: Short = ""
    score: Short = ""
    held_by: Short = ""
    passed: bool = False
    valid_to: date | None = None


class ContinuingEducation(Value, frozen=True, kw_only=True):
    year: Year
    public_hours: Count = 0
    professional_hours: Count = 0
    card_number: Short = ""
    exemption: ContinuingExemption | None = None


class Appraisal(Value, frozen=True, kw_only=True):
    year: Year
    result: AppraisalResult | None = None


class Pledge(Value, frozen=True, kw_only=True):
    """The personal pledge (六（一）1); the ink signature is on paper."""

    signed: bool = False
    signed_on: date | None = None


class PublicNotice(Value, frozen=True, kw_only=True):
    """The unit's public notice. A mode other than `POSTED` needs its basis and the 保密 officer's name."""

    mode: NoticeMode | None = None
    first_day: date | None = None
    last_day: date | None = None
    place: Line = ""
    objections: Line = ""
    basis: Line = ""
    secrecy_officer: Short = ""
    #: Absent where none was registered: signed steps of earlier releases keep their bytes.
    objection: ObjectionState | UnsetType = UNSET

    @property
    def objected(self) -> bool:
        """Whether an objection is recorded. Units write that there was none in many ways."""
        said = re.sub(r"[\s，。；、,.;]", "", self.objections)
        return bool(said) and re.search(r"(^无$|无异议$|[未没][有收接]*到?任?何?异议$)", said) is None


class Recommendation(Value, frozen=True, kw_only=True):
    """What the unit's opinion must say, and what the unit answers for (六（一）1, 五（四）2)."""

    how_chosen: Line = ""  # 推荐人选产生方式
    conditions: Line = ""  # 申报人员具备的资格条件
    notice: Line = ""  # 公示情况
    assessments_considered: bool = False  # 与平时考核、年度考核结果相结合
    committed: bool = False  # 对申报程序和材料把关作出承诺


class Online(Value, frozen=True, kw_only=True):
    """The online half of a filing that is reviewed on paper (四（一）, 四（三）); who files classified has none."""

    registered: bool = False
    unit_approved: bool = False
    plan: Short = ""  # 申报计划; once chosen it cannot be changed
    submitted_on: date | None = None
    forms_exported: bool = False  # both forms were taken out of the online system
    compared_on: date | None = None
    differences: Count = 0  # values found to differ, or not found, when paper was compared with online
    differences_settled: bool = False  # the officer's verdict on them
    compared_content: DigestOrNone = ""  # of the values that were compared; empty where it was done by eye


class Opinion(Value, frozen=True, kw_only=True):
    """One step of the chain of review as the form prints it; signature and seal are ink, `sealed` says they are there.

    `checked` holds the points of the desk's checklist that the reviewer ticked, by their names in the pack.
    """

    text: Text = ""
    reviewer: Short = ""
    on: date | None = None
    sealed: bool = False
    checked: tuple[Short, ...] = ()


class ReviewResult(Value, frozen=True, kw_only=True):
    """The committee's part of the review form."""

    defence: Text = ""
    peer: Text = ""
    total: Count = 0
    present: Count = 0
    yes: Count = 0
    no: Count = 0
    abstained: Count = 0
    remark: Line = ""
    committee: Text = ""
    approval: Text = ""


class Opinions(Value, frozen=True, kw_only=True):
    unit: Opinion = Opinion()
    department: Opinion = Opinion()
    district_hr: Opinion = Opinion()
    city_hr: Opinion = Opinion()
    committee_office: Opinion = Opinion()


class Material(Value, frozen=True, kw_only=True):
    """One attached file. `name` is the file's own name, `digest` its SHA-256, `pages` 0 when unknown."""

    kind: MaterialKind
    name: Line
    media_type: Short
    size: Size
    digest: Digest
    year: Year | None = None
    pages: Count = 0
    original_shown: bool = False
    marking: Marking = Marking()


class Application(Value, frozen=True, kw_only=True):
    """One person's application for one title in one year."""

    schema: Literal["fengjuan/application/1"] = "fengjuan/application/1"
    year: Year = 2026
    marking: Marking = Marking()
    filing: Filing = Filing()
    person: Person = Person()
    education: Education = Education()
    post: Post = Post()
    unit: Unit = Unit()
    standing: Standing = Standing()
    study: tuple[Study, ...] = ()
    work: tuple[Work, ...] = ()
    achievements_before: tuple[Achievement, ...] = ()
    achievements_since: tuple[Achievement, ...] = ()
    publications: tuple[Publication, ...] = ()
    awards: tuple[Award, ...] = ()
    patents: tuple[Patent, ...] = ()
    exams: tuple[Exam, ...] = ()
    continuing_education: tuple[ContinuingEducation, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    work_summary: Text = ""
    pledge: Pledge = Pledge()
    online: Online = Online()
    recommendation: Recommendation = Recommendation()
    public_notice: PublicNotice = PublicNotice()
    opinions: Opinions = Opinions()
    review: ReviewResult = ReviewResult()
    materials: tuple[Material, ...] = ()
