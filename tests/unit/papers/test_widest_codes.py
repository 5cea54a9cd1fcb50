"""Label and slip hold the widest codes and names that the domain allows: no seal is stopped by its paper."""

import pytest

from desktop_app.domain.copies import Document
from desktop_app.papers.render import PaperRequest, issues

CODES = {
    "sender_code": "M" * 12,
    "recipient_code": "W" * 12,
    "sequence": "999999",
    "applications": "2000",
    "seal_code": " ".join(["88888"] * 6),
    "seal_qr": "FJ1:" + "W" * 212,
    "sealed_on": "2026年12月31日",
    "strip": "W" * 20,
}
NAMES = {
    "sender_name": "内" * 60,
    "recipient_name": "蒙" * 60,
    "officer": "孛儿只斤·阿拉坦苏和·巴雅尔图门德力格尔玛",
    "audit_head": "99999999 " + "d" * 16,
}


@pytest.mark.parametrize("character", ["0", "M", "W"])
@pytest.mark.parametrize("document", [Document.SEAL_LABEL, Document.DELIVERY_SLIP])
def test_widest_codes_fit(document: Document, character: str) -> None:
    wide = {"package_id": character * 26, "medium": f"FJ-{'M' * 12}-999999-{character * 8}"}
    extra = CODES | wide | (NAMES if document is Document.DELIVERY_SLIP else {})
    assert issues(PaperRequest(document=document, extra=extra, copies=(1,))) == ()
