"""The closed sets of words of a filing: values are what the exchange form holds; screens look words up elsewhere."""

from enum import Enum


class Level(Enum):
    """The level of the title applied for (层级); associate and full senior are both 高级."""

    JUNIOR = "junior"
    MID = "mid"
    ASSOCIATE_SENIOR = "associate_senior"
    FULL_SENIOR = "full_senior"

    @property
    def senior(self) -> bool:
        """Whether the notice's rules for 高级 apply."""
        return self in (Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR)


class Track(Enum):
    """How the application is reviewed: why it is on paper at all."""

    CLASSIFIED = "classified"  # 涉密：线下申报、线下评审
    TARGETED = "targeted"  # 基层定向评价
    GREEN_REGION = "green_region"  # 自治区绿色通道高级
    GREEN_CITY = "green_city"  # 市绿色通道中级
    OTHER_PAPER = "other_paper"  # 其他线下材料评审
    ONLINE = "online"  # 社会化线上盲审：not this program's business, kept so that it can be said


class Path(Enum):
    """On what ground the level is applied for (申报类型)."""

    ORDINARY = "ordinary"
    EXCEPTIONAL = "exceptional"  # 破格
    RECOGNITION = "recognition"  # 考核认定
    DIRECT = "direct"  # 直接申报
    ONE_YEAR_EARLY = "one_year_early"
    GREEN_37 = "green_37"  # 实施细则第三十七条
    GREEN_39 = "green_39"  # 实施细则第三十九条


class UnitKind(Enum):
    """The nature of the applicant's unit (单位性质)."""

    PUBLIC_INSTITUTION = "public_institution"
    STATE_ENTERPRISE = "state_enterprise"
    PRIVATE_FIRM = "private_firm"
    SOCIAL_ORGANISATION = "social_organisation"
    OTHER_NON_PUBLIC = "other_non_public"
    FREELANCE = "freelance"
    RURAL_TALENT = "rural_talent"
    OVERSEAS = "overseas"  # 港澳台及境外

    @property
    def non_public(self) -> bool:
        """Whether the rules for the non-public sector apply (五（五）)."""
        return self in (UnitKind.PRIVATE_FIRM, UnitKind.SOCIAL_ORGANISATION, UnitKind.OTHER_NON_PUBLIC)

    @property
    def territorial(self) -> bool:
        """Whether papers go through the district where the person is (四（二）3)."""
        return self not in (UnitKind.PUBLIC_INSTITUTION, UnitKind.STATE_ENTERPRISE)


class Affiliation(Enum):
    """To whom the unit belongs in personnel matters (人事隶属关系)."""

    MUNICIPAL = "municipal"  # 市直属
    DISTRICT = "district"  # 旗县区及以下
    SELF_REVIEWING = "self_reviewing"
    HELINGER_CENTRE = "helinger_centre"  # 和林格尔人才科创中心
    TERRITORIAL = "territorial"  # 属地（非公等）


class Employment(Enum):
    """The person's standing at the unit: who may file at all (实施细则第三章, 40号令)."""

    IN_POST = "in_post"
    LEAVE_TO_START_UP = "leave_to_start_up"  # 经批准离岗创新创业
    RETIRED = "retired"
    CIVIL_SERVANT = "civil_servant"  # 公务员（含参公）


class Place(Enum):
    """Where work was done, for the tilts towards the grass roots (五（四）)."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    DISTRICT = "district"  # 旗县（市、区）
    CITY = "city"
    OUTSIDE = "outside"  # 区外


class Sex(Enum):
    """GB/T 2261.1, the two values that forms print."""

    MALE = "1"
    FEMALE = "2"


class Health(Enum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    CHRONIC = "chronic"
    DISABLED = "disabled"


class IdentityKind(Enum):
    """The document that identifies the person."""

    RESIDENT = "resident"  # 居民身份证
    HK_MO = "hk_mo"  # 港澳居民居住证
    TAIWAN = "taiwan"  # 台湾居民居住证
    FOREIGN_PERMANENT = "foreign_permanent"  # 外国人永久居留身份证
    PASSPORT = "passport"


class Role(Enum):
    """The person's part in a piece of work (主持、参加、独立)."""

    LED = "led"
    TOOK_PART = "took_part"
    ALONE = "alone"


class Authorship(Enum):
    SOLE = "sole"
    JOINT = "joint"
    TRANSLATED = "translated"


class AwardGrade(Enum):
    SPECIAL = "special"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    NONE = "none"


class PatentKind(Enum):
    INVENTION = "invention"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"
    SOFTWARE = "software"


class AppraisalResult(Enum):
    """The yearly assessment's grade."""

    EXCELLENT = "excellent"
    COMPETENT = "competent"
    BASIC = "basic"
    FAILED = "failed"
    NOT_GRADED = "not_graded"


class ContinuingExemption(Enum):
    """On what clause continuing education is not asked for."""

    GRASSROOTS_SERVICE = "grassroots_service"  # 五（四）6
    NON_PUBLIC = "non_public"  # 五（五）1


class NoticeMode(Enum):
    """How the unit makes the application public (vault paper, Marking)."""

    POSTED = "posted"
    LIMITED = "limited"  # 限定范围公示
    WITHHELD = "withheld"  # 不公示


class ObjectionState(Enum):
    """What came of an objection to a notice."""

    OPEN = "open"
    NOT_UPHELD = "not_upheld"
    UPHELD = "upheld"


class MaterialKind(Enum):
    """The papers of annex 1, in its order; the two forms are made by the program, the rest is handed in."""

    REVIEW_FORM = "review_form"
    SUBMISSION_FORM = "submission_form"
    CONTINUING_EDUCATION_CARD = "continuing_education_card"
    PRESENT_CERTIFICATE = "present_certificate"
    LETTER_OF_APPOINTMENT = "letter_of_appointment"
    YEARLY_ASSESSMENT = "yearly_assessment"
    PUBLIC_NOTICE_REPORT = "public_notice_report"
    PUBLICATION = "publication"
    ACHIEVEMENT_PROOF = "achievement_proof"
    WORK_SUMMARY = "work_summary"
    QUALIFICATION = "qualification"
    OTHER = "other"
    # beside annex 1
    PHOTO = "photo"
    EDUCATION_CERTIFICATE = "education_certificate"
    EXAM_RESULT = "exam_result"
    CONTRIBUTION_PROOF = "contribution_proof"
    GREEN_CHANNEL_PROOF = "green_channel_proof"
    GRASSROOTS_SERVICE_PROOF = "grassroots_service_proof"


class Desk(Enum):
    """As what kind of desk a vault is made."""

    APPLICANT = "applicant"
    UNIT = "unit"
    DEPARTMENT = "department"
    DISTRICT_HR = "district_hr"
    CITY_HR = "city_hr"
    COMMITTEE_OFFICE = "committee_office"

    @property
    def office(self) -> bool:
        """Whether this desk serves an office rather than one person."""
        return self is not Desk.APPLICANT
