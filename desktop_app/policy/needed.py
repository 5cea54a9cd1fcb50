"""What the program itself asks a pack for by name: a pack that lacks it is refused when it is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop_app.policy.reading import TomlFile
from desktop_app.policy.tables import PackFile, SettingKind


@dataclass(frozen=True, slots=True)
class Needed:
    """A setting: its kind, the choices the program knows, and the function that asks for it."""

    kind: SettingKind
    by: str
    choices: frozenset[str] = frozenset()


_POLICY = "desktop_app.policy."
SETTINGS: Mapping[str, Needed] = {
    "notice_counts_posting_day": Needed(SettingKind.FLAG, _POLICY + "workdays.Calendar"),
    "department_posts_notice": Needed(SettingKind.FLAG, _POLICY + "route_rows.Routing"),
    "deadline_on_holiday": Needed(SettingKind.CHOICE, _POLICY + "pack.Pack.last_workday", frozenset({"after"})),
    "years_counted_to": Needed(SettingKind.CHOICE, _POLICY + "person_facts.counted_to", frozenset({"year_end"})),
    "local_exam": Needed(SettingKind.CHOICE, _POLICY + "filing_facts.method", frozenset({"exam_and_review", "review"})),
    "classified_registers_online": Needed(SettingKind.FLAG, _POLICY + "claim_facts.files_online"),
    "city_service_months": Needed(SettingKind.NUMBER, _POLICY + "claim_facts.grassroots_service_short"),
    "continuing_public_hours": Needed(SettingKind.NUMBER, _POLICY + "claim_facts.years_short"),
    "continuing_professional_hours": Needed(SettingKind.NUMBER, _POLICY + "claim_facts.years_short"),
    "further_notice_allowed": Needed(SettingKind.FLAG, _POLICY + "return_facts.counting"),
    "private_expert_percent": Needed(SettingKind.NUMBER, _POLICY + "committee_facts.private_wanted"),
    "recused_in_base": Needed(SettingKind.FLAG, _POLICY + "voting.wanted"),
}
#: Parameter -> the type of its value; a number is above nought.
PARAMETERS: Mapping[str, type] = {
    "notice_minimum_workdays": int,
    "assessment_years_wanted": int,
    "dishonesty_years": int,
    "expert_years_running": int,
    "external_parts": int,
    "external_whole": int,
    "committee_longest_years": int,
    "expert_term_years": int,
    "senior_committee_series": int,
    "senior_committee_specialty": int,
    "scheme_days_before": int,
    "quorum_parts": int,
    "quorum_whole": int,
    "majority_parts": int,
    "majority_whole": int,
    "result_months": int,
    "result_notice_minimum": int,
    "auditor_exam_years": int,
    "grassroots_months_excusing": int,
    "epidemic_policy_until": date,
    "fee_rates_document": str,
    "fee_charging_document": str,
}
_CALLED = {int: "a number", date: "a day", str: "a text"}


def check(source: TomlFile, head: PackFile) -> None:
    """Refuse a pack without them. Raises `Fault(POLICY_INVALID)`."""
    settings = {row.id: row for row in head.setting}
    for name, needed in SETTINGS.items():
        if name not in settings or settings[name].kind is not needed.kind:
            source.refuse(0, f"no setting {name} of kind {needed.kind.value}")
        for choice in sorted(needed.choices - set(settings[name].choices)):
            source.refuse(source.line_of_text(f'id = "{name}"'), f"setting {name} has no choice {choice}")
    for name, kind in PARAMETERS.items():
        values = [row.value for row in head.parameter if row.id == name]
        if not values or not all(_fits(value, kind) for value in values):
            source.refuse(0, f"no parameter {name} that is {_CALLED[kind]}")


def _fits(value: object, kind: type) -> bool:
    """Of the kind itself: a flag is no number here, and an empty text names no document."""
    return type(value) is kind and (value > 0 if type(value) is int else value != "")
