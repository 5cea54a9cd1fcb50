"""The mark of a whole application, and what counts as lowering it."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from desktop_app.domain.application import Application, Material
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.marking import (
    NOT_SECRET,
    UNDECIDED,
    Marking,
    SecrecyLevel,
    combined,
    highest,
    is_lower,
    marked,
)
from desktop_app.domain.whole_mark import lowered, mark_of, whole_mark

INTERNAL = marked(SecrecyLevel.INTERNAL)
CONFIDENTIAL = marked(SecrecyLevel.CONFIDENTIAL, 60)
SECRET = marked(SecrecyLevel.SECRET, 24)
MARKS = st.one_of(
    st.sampled_from([UNDECIDED, NOT_SECRET, INTERNAL]),
    st.builds(marked, st.sampled_from([SecrecyLevel.CONFIDENTIAL, SecrecyLevel.SECRET]), st.integers(1, 240)),
)


def scan(mark: Marking, digest: str = "a") -> Material:
    return Material(
        kind=MaterialKind.OTHER, name="x.pdf", media_type="application/pdf", size=1, digest=digest * 64, marking=mark
    )


def test_the_whole_has_the_highest_level_and_the_longest_term() -> None:
    application = Application(marking=CONFIDENTIAL, materials=(scan(SECRET), scan(NOT_SECRET, "b")))
    assert whole_mark(application).printed() == "机密★5年"
    assert whole_mark(structs.replace(application, marking=NOT_SECRET)).printed() == "机密★2年"


def test_a_file_without_a_mark_goes_by_the_application_and_leaves_it_decided() -> None:
    application = Application(marking=NOT_SECRET, materials=(scan(UNDECIDED),))
    assert mark_of(application.materials[0], application) == NOT_SECRET
    assert whole_mark(application) == NOT_SECRET
    assert not whole_mark(Application(materials=(scan(SECRET),))).decided  # the unit has still to decide


def test_what_is_lower() -> None:
    assert is_lower(CONFIDENTIAL, SECRET)
    assert is_lower(marked(SecrecyLevel.SECRET, 12), SECRET)
    assert is_lower(NOT_SECRET, INTERNAL)
    assert is_lower(UNDECIDED, CONFIDENTIAL)  # or it could be lowered in two steps
    assert is_lower(marked(SecrecyLevel.SECRET, 12), CONFIDENTIAL)  # a shorter term under a higher level
    assert not is_lower(SECRET, marked(SecrecyLevel.CONFIDENTIAL, 24))
    assert not is_lower(CONFIDENTIAL, NOT_SECRET)
    assert not is_lower(UNDECIDED, NOT_SECRET)


@given(MARKS, MARKS)
def test_a_whole_is_never_lower_than_its_parts(one: Marking, other: Marking) -> None:
    if one.decided and other.decided:
        assert not is_lower(combined([one, other]), one)
        assert not is_lower(combined([one, other]), other)


@given(st.lists(MARKS, min_size=1))
def test_what_a_list_shows_is_never_below_a_mark_in_it(marks: list[Marking]) -> None:
    shown = highest(marks)
    assert not any(is_lower(shown, one) for one in marks)
    assert shown.decided or not any(one.rank >= 0 for one in marks)


def test_lowering_is_seen_in_every_part_and_in_none_that_left() -> None:
    before = Application(marking=CONFIDENTIAL, materials=(scan(SECRET), scan(UNDECIDED, "b")))
    lower_file = structs.replace(before, materials=(scan(UNDECIDED), scan(UNDECIDED, "b")))
    assert lowered(before, lower_file)  # it would go by the application's lower mark
    assert lowered(before, structs.replace(before, marking=NOT_SECRET))
    assert not lowered(before, structs.replace(before, materials=()))
    assert not lowered(before, structs.replace(before, materials=(*before.materials, scan(NOT_SECRET, "c"))))
