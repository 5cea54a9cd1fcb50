"""National code tables (民族, 学历, 学位, 政治面貌, 性别), shared by all packs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType

from desktop_app.core.resources import resource
from desktop_app.domain.findings import Words
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.reference_tables import Code, CodesFile


class Learning(Enum):
    """What was graduated from, the lowest first: the ranks 1 to 6 of the code tables."""

    BASIC = "basic"
    SECONDARY = "secondary"
    COLLEGE = "college"  # 专科
    BACHELOR = "bachelor"  # 本科
    MASTER = "master"
    DOCTOR = "doctor"


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One standard's codes, in its order."""

    standard: str
    name: Words
    rows: Mapping[str, Code]

    def __contains__(self, key: str) -> bool:
        return key in self.rows

    def label(self, key: str) -> str:
        """What a form prints for a code: the short name where there is one; empty for an unknown code."""
        row = self.rows.get(key)
        return (row.short or row.name) if row else ""

    def rank(self, key: str) -> int:
        """The order of an education or degree (专科 3, 本科 4, 硕士 5, 博士 6); 0 when not gained or unknown."""
        row = self.rows.get(key)
        return row.rank if row else 0


@cache
def shipped() -> Mapping[str, CodeTable]:
    """Table name (`ethnic`, `education`, `degree`, `political`, `sex`) -> its codes."""
    made: dict[str, CodeTable] = {}
    for path in sorted(resource("codes").glob("*.toml")):
        source = TomlFile.at(path)
        table = source.table(CodesFile)
        rows: dict[str, Code] = {}
        for index, row in enumerate(table.code):
            if row.key in rows:
                source.refuse(source.line_of_row("code", index), f"code {row.key} twice")
            rows[row.key] = row
        made[path.stem] = CodeTable(table.standard, table.name.words(), MappingProxyType(rows))
    return MappingProxyType(made)
