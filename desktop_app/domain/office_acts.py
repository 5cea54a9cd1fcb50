"""What offices do with an application on its way: a step of the chain, a return, an arrival. Frozen values."""

from datetime import date

from desktop_app.domain.application import Opinion, Recommendation
from desktop_app.domain.findings import Station
from desktop_app.domain.kinds import Affiliation, Track
from desktop_app.domain.values import Line, Short, Value


class Step(Value, frozen=True, kw_only=True):
    """One hand's step in the chain (六（一）1). `done` are the stations that signed before it, in their order.

    `also` are the stations after `station` for which the same signature stands.
    """

    station: Station
    route: tuple[Station, ...]
    also: tuple[Station, ...] = ()
    affiliation: Affiliation | None = None
    pledged: bool = False
    done: tuple[Station, ...] = ()
    previous_on: date | None = None  # the day of the latest signature before this one
    opinion: Opinion = Opinion()
    recommendation: Recommendation = Recommendation()


class ReturnNotice(Value, frozen=True, kw_only=True):
    """One written notice: what has to be supplied or mended, and by what day (三（四）5)."""

    on: date | None = None
    points: tuple[Line, ...] = ()
    mend_by: date | None = None


class Return(Value, frozen=True, kw_only=True):
    """What an office gave back, and what came of it (三（四）5, 四（三））."""

    notices: tuple[ReturnNotice, ...] = ()
    about_mended_only: bool = False  # a later notice names only what was handed in as mended
    mended_on: date | None = None
    unmet: bool = False  # 不符合要求
    differs: bool = False  # 线上、线下不一致
    sent_back_on: date | None = None  # 回退至本人账号
    submitted_again_on: date | None = None
    due: date | None = None  # the last day for filing or delivery that counts for it


class Arrival(Value, frozen=True, kw_only=True):
    """Papers of one person that come in at a station (三（四）4, 四)."""

    station: Station
    handed_by: Station
    route: tuple[Station, ...]
    received_on: date | None = None
    due: date | None = None
    other_offices: tuple[Short, ...] = ()  # where papers of the same person, year and level lie as well
    track: Track = Track.TARGETED
    entrusted_to_region: bool = False
    submitted_online: bool = False
    papers_complete: bool = False
