"""The facts each subject has, by name: what the pack's loader checks conditions against."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.policy import arrival_facts, return_facts, step_facts, vocabulary
from desktop_app.policy.facttypes import FactType
from desktop_app.policy.subject import Subject

#: Subject -> name -> type. A subject that is not here has no facts yet, so no rule can be about it.
TYPES: Mapping[Subject, Mapping[str, FactType]] = MappingProxyType(
    {
        Subject.APPLICATION: vocabulary.FACTS,
        Subject.STEP: step_facts.TYPES,
        Subject.RETURN: return_facts.TYPES,
        Subject.ARRIVAL: arrival_facts.TYPES,
    }
)
