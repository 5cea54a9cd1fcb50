"""Facts about what an office owes in a year: its days, and the grounds on which it charges."""

from collections.abc import Callable, Mapping

from desktop_app.domain.office_year import OfficeYear
from desktop_app.policy.facttypes import FactType, day, flag, several
from desktop_app.policy.question import Question

TYPES: Mapping[str, FactType] = {
    "day": day(),
    "notice_issued_on": day(),
    "notice_filed_on": day(),
    "passed_on_on": day(),
    "reviewed_on": day(),
    "city_committee": flag(),
    "confirmed_in_system_on": day(),
    "fees": several(),
    "fees_without_ground": several(),
}

Asked = Question[OfficeYear]


def _fees_without_ground(at: Asked) -> tuple[str, ...]:
    grounds = (at.facts.value("fee_rates_document"), at.facts.value("fee_charging_document"))
    return tuple(fee.name for fee in at.about.fees if not any(ground in fee.basis for ground in grounds))


DERIVATIONS: Mapping[str, Callable[[Asked], object]] = {
    "day": lambda at: at.on,
    "notice_issued_on": lambda at: at.about.notice_issued_on,
    "notice_filed_on": lambda at: at.about.notice_filed_on,
    "passed_on_on": lambda at: at.about.passed_on_on,
    "reviewed_on": lambda at: at.about.reviewed_on,
    "city_committee": lambda at: at.about.city_committee,
    "confirmed_in_system_on": lambda at: at.about.confirmed_in_system_on,
    "fees": lambda at: tuple(fee.name for fee in at.about.fees),
    "fees_without_ground": _fees_without_ground,
}
