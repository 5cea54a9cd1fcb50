"""Whether one filing came from desks that nothing joins: then another may have written over the first desk's papers."""

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import own_keys, reviews, successions
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.records import Direction


def told(session: Session, application: ApplicationId) -> Words | None:
    """Said where versions came from different offices, and no signed step of the filing's chain is by the first.

    New keys of an office and its several officers are that office; a desk that signed a step is on the way, rightly.
    """
    came = session.vault.packages.holding(application, Direction.IN)
    if len({package.peer for package in came}) < 2:
        return None
    own = own_keys.key_ids(session)
    signed = [step.review for step in reviews.chain(session, application) if step.review.kid not in own]
    on_the_way = {_office(session, review.kid) for review in signed}
    offices: dict[tuple[str, str], str] = {}
    for package in came:
        office = _office(session, package.peer)
        if office not in on_the_way:
            offices.setdefault(office, package.peer_name)
    names = [*offices.values(), *(review.name for review in signed[-1:])]
    if len(names) < 2:
        return None
    return bilingual(
        "这件申报由{first}和{second}先后报来，两家之间没有审核签署衔接。请向两家核实，以前各版都在。",
        first=names[0],
        second=names[-1],
    )


def _office(session: Session, key: str) -> tuple[str, str]:
    """An office by the card that is its present one; keys that nobody here knows are nobody's but their own."""
    present = (key, *(one.key_id for one in successions.later(session, key)))[-1]
    contact = session.vault.contacts.get_by_key(present)
    return (contact.card.code, contact.card.name) if contact else (key, "")
