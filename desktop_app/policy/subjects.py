"""The facts each subject has, by name: what the pack's loader checks conditions against."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.policy import (
    arrival_facts,
    ballot_facts,
    committee_facts,
    meeting_facts,
    office_year_facts,
    quota_facts,
    result_facts,
    return_facts,
    scheme_facts,
    step_facts,
    vocabulary,
)
from desktop_app.policy.facttypes import FactType
from desktop_app.policy.subject import Subject

#: Subject -> name -> type. A subject that is not here has no facts yet, so no rule can be about it.
TYPES: Mapping[Subject, Mapping[str, FactType]] = MappingProxyType(
    {
        Subject.APPLICATION: vocabulary.FACTS,
        Subject.STEP: step_facts.TYPES,
        Subject.RETURN: return_facts.TYPES,
        Subject.ARRIVAL: arrival_facts.TYPES,
        Subject.COMMITTEE: committee_facts.TYPES,
        Subject.SCHEME: scheme_facts.TYPES,
        Subject.MEETING: meeting_facts.TYPES,
        Subject.BALLOT: ballot_facts.TYPES,
        Subject.RESULT: result_facts.TYPES,
        Subject.OFFICE_YEAR: office_year_facts.TYPES,
        Subject.QUOTA: quota_facts.TYPES,
    }
)
