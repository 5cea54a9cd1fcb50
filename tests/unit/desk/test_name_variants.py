"""Names written with other forms of their characters are found, and homophones of everyday characters are not."""

import pytest

from desktop_app.desk.name_variants import Variants, has_other_forms


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("張偉", ("张伟",), ("张伟",)),
        ("照片-張偉-2025", ("张伟", "王芳"), ("张伟",)),
        ("王偉的學歷", ("王伟",), ("王伟",)),
        ("张伟學歷", ("張偉",), ("張偉",)),  # the name itself is kept in traditional characters
        ("章伟", ("张伟",), ()),  # read alike, and both everyday: another name
        ("学历证书", ("薛丽",), ()),
        ("張偉強", ("张伟", "张伟强"), ("张伟强",)),
        ("張偉", ("张伟", "章伟"), ("张伟", "章伟")),  # both may be meant: a person decides
        ("蕭紅", ("萧红",), ("萧红",)),
        ("那仁·滿都拉", ("那仁·满都拉",), ("那仁·满都拉",)),
    ],
)
def test_who_may_be_meant(text: str, names: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert Variants(names).within(text) == found


def test_everyday_text_has_no_other_forms() -> None:
    assert not has_other_forms("张伟学历证书2025.jpg")
    assert has_other_forms("張伟")
