"""All screens behind the lock, one line each; a module is imported when its screen is first gone to."""

from importlib import import_module
from typing import TYPE_CHECKING, cast

from desktop_app.core.catalogue import marked
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.users import Reading
from desktop_app.ui.registry import Entry, Place, Screen, ScreenKey

if TYPE_CHECKING:
    from desktop_app.ui.context import Context


#: Desks that review what others file.
_OFFICES = tuple(desk for desk in Desk if desk.office)

_CONTENTS = (Reading.CONTENTS,)


class _Late:
    """A screen class named by its module, imported on use: opening the program must not load every screen."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, context: "Context", place: Place) -> Screen:
        made = getattr(import_module(f"desktop_app.ui.{self._module}"), self._name)
        return cast(Screen, made(context, place))


def _filings() -> tuple[Entry, ...]:
    """What is done with filings, from the first field to the last opinion."""
    key = ScreenKey
    return (
        Entry(key.HOME, _Late("home.screen", "HomeScreen"), marked("工作台")),
        Entry(key.APPLICATIONS, _Late("applications.screen", "ApplicationsScreen"), marked("申请"), needs=_CONTENTS),
        Entry(key.EDITOR, _Late("applications.editor", "EditorScreen"), under=key.APPLICATIONS, needs=_CONTENTS),
        Entry(key.COMPARE, _Late("comparing.screen", "CompareScreen"), under=key.APPLICATIONS, needs=_CONTENTS),
        Entry(key.GROUNDS, _Late("grounds.screen", "GroundsScreen"), under=key.APPLICATIONS, needs=_CONTENTS),
        Entry(key.LIST_CHECK, _Late("listcheck.screen", "ListCheckScreen"), under=key.APPLICATIONS, needs=_CONTENTS),
        Entry(key.PAPERS, _Late("papers.screen", "PapersScreen"), marked("screens|材料与打印"), needs=_CONTENTS),
        Entry(key.PRINT_CENTRE, _Late("papers.centre", "PrintCentreScreen"), under=key.PAPERS, needs=_CONTENTS),
        Entry(key.FORMS, _Late("designer.forms", "FormsScreen"), under=key.PAPERS),
        Entry(key.DESIGNER, _Late("designer.screen", "DesignerScreen"), under=key.PAPERS),
        Entry(key.SEALING, _Late("sealing.screen", "SealingScreen"), marked("封装"), needs=(Act.PACKAGE_SEALED,)),
        Entry(key.INBOX, _Late("inbox.screen", "InboxScreen"), marked("收件"), needs=(Act.PACKAGE_OPENED,)),
        Entry(
            key.ON_THE_WAY,
            _Late("onway.screen", "OnTheWayScreen"),
            marked("在途"),
            needs=(Act.DELIVERED, Act.STRIP_SETTLED),
        ),
    )


def _offices() -> tuple[Entry, ...]:
    """What desks that review do with what others file."""
    key = ScreenKey
    return (
        Entry(key.REVIEW, _Late("review.screen", "ReviewScreen"), marked("审核"), desks=_OFFICES, needs=_CONTENTS),
        Entry(
            key.NOTICES, _Late("notices.screen", "NoticesScreen"), marked("公示"), desks=(Desk.UNIT,), needs=_CONTENTS
        ),
        Entry(key.POSTS, _Late("posts.screen", "PostsScreen"), marked("岗位"), desks=_OFFICES, needs=_CONTENTS),
        Entry(key.YEAR_FIGURES, _Late("posts.figures", "FiguresScreen"), under=key.POSTS, needs=_CONTENTS),
        Entry(key.DISHONESTY, _Late("posts.dishonesty", "DishonestyScreen"), under=key.POSTS, needs=_CONTENTS),
        Entry(
            key.MEETINGS,
            _Late("meetings.screen", "MeetingsScreen"),
            marked("评审会"),
            desks=(Desk.COMMITTEE_OFFICE,),
            needs=_CONTENTS,
        ),
        Entry(
            key.COMMITTEES,
            _Late("committees.screen", "CommitteesScreen"),
            under=key.MEETINGS,
            desks=(Desk.COMMITTEE_OFFICE,),
            needs=_CONTENTS,
        ),
    )


def _keeping() -> tuple[Entry, ...]:
    """What a desk keeps beside its filings."""
    key = ScreenKey
    return (
        Entry(key.CARRIERS, _Late("carriers.screen", "CarriersScreen"), marked("载体"), needs=(Act.CARRIER_MOVED,)),
        Entry(key.CONTACTS, _Late("contacts.screen", "ContactsScreen"), marked("通讯录与密钥")),
        Entry(key.DIRECTORY, _Late("contacts.directory", "DirectoryScreen"), under=key.CONTACTS),
        Entry(key.CALENDAR, _Late("calendar.screen", "CalendarScreen"), marked("日历")),
        Entry(key.POLICY, _Late("policy.screen", "PolicyScreen"), marked("政策")),
        Entry(key.PACKS, _Late("packs.screen", "PacksScreen"), under=key.POLICY),
        Entry(key.AUDIT, _Late("audit.screen", "AuditScreen"), marked("日志"), needs=(Reading.LOG,)),
        Entry(key.USERS, _Late("users.screen", "UsersScreen"), marked("用户")),
        Entry(key.SETTINGS, _Late("settings.screen", "SettingsScreen"), marked("设置")),
        Entry(
            key.RECOVERY, _Late("recovery.screen", "RecoveryScreen"), under=key.SETTINGS, needs=(Act.RECOVERY_PREPARED,)
        ),
    )


SCREENS: dict[ScreenKey, Entry] = {entry.key: entry for entry in (*_filings(), *_offices(), *_keeping())}


def rail(desk: Desk = Desk.UNIT) -> list[Entry]:
    """The entries of one desk's rail, in the order of `ScreenKey`."""
    return [SCREENS[key] for key in ScreenKey if key in SCREENS and SCREENS[key].name and desk in SCREENS[key].desks]
