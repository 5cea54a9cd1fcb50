"""What the officer is told of a package that passed every check and is odd all the same."""

from desktop_app.core.catalogue import marked
from desktop_app.domain.findings import Words, bilingual
from desktop_app.sealing.checks import Warned

_WARNINGS = {
    Warned.SEQUENCE_GAP: marked("该渠道有编号尚未收到：{detail}。请向发件方核实。"),
    Warned.OUT_OF_ORDER: marked("编号更大的一包（{detail}）已先收到，请留意先后。"),
    Warned.EXPIRED: marked("已超过发件方标注的有效期，请核实后办理。"),
    Warned.SENDER_UNVERIFIED: marked("发件方名片尚未核对指纹，请尽快核对。"),
    Warned.SENDER_REVOKED_LATER: marked(
        "发件方的密钥自 {detail} 起作废，此包写明在那以前封装。日期由封装者自写，请与递送单、封条核实后办理。"
    ),
    Warned.LABEL_NOT_COMPARED: marked("没有核对封条号，请与封条或送达的另一联比对。"),
    Warned.MEDIA_TYPE: marked("文件内容与标注类型不符（{detail}），打开时请留意。"),
}


def of(kind: Warned, detail: str) -> Words:
    """One warning as a sentence."""
    return bilingual(_WARNINGS[kind], detail=detail)
