"""A unit's public notice of those it recommends: how and when it hung, who objected, what came of it (六（一）1)."""

from datetime import date

from msgspec import UNSET

from desktop_app.domain.application import PublicNotice
from desktop_app.domain.kinds import NoticeMode, ObjectionState
from desktop_app.domain.values import Line, Short, Value

#: What an application has room for.
_ROOM = 200
#: Of several objections the first of these is what holds for the filing: one that was true outweighs all others.
_WEIGHT = (ObjectionState.UPHELD, ObjectionState.OPEN, ObjectionState.NOT_UPHELD)


class Objection(Value, frozen=True, kw_only=True):
    """One objection. `by` may be empty: nobody has to sign. `about` is the application, or the whole notice."""

    number: int
    on: date
    says: Line
    by: Short = ""
    about: str = ""
    state: ObjectionState = ObjectionState.OPEN
    handling: Line = ""
    handled_by: Short = ""
    handled_on: date | None = None


class HeldNotice(Value, frozen=True, kw_only=True):
    """One notice with all who stand on it. A mode other than posting needs its basis and the secrecy officer's name."""

    id: str
    mode: NoticeMode
    applications: tuple[str, ...]
    first_day: date | None = None
    last_day: date | None = None
    place: Line = ""
    reader: Short = ""  # to whom objections are told
    phone: Short = ""
    basis: Line = ""
    secrecy_officer: Short = ""
    posted_by: Short = ""
    taken_down_on: date | None = None
    taken_down_by: Short = ""
    objections: tuple[Objection, ...] = ()

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        return tuple(one for one in self.objections if one.state is ObjectionState.OPEN)

    @property
    def over(self) -> bool:
        """Whether it was taken down, or was never to hang."""
        return self.taken_down_on is not None or self.mode is NoticeMode.WITHHELD

    def objections_to(self, application: str) -> tuple[Objection, ...]:
        return tuple(one for one in self.objections if one.about in ("", application))

    def late(self, one: Objection) -> bool:
        """Whether it came after the last day."""
        return self.last_day is not None and one.on > self.last_day

    def upheld(self, application: str) -> bool:
        return self.conclusion(application) is ObjectionState.UPHELD

    def conclusion(self, application: str) -> ObjectionState | None:
        """What the objections to one person's filing came to; None where there was none."""
        states = {one.state for one in self.objections_to(application)}
        return next((state for state in _WEIGHT if state in states), None)

    def of(self, application: str) -> PublicNotice:
        """What it says of one person's filing."""
        return PublicNotice(
            mode=self.mode,
            first_day=self.first_day,
            last_day=self.last_day,
            place=self.place,
            objections=self._outcome(application),
            objection=self.conclusion(application) or UNSET,
            basis=self.basis,
            secrecy_officer=self.secrecy_officer,
        )

    def _outcome(self, application: str) -> str:
        """Nothing before it is over, so that nobody reports what is not known yet."""
        said = self.objections_to(application)
        if said:
            whole = "；".join(_told(one, late=self.late(one)) for one in said)
            return whole if len(whole) <= _ROOM else _summed(said)
        return "无异议" if self.taken_down_on is not None else ""


def _told(one: Objection, *, late: bool) -> str:
    handled = {
        ObjectionState.OPEN: "正在核查",
        ObjectionState.NOT_UPHELD: f"经核查不成立：{one.handling}",
        ObjectionState.UPHELD: f"经核查属实：{one.handling}",
    }[one.state]
    when = "（公示期满后）" if late else ""
    return f"{one.on.year}年{one.on.month}月{one.on.day}日{when}收到异议（{one.says}），{handled}"


def _summed(said: tuple[Objection, ...]) -> str:
    """By number where there is no room for each; the record of posting has them all."""
    named = {
        ObjectionState.NOT_UPHELD: "经核查不成立",
        ObjectionState.UPHELD: "经核查属实",
        ObjectionState.OPEN: "正在核查",
    }
    counts = {words: sum(one.state is state for one in said) for state, words in named.items()}
    told = "，".join(f"{words}{count}件" for words, count in counts.items() if count)
    return f"收到异议{len(said)}件：{told}；逐件情况见公示张贴记录"
