"""Why a finding says what it says, for the window and the command line."""

from desktop_app.domain.findings import Finding
from desktop_app.policy.explaining import Explanation, Seen, explained
from desktop_app.policy.pack import Pack

__all__ = ["Explanation", "Seen", "explain"]


def explain(finding: Finding, pack: Pack) -> Explanation:
    """What a finding about an application looked at, and where each thing was entered."""
    return explained(finding, pack)
