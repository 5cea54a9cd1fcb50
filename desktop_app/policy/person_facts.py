"""Facts about the person: identity, standing, education, years of service."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from desktop_app.domain import identity_number
from desktop_app.domain.application import Work
from desktop_app.domain.kinds import Path, Place
from desktop_app.policy.codes import Learning
from desktop_app.policy.situation import Derivation, Situation
from desktop_app.policy.window_rows import cutoff
from desktop_app.policy.years import full_years, full_years_since

_BELOW_CITY = (Place.VILLAGE, Place.TOWNSHIP, Place.DISTRICT)


def counted_to(at: Situation) -> date:
    """The day up to which years are counted: the last filing day, or the end of the year where an office says so.

    三（二） sets the cut-off at the last filing day; until a window is known, the day of asking is the safe one.
    """
    last = cutoff(at)
    if last is None:
        return at.filing_day
    return date(last.year, 12, 31) if at.pack.setting_is("years_counted_to", "year_end") else last


def _identity(check: Callable[[str], object]) -> Derivation:
    return lambda at: check(at.application.person.identity_number)


def _sex_fits(at: Situation) -> bool:
    person = at.application.person
    from_number = identity_number.sex(person.identity_number)
    return from_number is None or person.sex is None or person.sex is from_number


def _years(fits: Callable[[Work], bool]) -> Derivation:
    return lambda at: _full_years(at, fits, counted_to(at))


def _full_years(at: Situation, fits: Callable[[Work], bool], until: date) -> int:
    return full_years((job for job in at.application.work if fits(job)), until)


def _year_end_decides(at: Situation) -> bool:
    """Whether service that the ground asks for is a year longer at the year's end than on the last filing day (A7)."""
    last, path = cutoff(at), at.application.filing.path
    if last is None or path is None:
        return False
    end = date(last.year, 12, 31)
    asked = (_SERVICE[name] for name in _ASKED_BY.get(path, ()))
    return any(_full_years(at, fits, end) > _full_years(at, fits, last) for fits in asked)


def _years_since_title(at: Situation) -> int:
    return full_years_since(at.application.post.title_held_since, counted_to(at))


def _schooling_rank(at: Situation) -> int:
    return at.pack.codes["education"].rank(at.application.education.level)


def _degree_rank(at: Situation) -> int:
    return at.pack.codes["degree"].rank(at.application.education.degree)


def _learning(rank: int) -> Learning | None:
    """The word for a rank; nothing where nothing was gained or entered."""
    return list(Learning)[rank - 1] if rank else None


def _dishonesty_until(at: Situation) -> date | None:
    """The last day of a record of dishonesty (七（一）)."""
    began = at.application.standing.dishonesty_recorded_on
    if began is None:
        return None
    years = int(at.facts.value("dishonesty_years"))
    leap_day = (began.month, began.day) == (2, 29)
    if began.year + years > date.max.year:  # a mistyped year must not stop the other answers
        return date.max
    return date(began.year + years, began.month, 28 if leap_day else began.day)


def _dishonesty_runs(at: Situation) -> bool:
    until = _dishonesty_until(at)
    return until is not None and until >= at.filing_day


def _sanction_runs(at: Situation) -> bool:
    until = at.application.standing.sanction_until
    return until is not None and until >= at.filing_day


#: What each length of service counts.
_SERVICE: Mapping[str, Callable[[Work], bool]] = {
    "years_professional": lambda job: job.professional,
    "years_in_region": lambda job: job.place is not None and job.place is not Place.OUTSIDE,
    "years_township": lambda job: job.professional and job.place is Place.TOWNSHIP,
    "years_county": lambda job: job.professional and job.place is Place.DISTRICT,
    "years_below_city": lambda job: job.professional and job.place in _BELOW_CITY,
    "years_village_work": lambda job: job.professional and job.place in (Place.TOWNSHIP, Place.VILLAGE),
}
#: Which of them a ground asks for.
_ASKED_BY: Mapping[Path, tuple[str, ...]] = {
    Path.EXCEPTIONAL: ("years_township", "years_county", "years_below_city"),
    Path.RECOGNITION: ("years_village_work",),
    Path.DIRECT: ("years_township", "years_professional", "years_in_region"),
}

DERIVATIONS: Mapping[str, Derivation] = {
    "identity_kind": lambda at: at.application.person.identity_kind,
    "identity_given": lambda at: at.application.person.identity_number != "",
    "identity_upper": _identity(lambda number: number == number.upper()),
    "identity_formed": _identity(lambda number: identity_number.well_formed(number.upper())),
    "identity_dated": _identity(lambda number: identity_number.birth_date(number.upper()) is not None),
    "identity_valid": _identity(lambda number: identity_number.valid(number.upper())),
    "identity_birth": _identity(lambda number: identity_number.birth_date(number.upper())),
    "birth": lambda at: at.application.person.birth,
    "sex_given": lambda at: at.application.person.sex is not None,
    "sex_fits": _sex_fits,
    "employment": lambda at: at.application.standing.employment,
    "sanction_until": lambda at: at.application.standing.sanction_until,
    "sanction_runs": _sanction_runs,
    "dishonesty_until": _dishonesty_until,
    "dishonesty_runs": _dishonesty_runs,
    "title_held": lambda at: "" if at.application.post.title_held == "无" else at.application.post.title_held,
    "assessed_fit": lambda at: at.application.standing.assessed_fit,
    "contribution": lambda at: at.application.standing.outstanding_contribution,
    "schooling": lambda at: _learning(_schooling_rank(at)),
    "learning": lambda at: _learning(max(_schooling_rank(at), _degree_rank(at))),
    "service_counted_to": counted_to,
    **{name: _years(fits) for name, fits in _SERVICE.items()},
    "year_end_decides": _year_end_decides,
    "village_work": lambda at: any(
        job.start and job.professional and job.place in (Place.TOWNSHIP, Place.VILLAGE) for job in at.application.work
    ),
    "years_since_title": _years_since_title,
    "years_grassroots_since_title": lambda at: Decimal(at.application.standing.grassroots_service_years or "0"),
    "months_grassroots_this_year": lambda at: at.application.standing.city_grassroots_service_months,
}
