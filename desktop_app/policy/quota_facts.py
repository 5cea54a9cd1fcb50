"""Facts about posts and limited numbers; of what an office does not deal with they are zero and empty."""

from collections.abc import Callable, Mapping

from desktop_app.domain.office_year import Posts, Quota, SchoolFullSenior, SchoolSenior
from desktop_app.policy.facttypes import FactType, day, flag, number
from desktop_app.policy.question import Question

TYPES: Mapping[str, FactType] = {
    "targeted_told": flag(),
    "targeted_posts": number(),
    "targeted_taken": number(),
    "structure_told": flag(),
    "structure_posts": number(),
    "structure_taken": number(),
    "structure_vacant": number(),
    "needing_posts": number(),
    "full_senior_told": flag(),
    "full_senior_second_school": number(),
    "full_senior_others": number(),
    "full_senior_in_all": number(),
    "senior_told": flag(),
    "number_set_on": day(),
    "city_reviewed_on": day(),
    "region_confirmed_on": day(),
    "appointed_on": day(),
}

Asked = Question[Quota]
_NO_POSTS = Posts(posts=0)


def _targeted(at: Asked) -> Posts:
    return at.about.targeted or _NO_POSTS


def _structure(at: Asked) -> Posts:
    return at.about.structure or _NO_POSTS


def _needing(posts: Posts) -> int:
    return max(0, posts.proposed - posts.free_of_posts)


def _full_senior(at: Asked) -> SchoolFullSenior:
    return at.about.full_senior or SchoolFullSenior()


def _senior(at: Asked) -> SchoolSenior:
    return at.about.senior or SchoolSenior()


DERIVATIONS: Mapping[str, Callable[[Asked], object]] = {
    "targeted_told": lambda at: at.about.targeted is not None,
    "targeted_posts": lambda at: _targeted(at).posts,
    "targeted_taken": lambda at: _targeted(at).appointed + _targeted(at).proposed,
    "structure_told": lambda at: at.about.structure is not None,
    "structure_posts": lambda at: _structure(at).posts,
    "structure_taken": lambda at: _structure(at).appointed + _needing(_structure(at)),
    "structure_vacant": lambda at: max(0, _structure(at).posts - _structure(at).appointed),
    "needing_posts": lambda at: _needing(_structure(at)),
    "full_senior_told": lambda at: at.about.full_senior is not None,
    "full_senior_second_school": lambda at: _full_senior(at).second_school,
    "full_senior_others": lambda at: _full_senior(at).others,
    "full_senior_in_all": lambda at: _full_senior(at).second_school + _full_senior(at).others,
    "senior_told": lambda at: at.about.senior is not None,
    "number_set_on": lambda at: _senior(at).number_set_on,
    "city_reviewed_on": lambda at: _senior(at).reviewed_on,
    "region_confirmed_on": lambda at: _senior(at).confirmed_on,
    "appointed_on": lambda at: _senior(at).appointed_on,
}
