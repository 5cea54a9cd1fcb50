"""What an officer enters when paper was destroyed before two."""

from desktop_app.domain.carriers import Details


def destroyed(first: str, second: str, reason: str) -> Details:
    """All that the register of destruction has columns for."""
    return Details(
        way="粉碎",
        place="销毁中心",
        approved_by="葛景明",
        first_witness=first,
        second_witness=second,
        reason=reason,
    )
