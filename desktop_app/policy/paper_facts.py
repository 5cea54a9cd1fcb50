"""Facts about what is handed in: materials, yearly assessments, copies."""

from collections.abc import Mapping

from desktop_app.domain.application import Application
from desktop_app.domain.kinds import MaterialKind
from desktop_app.policy.paper_rows import copies_of
from desktop_app.policy.situation import Derivation, Situation


def assessment_years(at: Situation) -> tuple[int, ...]:
    """The last three years before the filing year in which the person worked (附件1.5)."""
    application = at.application
    count = int(at.facts.value("assessment_years_wanted"))
    began = int(application.person.working_since[:4]) if application.person.working_since else 0
    return tuple(year for year in range(application.year - count, application.year) if year >= began)


def _missing(at: Situation, present: set[int]) -> tuple[str, ...]:
    return tuple(str(year) for year in assessment_years(at) if year not in present)


def _years_missing(at: Situation) -> tuple[str, ...]:
    return _missing(at, {row.year for row in at.application.appraisals if row.result is not None})


def _sheets_missing(at: Situation) -> tuple[str, ...]:
    sheets = (row for row in at.application.materials if row.kind is MaterialKind.YEARLY_ASSESSMENT)
    return _missing(at, {row.year for row in sheets if row.year})


def _achievements(application: Application) -> int:
    return len(application.achievements_since) + len(application.awards) + len(application.patents)


def _exempt(at: Situation) -> bool:
    return any(row.exemption is not None for row in at.application.continuing_education)


DERIVATIONS: Mapping[str, Derivation] = {
    "materials": lambda at: tuple(dict.fromkeys(row.kind.value for row in at.application.materials)),
    "assessment_years": lambda at: tuple(str(year) for year in assessment_years(at)),
    "assessment_count": lambda at: len(assessment_years(at)),
    "assessment_years_missing": _years_missing,
    "assessment_sheets_missing": _sheets_missing,
    "publications": lambda at: len(at.application.publications),
    "achievements": lambda at: _achievements(at.application),
    "summary_written": lambda at: at.application.work_summary.strip() != "",
    "continuing_exempt": _exempt,
    "review_form_copies": lambda at: copies_of(at, MaterialKind.REVIEW_FORM),
    "submission_form_copies": lambda at: copies_of(at, MaterialKind.SUBMISSION_FORM),
}
