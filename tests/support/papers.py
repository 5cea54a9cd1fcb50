"""A filled-in application for the printed forms, in three degrees of fullness, and requests to print it."""

import io
from datetime import date
from typing import Any

from msgspec import structs
from PIL import Image, ImageDraw

from desktop_app.domain.application import (
    Achievement,
    Application,
    Appraisal,
    Award,
    ContinuingEducation,
    Education,
    Exam,
    Filing,
    Material,
    Opinion,
    Opinions,
    Patent,
    Person,
    Pledge,
    Post,
    Publication,
    PublicNotice,
    Standing,
    Study,
    Unit,
    Work,
)
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import (
    Affiliation,
    AppraisalResult,
    Authorship,
    AwardGrade,
    Employment,
    Health,
    IdentityKind,
    Level,
    MaterialKind,
    NoticeMode,
    PatentKind,
    Path,
    Place,
    Role,
    Sex,
    Track,
    UnitKind,
)
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.papers.render import PaperRequest
from desktop_app.papers.wording import CodeTables

RARE_NAME = "㛃𬭎𫘧𪨰"
MONGOLIAN_NAME = "ᠰᠠᠷᠠᠨ ᠭᠣᠣᠸᠠ 萨仁高娃"
LONG_NAME = "孛儿只斤·阿拉坦苏和·巴雅尔图门德力格尔玛"
APPLICATION_ID = "01JZK3Q4R5S6T7V8W9X0Y1Z2A3"
DIGEST = "3f9a02bc77e1d4508a6be0f1c2d3e4f5" * 2
SENTENCE = (
    "针对荒漠草原植被盖度下降、土壤风蚀加剧等问题，开展补播改良配套技术研究，累计完成改良面积12.6万亩，"
    "植被盖度由23%提高到43%，亩均产草量提高31.5kg。"
)
TABLES = CodeTables(
    {
        "ethnic": {"02": "蒙古族"},
        "education": {"21": "大学本科毕业"},
        "degree": {"409": "农学学士"},
        "political": {"01": "中共党员"},
        "series": {"08": "农业技术"},
        "area": {"yuquan": "玉泉区"},
    }
)


def application(name: str = "萨仁高娃") -> Application:
    """An ordinary, complete application of a fictional person."""
    return Application(
        marking=marked(SecrecyLevel.SECRET, 60),
        filing=Filing(
            level=Level.FULL_SENIOR,
            series="08",
            specialty="草原与饲草饲料",
            title="正高级畜牧师",
            track=Track.CLASSIFIED,
            path=Path.ORDINARY,
            filled_on=date(2026, 6, 30),
        ),
        person=_person(name),
        education=Education(
            level="21",
            school="北方农牧大学",
            major="草业科学",
            finished="2004-06",
            years="4",
            degree="409",
            full_time=True,
        ),
        post=_post(),
        unit=Unit(
            name="青城草原工作站",
            credit_code="12150000MB0Q12345X",
            kind=UnitKind.PUBLIC_INSTITUTION,
            affiliation=Affiliation.MUNICIPAL,
            area="yuquan",
            department="青城林业和草原局",
            place=Place.CITY,
        ),
        standing=Standing(employment=Employment.IN_POST, grassroots_service_years="3.5"),
        **_lists(),
        work_summary=SENTENCE,
        pledge=Pledge(signed=True, signed_on=date(2026, 6, 30)),
        public_notice=PublicNotice(
            mode=NoticeMode.LIMITED, first_day=date(2026, 6, 15), last_day=date(2026, 6, 22), objections="无异议"
        ),
        opinions=Opinions(unit=Opinion(text="情况属实，同意推荐。", reviewer="其木格", on=date(2026, 6, 25))),
    )


def _person(name: str) -> Person:
    return Person(
        name=name,
        sex=Sex.FEMALE,
        ethnic_group="02",
        birth=date(1981, 6, 3),
        birthplace="内蒙古自治区呼和浩特市",
        identity_kind=IdentityKind.RESIDENT,
        identity_number="15010419810603002X",
        political_status="01",
        health=Health.GOOD,
        working_since="2004-07",
        phone="13800000000",
        foreign_language="英语",
    )


def _post() -> Post:
    return Post(
        current_post="高级畜牧师",
        current_post_since="2018-12",
        current_work="草原生态监测",
        title_held="高级畜牧师",
        title_level=Level.ASSOCIATE_SENIOR,
        title_held_since=date(2018, 11, 20),
        title_granted_by="内蒙古自治区人力资源和社会保障厅",
        title_certificate="NM2018-0347",
    )


def _lists() -> dict[str, Any]:
    return {
        "study": (Study(start="2000-09", end="2004-06", school="北方农牧大学", major="草业科学", highest=True),),
        "work": (
            Work(start="2004-07", end="2018-12", unit="青城草原监理所", post="畜牧师", place=Place.DISTRICT),
            Work(start="2018-12", ongoing=True, unit="青城草原工作站", post="高级畜牧师", place=Place.CITY),
        ),
        "achievements_before": (Achievement(start="2012-03", end="2016-12", name="补播改良示范", role=Role.TOOK_PART),),
        "achievements_since": (
            Achievement(start="2019-06", end="2021-12", name="草原修复技术研究", role=Role.LED, result=SENTENCE),
        ),
        "publications": (
            Publication(on="2020-05", title="Reseeding of steppe", where="Grassland", authorship=Authorship.SOLE),
        ),
        "awards": (Award(project="技术推广", name="丰收奖", grade=AwardGrade.SECOND, rank=3, on="2019-12"),),
        "patents": (Patent(name="种子丸粒化装置", number="ZL 1", kind=PatentKind.UTILITY_MODEL, rank=1, on="2022-03"),),
        "exams": (Exam(on=date(2025, 6, 14), kind="考评结合", score="86分", passed=True),),
        "continuing_education": (ContinuingEducation(year=2025, public_hours=30, professional_hours=60),),
        "appraisals": tuple(Appraisal(year=year, result=AppraisalResult.EXCELLENT) for year in range(2021, 2026)),
        "materials": (
            Material(kind=MaterialKind.OTHER, name="证明.pdf", media_type="application/pdf", size=1, digest="0" * 64),
        ),
    }


def crowded() -> Application:
    """Every list many times over, every text at its longest."""
    base = application(LONG_NAME)
    lists = {name: getattr(base, name) * 12 for name in _lists() if name not in ("appraisals", "materials")}
    long = (SENTENCE * 60)[:4000]
    return structs.replace(
        base,
        **lists,
        work_summary=long,
        person=structs.replace(base.person, birthplace=("内蒙古自治区" * 12)[:60], societies=(SENTENCE * 4)[:200]),
        opinions=Opinions(unit=Opinion(text=long), department=Opinion(text=long), city_hr=Opinion(text=long)),
        review=structs.replace(base.review, peer=long, committee=long, approval=long, total=25, present=24, yes=20),
    )


def photo() -> bytes:
    """A drawn face as JPEG."""
    image = Image.new("RGB", (413, 579), (200, 215, 235))
    ImageDraw.Draw(image).ellipse((120, 120, 290, 330), fill=(230, 200, 180))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def request(document: Document, subject: Application | None = None, **changes: Any) -> PaperRequest:
    """A request for one formal copy of version 3, with changes."""
    subject = application() if subject is None else subject
    given: dict[str, Any] = {
        "document": document,
        "application": subject,
        "tables": TABLES,
        "application_id": APPLICATION_ID,
        "marking": subject.marking,
        "version_number": 3,
        "version_digest": DIGEST,
        "copies": (1,),
    }
    return PaperRequest(**given | changes)
