"""Facts about what is applied for and about the unit."""

from collections.abc import Mapping

from desktop_app.domain.kinds import Affiliation
from desktop_app.domain.marking import MarkState, SecrecyLevel
from desktop_app.policy.reference_tables import Confidence, Method
from desktop_app.policy.situation import Derivation, Situation
from desktop_app.policy.tables import Group

#: Affiliations that stay what they are even where the unit is not a public one.
_OF_THEIR_OWN = (Affiliation.HELINGER_CENTRE, Affiliation.SELF_REVIEWING)


def groups(at: Situation) -> tuple[str, ...]:
    """The pack's groups of series to which the application belongs."""
    return tuple(group.id for group in at.pack.head.group if _belongs(at, group))


def method(at: Situation) -> Method | None:
    """How the level is gained; a local question (考评结合 of health) is answered by the office's setting."""
    row = at.level_row
    if row is None:
        return None
    if row.method is Method.EXAM_AND_REVIEW_LOCAL:
        if at.pack.setting_is("local_exam", "exam_and_review"):
            return Method.EXAM_AND_REVIEW
        if at.pack.setting_is("local_exam", "review"):
            return Method.REVIEW
    return row.method


def belongs(at: Situation) -> Affiliation | None:
    """To whom the papers go in truth: who works outside public units goes through the district (四（二）3)."""
    unit = at.application.unit
    if unit.kind is not None and unit.kind.territorial and unit.affiliation not in _OF_THEIR_OWN:
        return Affiliation.TERRITORIAL
    return unit.affiliation


def _belongs(at: Situation, group: Group) -> bool:
    filing = at.application.filing
    return (
        filing.series in group.series
        and (not group.tracks or filing.series_track in group.tracks)
        and (not group.specialties or any(part in filing.specialty for part in group.specialties))
    )


def _expected_title(at: Situation) -> str:
    row = at.level_row
    return row.title if row else ""


def _method_confidence(at: Situation) -> Confidence | None:
    row = at.level_row
    return row.method_from if row else None


def _title_confidence(at: Situation) -> Confidence | None:
    row = at.level_row
    return row.names_from if row else None


def _series_name(at: Situation) -> str:
    series = at.pack.series.get(at.application.filing.series)
    return series.name.zh if series else ""


def _series_track_known(at: Situation) -> bool:
    filing = at.application.filing
    return at.pack.series_track(filing.series, filing.series_track) is not None


def _state_secret(at: Situation) -> bool:
    mark = at.application.marking
    return mark.state is MarkState.MARKED and mark.level not in (None, SecrecyLevel.INTERNAL)


def _senior(at: Situation) -> bool:
    level = at.application.filing.level
    return level is not None and level.senior


def _unit_flag(name: str) -> Derivation:
    def derive(at: Situation) -> bool:
        kind = at.application.unit.kind
        return kind is not None and getattr(kind, name)

    return derive


DERIVATIONS: Mapping[str, Derivation] = {
    "day": lambda at: at.on,
    "desk": lambda at: at.desk,
    "year_fits": lambda at: at.application.year == at.pack.year,
    "pack_year": lambda at: at.pack.year,
    "level": lambda at: at.application.filing.level,
    "senior": _senior,
    "track": lambda at: at.application.filing.track,
    "path": lambda at: at.application.filing.path,
    "series": lambda at: at.application.filing.series,
    "series_name": _series_name,
    "series_known": lambda at: at.application.filing.series in at.pack.series,
    "series_track_known": _series_track_known,
    "specialty": lambda at: at.application.filing.specialty,
    "groups": groups,
    "title": lambda at: at.application.filing.title,
    "title_expected": _expected_title,
    "title_fits": lambda at: at.application.filing.title == _expected_title(at),
    "title_confidence": _title_confidence,
    "method": method,
    "method_confidence": _method_confidence,
    "entrusted": lambda at: at.application.filing.entrusted_to_region,
    "submitted": lambda at: at.application.filing.submitted_on is not None,
    "filing_day": lambda at: at.filing_day,
    "other_application": lambda at: at.application.standing.other_application_this_year,
    "other_level": lambda at: at.application.standing.other_level_this_year,
    "green_before": lambda at: at.application.filing.green_channel_used_before,
    "mark_state": lambda at: at.application.marking.state,
    "state_secret": _state_secret,
    "pledge_signed": lambda at: at.application.pledge.signed,
    "unit_kind": lambda at: at.application.unit.kind,
    "unit_known": lambda at: at.application.unit.kind is not None,
    "non_public": _unit_flag("non_public"),
    "by_territory": _unit_flag("territorial"),
    "affiliation": lambda at: at.application.unit.affiliation,
    "belongs": belongs,
    "area": lambda at: at.application.unit.area,
    "area_known": lambda at: at.application.unit.area in at.pack.areas,
}
