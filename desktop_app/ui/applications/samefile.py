"""What to tell of a scan that was there already: picked twice, it most often means that another was meant."""

from collections.abc import Sequence

from desktop_app.domain.application import Material
from desktop_app.domain.words import word
from desktop_app.ui.language import language, say


def told(before: Sequence[Material], taken: Material) -> str:
    """The sentence about `taken` among what was there `before`; empty where it is new."""
    same = [one for one in before if one.digest == taken.digest]
    if (own := next((one for one in same if one.kind is taken.kind), None)) is not None:
        if own.year == taken.year:
            return say("“{name}”这里已经有了，没有重复收入。", name=taken.name)
        return say(
            "“{name}”与原来记为{before}的是同一个文件，现在只记为{now}。选错了请移除后重选。",
            name=taken.name,
            before=_year(own),
            now=_year(taken),
        )
    if same:
        return say(
            "已收入，但“{name}”与“{kind}”里的“{other}”是同一个文件。选错了请移除。",
            name=taken.name,
            kind=word(same[0].kind, language()),
            other=same[0].name,
        )
    return ""


def _year(material: Material) -> str:
    return say("{one} 年度", one=material.year) if material.year else say("不分年度")
