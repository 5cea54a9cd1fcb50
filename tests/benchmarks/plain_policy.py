"""The rules on person, filing and public notice in plain Python: straight derivations and if-statements.

What is taken from elsewhere is what a hand-written program would take too: the catalogue of sentences, the table of
series, the calendar of workdays, the arithmetic of identity numbers. Every derivation and every condition is written
again, from the notice's tables in `resources/policy/hohhot-2026/rules/` 1, 2 and 5, but for what needs a route (A2).
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from desktop_app.domain import identity_number
from desktop_app.domain.application import Application, Filing
from desktop_app.domain.findings import Finding
from desktop_app.domain.kinds import (
    Desk,
    Employment,
    IdentityKind,
    Level,
    MaterialKind,
    NoticeMode,
    ObjectionState,
    Path,
    Track,
    UnitKind,
)
from desktop_app.domain.marking import MarkState, SecrecyLevel
from desktop_app.policy.pack import Pack
from desktop_app.policy.reference_tables import Confidence, Method
from tests.benchmarks.plain_answers import KEPT, Answers, gravest_first

RULES = (
    *("ID", "N01", "N02", "N03", "R081", "PHOTO", "R100", "R074"),
    *("YEAR", "R002", "R003", "R006", "SERIES", "R007", "R008", "R031", "A11", "R046", "R050", "R054", "R055", "R070"),
    *("R083", "A3"),
)
_NUMBERED = (IdentityKind.RESIDENT, IdentityKind.HK_MO, IdentityKind.TAIWAN)
_SENIOR = (Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR)
_GREEN_TRACKS = (Track.GREEN_REGION, Track.GREEN_CITY)
_GREEN_PATHS = (Path.GREEN_37, Path.GREEN_39)
_NON_PUBLIC = (UnitKind.PRIVATE_FIRM, UnitKind.SOCIAL_ORGANISATION, UnitKind.OTHER_NON_PUBLIC)


class PlainPolicy:
    """One pack's year, with the settings of one office."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.answers = Answers(pack)

    def findings(self, application: Application, on: date, desk: Desk) -> list[Finding]:
        return gravest_first(Asked(self, application, on, desk).findings())

    @cached_property
    def groups(self) -> list[tuple[str, set[str], set[str], tuple[str, ...]]]:
        return [(row.id, set(row.series), set(row.tracks), row.specialties) for row in self.pack.head.group]


class Asked:
    """One application on one day at one desk."""

    def __init__(self, policy: PlainPolicy, application: Application, on: date, desk: Desk) -> None:
        self.policy, self.pack, self.say = policy, policy.pack, policy.answers.say
        self.application, self.on, self.desk = application, on, desk
        filing = application.filing
        self.filing = filing
        self.day = filing.submitted_on or on
        self.senior = filing.level in _SENIOR
        self.groups = tuple(group for group, *row in policy.groups if belongs(filing, *row))
        self.track_row = self.pack.series_track(filing.series, filing.series_track)
        self.level_row = self.pack.level_row(filing.series, filing.series_track, filing.level)
        self.method = self._method()

    def _method(self) -> Method | None:
        if self.level_row is None:
            return None
        if self.level_row.method is Method.EXAM_AND_REVIEW_LOCAL:
            settled = self.pack.settings.get("local_exam")
            if settled == "exam_and_review":
                return Method.EXAM_AND_REVIEW
            if settled == "review":
                return Method.REVIEW
        return self.level_row.method

    def findings(self) -> Iterator[Finding]:
        yield from self.identity()
        yield from self.standing()
        yield from self.dishonesty()
        yield from self.kind_of_review()
        yield from self.series()
        yield from self.examination()
        yield from self.one_filing()
        yield from self.targeted()
        yield from self.notice()
        yield from self.posting_day()

    # ---- the person

    def identity(self) -> Iterator[Finding]:
        person = self.application.person
        number, kind = person.identity_number, person.identity_kind
        if kind not in _NUMBERED or number == "":
            return
        looked = {"identity_kind": kind, "identity_given": True}
        capital = number.upper()
        formed = identity_number.well_formed(capital)
        birth = identity_number.birth_date(capital)
        dated = birth is not None
        valid = identity_number.valid(capital)
        from_number = identity_number.sex(number)
        upper = number == capital
        sex_given = person.sex is not None
        sex_fits = from_number is None or not sex_given or person.sex is from_number
        wrong = False
        if not formed:
            wrong = True
            yield self.say("ID", 0, looked | {"identity_formed": formed})
        if formed and not dated:
            wrong = True
            yield self.say("ID", 1, looked | {"identity_formed": formed, "identity_dated": dated})
        if dated and not valid:
            wrong = True
            yield self.say("ID", 2, looked | {"identity_dated": dated, "identity_valid": valid})
        if valid and not upper:
            wrong = True
            yield self.say("ID", 3, looked | {"identity_valid": valid, "identity_upper": upper})
        if dated and person.birth is not None and person.birth != birth:
            wrong = True
            facts = {"identity_dated": dated, "birth": person.birth, "identity_birth": birth}
            yield self.say("ID", 4, looked | facts, birth=person.birth, identity_birth=birth)
        if formed and sex_given and not sex_fits:
            wrong = True
            yield self.say("ID", 5, looked | {"identity_formed": formed, "sex_given": True, "sex_fits": sex_fits})
        if not wrong:
            facts = {
                "identity_formed": formed,
                "identity_dated": dated,
                "identity_valid": valid,
                "identity_upper": upper,
                "birth": person.birth,
                "identity_birth": birth,
                "sex_given": sex_given,
                "sex_fits": sex_fits,
            }
            yield self.say("ID", KEPT, looked | facts)

    def standing(self) -> Iterator[Finding]:
        application, standing = self.application, self.application.standing
        unit = application.unit.kind
        if standing.employment is not None:
            facts = {"employment": standing.employment}
            yield self.say("N01", 0 if standing.employment is Employment.RETIRED else KEPT, facts)
        if standing.sanction_until is not None:
            until = standing.sanction_until
            facts = {"sanction_until": until, "sanction_runs": until >= self.day}
            whole = facts | {"unit_kind": unit, "unit_known": unit is not None}
            if until < self.day:
                yield self.say("N02", KEPT, whole, sanction_until=until)
            elif unit is None or unit is UnitKind.PUBLIC_INSTITUTION:
                yield self.say("N02", 0, whole, sanction_until=until)
            else:
                yield self.say("N02", 1, facts, sanction_until=until)
        if standing.employment is not None:
            facts = {"employment": standing.employment}
            yield self.say("N03", 0 if standing.employment is Employment.CIVIL_SERVANT else KEPT, facts)
        yield self.say("R081", KEPT if application.pledge.signed else 0, {"pledge_signed": application.pledge.signed})
        if not any(row.kind is MaterialKind.PHOTO for row in application.materials):
            kinds = tuple(row.kind.value for row in application.materials)
            yield self.say("PHOTO", 0, {"materials": tuple(dict.fromkeys(kinds))})
        if standing.employment is Employment.LEAVE_TO_START_UP:
            yield self.say("R074", 0, {"employment": standing.employment})

    def dishonesty(self) -> Iterator[Finding]:
        began = self.application.standing.dishonesty_recorded_on
        if began is None:
            return
        year = began.year + int(self.pack.parameter("dishonesty_years", self.on))
        if year > date.max.year:
            until = date.max
        elif (began.month, began.day) == (2, 29):
            until = date(year, 2, 28)
        else:
            until = began.replace(year=year)
        runs = until >= self.day
        facts = {"dishonesty_until": until, "dishonesty_runs": runs}
        yield self.say("R100", 0 if runs else KEPT, facts, dishonesty_until=until)

    # ---- what is filed for

    def kind_of_review(self) -> Iterator[Finding]:
        filing, mark, track = self.filing, self.application.marking, self.filing.track
        if self.application.year != self.pack.year:
            facts = {"year_fits": False}
            yield self.say("YEAR", 0, facts, pack_year=self.pack.year)
        secret = mark.state is MarkState.MARKED and mark.level not in (None, SecrecyLevel.INTERNAL)
        classified = track is Track.CLASSIFIED
        if secret and track is not None and not classified:
            yield self.say("R002", 0, {"state_secret": secret, "track": track})
        if classified and mark.state is MarkState.NOT_SECRET:
            yield self.say("R002", 1, {"track": track, "mark_state": mark.state})
        if classified:
            online = self.pack.settings["classified_registers_online"]
            yield self.say("R002", 3 if online else 2, {"track": track, "classified_registers_online": online})
        if track is Track.ONLINE:
            yield self.say("R003", 0, {"track": track})
        elsewhere = self.senior and track not in (Track.CLASSIFIED, Track.TARGETED)
        if elsewhere and ("health" in self.groups or "other_systems" in self.groups):
            yield self.say("R006", 0, {"senior": True, "track": track, "groups": self.groups})
        if track in (Track.TARGETED, Track.OTHER_PAPER) or filing.entrusted_to_region:
            yield self.say("R046", 0, {"track": track, "entrusted": filing.entrusted_to_region})
        if "not_open" in self.groups:
            opened = self.pack.settings["new_specialties"]
            facts = {"groups": self.groups} | ({"new_specialties": opened} if opened != "open" else {})
            yield self.say("R050", {None: 0, "not_open": 1, "open": 2}[opened], facts)
        if track in _GREEN_TRACKS or filing.path in _GREEN_PATHS:
            before = filing.green_channel_used_before
            facts = {"track": track, "path": filing.path, "green_before": before}
            yield self.say("R054", 0 if before else KEPT, facts)

    def series(self) -> Iterator[Finding]:
        filing = self.filing
        if filing.series != "" and filing.level is not None:
            looked = {"series": filing.series, "level": filing.level}
            expected = self.level_row.title if self.level_row else ""
            if filing.series not in self.pack.series:
                yield self.say("SERIES", 0, looked | {"series_known": False}, series=filing.series)
            elif self.track_row is None:
                name = self.pack.series[filing.series].name.zh
                yield self.say("SERIES", 1, looked | {"series_track_known": False}, series_name=name)
            elif expected == "":
                yield self.say("SERIES", 2, looked | {"title_expected": expected}, level=filing.level)
            elif self.level_row is not None and self.level_row.names_from is Confidence.LOW:
                yield self.say("SERIES", 3, looked | {"title_confidence": Confidence.LOW}, title_expected=expected)
            elif filing.title not in ("", expected):
                facts = {"title": filing.title, "title_fits": False}
                yield self.say("SERIES", 4, looked | facts, title=filing.title, title_expected=expected)
        if self.method is Method.EXAM and self.level_row is not None:
            sure = self.level_row.method_from in (Confidence.FOUND, Confidence.LISTED)
            facts = {"method": self.method} | ({"method_confidence": self.level_row.method_from} if sure else {})
            name = self.pack.series[filing.series].name.zh
            yield self.say("R007", 0 if sure else 1, facts, series_name=name, level=filing.level)

    def examination(self) -> Iterator[Finding]:
        if not self.senior or self.method not in (Method.EXAM_AND_REVIEW, Method.EXAM_AND_REVIEW_LOCAL):
            return
        passed = [exam for exam in self.application.exams if exam.passed]
        ends = [exam.valid_to for exam in passed if exam.valid_to]
        end = max(ends) if ends else None
        valid = end is not None and end >= self.day
        looked = {"senior": True, "method": self.method}
        if self.method is Method.EXAM_AND_REVIEW_LOCAL and not valid:
            yield self.say("R008", 0, looked | {"exam_valid": False})
        elif not passed:
            yield self.say("R008", 1, looked | {"exam_passed": False})
        elif end is None:
            yield self.say("R008", 2, looked | {"exam_dated": False})
        elif not valid:
            yield self.say("R008", 3, looked | {"exam_valid": False}, exam_valid_to=end, filing_day=self.day)
        else:
            facts = {"exam_valid": True, "exam_passed": True, "exam_dated": True}
            yield self.say("R008", KEPT, looked | facts, exam_valid_to=end)

    def one_filing(self) -> Iterator[Finding]:
        other = self.application.standing.other_application_this_year
        if other == "无":
            yield self.say("R031", KEPT, {"other_application": other})
        elif other:
            yield self.say("R031", 0, {"other_application": other}, other_application=other)
        level = self.application.standing.other_level_this_year
        if level in ("", "无"):
            return
        given, two = tuple(sorted(self.pack.given)), self.pack.settings["two_levels_a_year"]
        facts = {"other_level": level}
        if "two_levels_a_year" not in self.pack.given:
            yield self.say("A11", 0, facts | {"given": given}, other_level=level)
        elif not two:
            yield self.say("A11", 1, facts | {"two_levels_a_year": two}, other_level=level)
        else:
            yield self.say("A11", KEPT, facts | {"given": given, "two_levels_a_year": two}, other_level=level)

    def targeted(self) -> Iterator[Finding]:
        filing = self.filing
        if filing.track is Track.TARGETED and filing.level is not None and filing.series != "":
            looked = {"track": filing.track, "level": filing.level, "series": filing.series}
            fields = looked | {"groups": self.groups}
            if filing.level is Level.JUNIOR:
                yield self.say("R055", 0, looked)
            elif "targeted_perhaps" in self.groups:
                yield self.say("R055", 1, fields)
            else:
                yield self.say("R055", KEPT if "targeted_field" in self.groups else 2, fields)
        if self.application.unit.kind in _NON_PUBLIC:
            yield self.say("R070", 0, {"non_public": True})

    # ---- the public notice

    def notice(self) -> Iterator[Finding]:
        """六（一）1: what is first wrong with it."""
        notice, pack, desk = self.application.public_notice, self.pack, self.desk
        mode, first, last = notice.mode, notice.first_day, notice.last_day
        wanted = int(pack.parameter("notice_minimum_workdays", self.on))
        dated = first is not None and last is not None
        in_order = first is None or last is None or first <= last
        countable = first is not None and last is not None and in_order and pack.calendar.knows(first, last)
        days = pack.calendar.notice_days(first, last) if countable and first and last else 0
        running = last is not None and self.on <= last
        ends = {"notice_minimum_workdays": wanted, "notice_first": first, "notice_last": last, "notice_workdays": days}
        basis = {"notice_mode": mode, "notice_basis_given": notice.basis != ""}
        officer = {"notice_mode": mode, "notice_officer_given": notice.secrecy_officer != ""}
        objection = {"notice_objection": notice.objection or None}
        objected = {"notice_objected": notice.objected} | objection
        narrow = mode in (NoticeMode.LIMITED, NoticeMode.WITHHELD)
        applicant = desk is Desk.APPLICANT
        if mode is None and applicant:
            facts = {"notice_mode": mode, "desk": desk}
            yield self.say("R083", 0, facts | ends, notice_minimum_workdays=wanted)
        elif mode is None:
            yield self.say("R083", 1, {"notice_mode": mode} | ends)
        elif notice.objection is ObjectionState.UPHELD:
            yield self.say("R083", 2, objection | ends)
        elif narrow and notice.basis == "":
            yield self.say("R083", 3, basis | ends)
        elif narrow and notice.secrecy_officer == "":
            yield self.say("R083", 4, officer | ends)
        elif mode is NoticeMode.WITHHELD:
            yield self.say("R083", 5, {"notice_mode": mode} | ends)
        elif not dated and applicant:
            yield self.say("R083", 6, {"notice_dated": False, "desk": desk} | ends)
        elif not dated:
            told = {"notice_first": first or "", "notice_earliest_end": self.earliest_end(wanted)}
            yield self.say("R083", 7, {"notice_dated": False} | ends, **told)
        elif not in_order:
            yield self.say("R083", 8, {"notice_in_order": False} | ends, notice_last=last, notice_first=first)
        elif not countable:
            yield self.say("R083", 9, {"notice_countable": False} | ends, notice_minimum_workdays=wanted)
        elif days < wanted and mode is NoticeMode.POSTED:
            facts = {"notice_workdays": days, "notice_minimum_workdays": wanted, "notice_mode": mode} | ends
            told = {"notice_workdays": days, "notice_minimum_workdays": wanted}
            yield self.say("R083", 10, facts, **told, notice_earliest_end=self.earliest_end(wanted))
        elif notice.objection is ObjectionState.OPEN:
            yield self.say("R083", 11, objection | ends)
        elif notice.objected and not notice.objection:
            yield self.say("R083", 12, objected | ends)
        elif mode is NoticeMode.LIMITED:
            yield self.say("R083", 13, {"notice_mode": mode} | ends, notice_workdays=days)
        elif running and not applicant:
            yield self.say("R083", 14, {"notice_running": True, "desk": desk} | ends, notice_last=last)
        else:
            facts = {
                "notice_mode": mode,
                "desk": desk,
                **objection,
                "notice_basis_given": notice.basis != "",
                "notice_officer_given": notice.secrecy_officer != "",
                "notice_dated": dated,
                "notice_in_order": in_order,
                "notice_countable": countable,
                "notice_workdays": days,
                "notice_minimum_workdays": wanted,
                **objected,
                "notice_running": running,
            }
            told = {"notice_first": first, "notice_last": last, "notice_workdays": days}
            yield self.say("R083", KEPT, facts | ends, **told)

    def earliest_end(self, days: int) -> date | str:
        first, calendar = self.application.public_notice.first_day, self.pack.calendar
        if first is None or first.year not in calendar.years:
            return ""
        if first.month == 12 and first.year + 1 not in calendar.years:
            return ""
        return calendar.notice_end(first, days)

    def posting_day(self) -> Iterator[Finding]:
        """An ambiguity of the notice, told where no office has settled it."""
        notice = self.application.public_notice
        first, last = notice.first_day, notice.last_day
        if notice.mode is not NoticeMode.POSTED or first is None or last is None or first > last:
            return
        if self.pack.calendar.knows(first, last) and "notice_counts_posting_day" not in self.pack.given:
            calendar, wanted = self.pack.calendar, int(self.pack.parameter("notice_minimum_workdays", self.on))
            without = calendar.notice_days(first, last)
            decides = without < wanted and without + int(calendar.is_workday(first)) >= wanted
            facts = {"notice_dated": True, "notice_countable": True, "notice_mode": notice.mode}
            facts |= {"given": tuple(sorted(self.pack.given))} | ({"posting_day_decides": True} if decides else {})
            yield self.say("A3", 0 if decides else 1, facts)


def belongs(filing: Filing, series: set[str], tracks: set[str], specialties: tuple[str, ...]) -> bool:
    if filing.series not in series or (tracks and filing.series_track not in tracks):
        return False
    return not specialties or any(part in filing.specialty for part in specialties)
