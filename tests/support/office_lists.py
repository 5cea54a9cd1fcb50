"""What stands on the office's papers beside an application: fictional units, numbers and days."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from desktop_app.desk import recovery_paper, tables, typed_paper, wall_sheet
from desktop_app.desk.scheme import MEASURES, PROCEDURE
from desktop_app.domain.copies import Document
from desktop_app.domain.recovery_sheet import RecoverySheet
from desktop_app.papers.render import PaperRequest
from desktop_app.policy.pack import load_shipped
from desktop_app.sealing import paper_card, paper_receipt, revocations
from tests.support.papers import APPLICATION_ID, DIGEST, application, request

Rows = Mapping[str, Sequence[Mapping[str, str]]]

OFFICE = "玉泉区人力资源和社会保障局"
CITY = "呼和浩特市人力资源和社会保障局"
_WORDS = """duckling enlarge academic academic agency result length solution fridge kidney
coal piece deal husband erode duke ajar critical decision keyboard"""
#: A share of words that SLIP-39 itself gives as an example.
SHARE = RecoverySheet(
    vault_name="玉泉区职称申报库",
    vault_number="YQ-2026-1",
    desk_name=OFFICE,
    made_on=date(2026, 3, 2),
    holder="阿拉坦苏和",
    words=tuple(_WORDS.split()),
    number=1,
    of=3,
    needed=2,
)
_LONG = "孛儿只斤·阿拉坦苏和·巴雅尔图门德力格尔玛"
_MEETING = {"committee": "农业系列高级评审委员会", "year": "2026", "office": "农业系列高级评委会办公室"}
_TITLED = _MEETING | {"title": "农业系列高级评委会2026年度评审会议", "printed_on": "2026年9月10日"}
_SEAL = "48201 77365 90142\n05837 66120 39954"
_ENVELOPE = {
    "sender_name": OFFICE,
    "sender_code": "YQ01",
    "recipient_name": CITY,
    "recipient_code": "HS00",
    "sealed_on": "2026年7月8日",
}
_PACKAGE = {
    "package_id": APPLICATION_ID,
    "sequence": "000017",
    "applications": "3",
    "medium": "YQ-U-2026-005",
    "seal_code": _SEAL.replace("\n", " "),
    "strip": "NMG-0083412",
}

_RECEIPT_LINE = "FJR1:" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 7
_RECEIPT_ROWS = paper_receipt.typed_rows(_RECEIPT_LINE)

_REVOCATION_LINE = "FJV1:" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 7
_REVOCATION_ROWS = revocations.ROWS.written(_REVOCATION_LINE[:225])

_EXTRA: dict[Document, Mapping[str, str]] = {
    Document.DELIVERY_SLIP: {**_ENVELOPE, **_PACKAGE, "officer": "其木格", "audit_head": "1287 9c41e07ab2d35f60"},
    Document.SUPPORT_SHEET: {
        "made_on": "2026年7月6日",
        "version": "0.1.0",
        "vault": "01K3ZZZZZZZZZZZZZZZZZZZZZZ",
        "support_qr": "FJS1:0.1.0:01K3ZZZZZZZZZZZZZZZZZZZZZZ:1204:0123456789abcdef",
    },
    Document.PROOF_SHEET: {
        "about": "封装",
        "subject": "01K3ZZZZZZZZZZZZZZZZZZZZZZ",
        "office": OFFICE,
        "made_on": "2026年7月6日",
        "proof_qr": 'desk namespaces="fj-seal@v1,fj-manifest@v1" ssh-ed25519 ' + "AAAAC3NzaC1lZDI1" * 4,
    },
    Document.SEAL_LABEL: {
        **{name: value for name, value in _ENVELOPE.items() if not name.endswith("_name")},
        **_PACKAGE,
        "seal_qr": f"FJ1|{APPLICATION_ID}|17|4820177365901420583766120",
    },
    Document.PUBLIC_NOTICE: {"workdays": "，共5个工作日"},
    Document.PUBLIC_NOTICE_REPORT: {"workdays": "，共5个工作日"},
    Document.COPIES_REGISTER: {
        "office": OFFICE,
        "officer": "其木格",
        "printed_on": "2026年7月8日",
        "of": "本库全部",
        "audit_head": "1287 9c41e07ab2d35f60",
    },
    **{
        register: {
            "office": OFFICE,
            "officer": "其木格",
            "printed_on": "2026年7月8日",
            "period": "2026年",
            "audit_head": "1287 9c41e07ab2d35f60",
            "machine": "BM-2026-07",
        }
        for register in (
            Document.MAKING_REGISTER,
            Document.TRANSIT_REGISTER,
            Document.LOAN_REGISTER,
            Document.COPYING_REGISTER,
            Document.DESTRUCTION_REGISTER,
        )
    },
    Document.CARRIER_INVENTORY: {
        "office": OFFICE,
        "officer": "其木格",
        "printed_on": "2026年7月8日",
        "year": "2026年",
        "result": "点到相符 1 件，应在库，未点到 1 件，没有登记的编号 1 件。",
        "audit_head": "1287 9c41e07ab2d35f60",
        "machine": "BM-2026-07",
    },
    Document.NOTICE_LIST: {
        "office": "青城草原工作站",
        "year": "2026",
        "span": "2026年6月16日至2026年6月25日",
        "workdays": "，共5个工作日",
        "manner": "",
        "reader": "站办公室",
        "phone": "联系电话：0471-6600000。",
        "first": "2026年6月16日",
        "count": "2",
    },
    Document.POSTING_RECORD: {
        "office": "青城草原工作站",
        "mode": "张贴公示",
        "place": "办公楼一层公示栏",
        "span": "2026年6月16日至2026年6月24日",
        "count": "2",
        "basis": "",
        "secrecy_officer": "",
        "posted": "2026年6月16日　其木格",
        "taken_down": "2026年6月25日　其木格",
        "printed_on": "2026年6月25日",
    },
    Document.CONTACT_CARD: {
        "name": OFFICE,
        "code": "YQ01",
        "desk": "审核部门",
        "key": "7F3A 91C2",
        "fingerprint": _SEAL,
        "spoken": "四八两洞幺　拐拐三六五　九洞幺四两　洞五八三拐　六六幺两洞　三勾勾五四",
        "valid_from": "2026年3月1日",
        "printed_on": "2026年3月2日",
        "officer": "其木格",
        "machine": "YQ-PC-03",
    },
    Document.TRUST_REGISTER: {
        "office": OFFICE,
        "printed_on": "2026年3月2日",
        "audit_head": "1287 9c41e07ab2d35f60",
    },
    Document.CARD_SHEET: {
        "name": OFFICE,
        "code": "YQ01",
        "key": "7f3a91c20b5d66e8",
        "printed_on": "2026年3月2日",
        "count": "8",
        "row_count": "143",
        **{f"code{at}": "FJC1:" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 24 for at in range(1, 9)},
        "code9": "",
    },
    Document.KEY_REVOCATION: {
        "name": OFFICE,
        "code": "YQ01",
        "key": "7f3a91c20b5d66e8",
        "fingerprint": _SEAL.replace("\n", " "),
        "valid_from": "2026年3月1日",
        "printed_on": "2026年3月2日",
        "officer": "其木格",
        "code_qr": _REVOCATION_LINE[:225],
    },
    Document.DIRECTORY: {"office": OFFICE, "policy": "hohhot-2026", "printed_on": "2026年3月2日"},
    Document.OUTER_COVER: {**_ENVELOPE, "number": "YQ01-000017", "strip": "NMG-0083412"},
    Document.INNER_COVER: {
        **_ENVELOPE,
        "number": "YQ01-000017",
        **{name: _PACKAGE[name] for name in ("package_id", "medium", "seal_code")},
    },
    Document.CORRECTION_NOTICE: {
        "office": OFFICE,
        "number": "玉人职补〔2026〕12号",
        "issued_on": "2026年7月3日",
        "mend_by": "2026年7月10日",
        "phone": "联系电话：0471-0000000。",
        "which": "的内容",
    },
    Document.RECEIPT_CERTIFICATE: {
        "office": OFFICE,
        "number": "玉人职收〔2026〕31号",
        "received_on": "2026年7月6日 09:30",
        "officer": "其木格",
        "delivered_by": "青城草原工作站人事科　宝音",
    },
    Document.PACKAGE_RECEIPT: {
        **{name: value for name, value in _ENVELOPE.items() if name in ("sender_name", "sender_code")},
        **{name: value for name, value in _PACKAGE.items() if name in ("package_id", "sequence", "seal_code", "strip")},
        "office": OFFICE,
        "officer": "其木格",
        "receiver_code": "ZCB02",
        "result": "全部接收",
        "count": "3／3",
        "received_on": "2026年7月8日 09:30",
        "carrier": "ZCB02-U-2026-005",
        "receipt_qr": _RECEIPT_LINE,
    },
    Document.ROSTER: {
        "office": OFFICE,
        "year": "2026",
        "printed_on": "2026年7月8日",
        "officer": "其木格",
        "count": "3",
    },
    Document.AUDIT_LOG: {
        "office": OFFICE,
        "code": "YQ01",
        "officer": "其木格",
        "period": "2026年7月1日至2026年7月8日",
        "count": "3",
        "vault": APPLICATION_ID,
        "key": "7F3A91C2",
        "head": "1287",
        "digest": DIGEST,
        "signature": "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg" * 5,
        "printed_on": "2026年7月8日",
    },
    Document.BALLOT: {
        "committee": "呼和浩特市农业系列高级专业技术资格评审委员会",
        "group": "草原与饲草组",
        "held_on": "2026年9月12日",
        "count": "2",
    },
    Document.REVIEW_SCHEME: _TITLED
    | {
        "held": "2026年9月10日至9月12日",
        "place": "呼和浩特市农牧局六楼会议室",
        "received": "共受理并复核通过2人：农业系列正高级1人；农业系列副高级1人。",
        "approved": "核准备案有效期：2025年1月1日至2027年12月31日",
        "members": "本次会议评委11名",
        "procedure": PROCEDURE,
        "measures": MEASURES,
        "officer": "其木格",
        "filed": "2026年9月1日备案于呼和浩特市人力资源和社会保障局",
    },
    Document.MEETING_RECORD: _TITLED
    | {
        "held": "2026年9月10日",
        "place": "呼和浩特市农牧局六楼会议室",
        "members": "11",
        "present": "10",
        "wanted": "8",
        "applicants": "2",
        "passed": "1",
        "counters": "其木格、乌云",
    },
    Document.RESULT_NOTICE: _MEETING
    | {
        "span": "2026年9月14日至9月21日",
        "workdays": "，共5个工作日",
        "place": "市人社局一楼大厅",
        "count": "1",
        "others": "另有1人按保密规定在限定范围公示或不公示。",
        "reader": "农业系列高级评委会办公室",
        "first": "2026年9月14日",
    },
    Document.RESULT_NOTICE_ACCOUNT: _MEETING
    | {
        "span": "2026年9月14日至9月21日",
        "workdays": "，共5个工作日",
        "place": "市人社局一楼大厅",
        "count": "2",
        "outcome": "公示期间收到举报1件，办结1件。经核查撤销1人的评审结果。",
        "officer": "其木格",
        "posted": "2026年9月14日　其木格",
        "taken_down": "2026年9月22日　乌力吉德力格尔",
    },
    Document.RESULT_REPORT: _MEETING
    | {
        "to": "呼和浩特市人力资源和社会保障局",
        "held": "2026年9月10日",
        "members": "11",
        "present": "10",
        "series": "农业",
        "level": "副高级",
        "track": "涉密人员",
        "reviewed": "2",
        "passed": "1",
        "span": "2026年9月14日至9月21日",
        "workdays": "，共5个工作日",
        "complaints": "公示期间没有收到举报。",
        "uploaded": "评审数据已于2026年9月25日上传自治区职称管理系统。",
        "officer": "其木格",
    },
    Document.PASSED_ROSTER: _MEETING
    | {"batch": "农业　副高级　涉密人员　旗县区", "count": "2", "officer": "其木格", "printed_on": "2026年9月10日"},
    Document.DRAW_SHEET: {
        "committee": "呼和浩特市农业系列高级专业技术资格评审委员会",
        "office": OFFICE,
        "year": "2026",
        "draw": APPLICATION_ID,
        "state": "有效",
        "sealed": "2026年9月1日 09:00",
        "by": "其木格",
        "drawn": "2026年9月1日 09:20　其木格",
        "seed_digest": DIGEST,
        "list_digest": DIGEST,
        "seed": DIGEST,
        "spoken": "20260901",
        "listed": "31",
        "replaced": "监督人发现名额填写有误，重新抽取",
        "key": DIGEST,
        "printed_on": "2026年9月1日",
    },
    Document.READING_LIST: {
        "title": "农业系列高级评委会2026年度评审会议",
        "expert": "E012",
        "name": _LONG,
        "unit": "内蒙古农业大学",
        "given": "2",
        "out": "1",
        "office": "农业系列高级评委会办公室",
        "printed_on": "2026年9月10日",
    },
    Document.COMMITTEE_COMMITMENT: _MEETING
    | {"to": "呼和浩特市人力资源和社会保障局", "held": "2026年9月10日", "passed": "1", "series": "农业"},
    Document.ANNEX2_SUMMARY: {
        "office": OFFICE,
        "year": "2026",
        "printed_on": "2026年7月8日",
        "filed": "23",
        "units": "9",
        "recommended": "21",
        "posted": "14",
        "limited": "6",
        "withheld": "3",
        "agreed": "20",
    },
}


def _listed(columns: str, *lines: str) -> list[dict[str, str]]:
    names = columns.split()
    return [dict(zip(names, line.split("|"), strict=True)) for line in lines]


_BALANCE = _listed(
    "kind opening make receive return give lend hand_over archive lose destroy cancel in_hand balanced",
    "移动存储介质|2|1|1|0|0|0|1|0|0|1|0|2|相符",
    "纸质卷宗|0|1|0|1|0|1|0|0|0|0|0|1|相符",
)
_ROWS: dict[Document, Rows] = {
    Document.SUPPORT_SHEET: {
        "entries": [
            {"group": "程序", "name": "PySide6-Essentials", "value": "6.8.0.2"},
            {"group": "本机", "name": "内存转储", "value": "好"},
            {"group": "库", "name": "日志链首", "value": "5e" * 32},
        ]
    },
    Document.PROOF_SHEET: {
        "facts": _listed("name value", "编号|000017", f"封条摘要|{'5e' * 32}", f"清单摘要|{'a7' * 32}"),
        "signers": _listed("name key fingerprint", f"{OFFICE}|0123456789abcdef|48201 77365 90142 05837 66120 91734"),
        "hands": _listed(
            "at who what digest",
            f"2026年7月6日 09:00|{OFFICE}|封装，第 17 号，致工程系列高级评委会办公室|{'5e' * 32}",
            "2026年7月6日 10:00|段知白|贴封签 NMG-0083412|",
            "2026年7月6日 11:30|段知白|交出：两人专送，巴特尔、其木格|",
        ),
        "commands": [
            {
                "number": "1",
                "what": "外封签名",
                "line": "ssh-keygen -Y verify -f allowed -I desk -n fj-seal@v1 \\\n"
                '  -s seal.fengjuan.sig < seal.fengjuan\n# Good "fj-seal@v1" signature for desk',
            },
            {"number": "2", "what": "各卷摘要", "line": f"sha256sum 01K3ZZZZZZZZZZZZZZZZZZZZZZ.age*\n# {'3c' * 32}"},
        ],
    },
    Document.DELIVERY_SLIP: {
        "items": _listed("number what mark quantity carrier note", "1|加密封装，内含申报 3 份|机密★5年|1|见载体编号|")
    },
    Document.COPIES_REGISTER: {
        "copies": _listed(
            "number name document copy version mark sheets printed fate reason witnesses",
            "1|萨仁高娃|专业技术职称评审表|000001|3|机密★5年|8|2026年7月1日 09:12\n其木格|已移交||",
            "2|萨仁高娃|专业技术职称送审表|000016|3|机密★5年|1|2026年7月1日 09:20\n其木格|已销毁|卡纸|宝音、乌兰",
            "3|孛儿只斤·阿拉坦苏和·巴雅尔图|专业技术职称送审表|000017|1|秘密★10年|1|2026年7月2日 15:41\n其木格|在手||",
        ),
        "balance": _listed(
            "document printed in_hand handed_over spoiled destroyed unconfirmed balanced",
            "专业技术职称评审表|2|0|2|0|0|0|相符",
            "专业技术职称送审表|17|1|15|0|1|0|相符",
        ),
    },
    Document.DIRECTORY: {
        "offices": _listed(
            "number area office section phone",
            "1|玉泉区|玉泉区人力资源和社会保障局|专业技术人员管理股|0471-0000001",
            "2|土默特左旗|土默特左旗人力资源和社会保障局|职称工作办公室|0471-0000002",
        ),
        "desks": _listed(
            "number name code desk trust key verified",
            "1|青城草原工作站|QC01|用人单位|已核对|51D0 C7E9|其木格、宝音",
            "2|呼和浩特市人力资源和社会保障局|HS00|评委会办事机构|已核对|8B2F 004A|其木格、宝音",
        ),
    },
    Document.CORRECTION_NOTICE: {
        "points": _listed(
            "number what",
            "1|继续教育：2024年专业科目学时不足，请补交学时证明或说明免除依据。",
            "2|公示书面报告：没有载明公示的起止日期。",
            "3|送审表第3份缺单位公章。",
        )
    },
    Document.RECEIPT_CERTIFICATE: {
        "items": _listed(
            "number name copies present numbers note",
            "1|专业技术职称评审表|2|2|000001—000002|无",
            "2|专业技术职称送审表|15|15|000001—000015|无",
            "3|学历、学位证书复印件|1|1|无|已验原件",
            "4|单位公示书面报告|1|0|无|缺",
        )
    },
    Document.TRUST_REGISTER: {
        "rows": [
            {
                "number": str(at),
                "at": "2026年3月2日\n10时03分",
                "name": "内蒙古自治区测绘系列高级专业技术资格评审委员会办公室（其其格）",
                "key": "7f3a91c20b5d66e8",
                "what": what,
                "user": "其木格",
            }
            for at, what in enumerate(
                (
                    "核对指纹一致（经批准的电话）：其木格与乌兰托娅，两人在场",
                    "跟随，接续 231ad0070e09c2df：其木格",
                    "凭签名的吊销书作废名片（2026年3月1日起）：密钥遗失",
                ),
                start=1,
            )
        ]
    },
    Document.CARD_SHEET: {
        "rows": typed_paper.beside(paper_card.ROWS.written("FJC1:" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 178))
    },
    Document.KEY_REVOCATION: {"rows": typed_paper.beside(_REVOCATION_ROWS)},
    Document.PACKAGE_RECEIPT: {
        "rows": [
            {
                "left": str(at),
                "left_row": _RECEIPT_ROWS[at - 1],
                "right": str(at + 6),
                "right_row": _RECEIPT_ROWS[at + 5],
            }
            for at in range(1, 7)
        ]
    },
    Document.ROSTER: {
        "people": _listed(
            "number name sex birth unit education title title_since level series specialty wanted path notice mark",
            "1|萨仁高娃|女|1981.06|青城草原工作站|大学本科毕业（全日制）|高级畜牧师|2018年11月20日|正高级|农业技术|"
            "草原与饲草饲料|正高级畜牧师|正常晋升|限定范围公示，无异议|机密★5年",
            "2|孛儿只斤·阿拉坦苏和·巴雅尔图门德力格尔玛|男|1979.12|呼和浩特市青城草原与林业有害生物防治检疫工作中心站|"
            "硕士研究生毕业（全日制）|农艺师|2016年12月1日|副高级|农业技术|植物保护|高级农艺师|正常晋升|张榜公示，无异议|内部",
            "3|㛃𬭎|女|1990.02|玉泉区疾病预防控制中心|大学专科毕业（非全日制）|无|无|初级|卫生技术|公共卫生|医师|初次申报|"
            "张榜公示，无异议|无",
        )
    },
    Document.AUDIT_LOG: {
        "entries": _listed(
            "number at user act objects digest",
            f"1285|2026年7月1日 09:12:31|其木格|打印|application {APPLICATION_ID}　document review_form　"
            "numbers 000001-000002|3f9a02bc77e1d450",
            "1286|2026年7月1日 09:20:04|其木格|打印|document submission_form　numbers 000001-000015|8a6be0f1c2d3e4f5",
            f"1287|2026年7月8日 16:02:55|宝音|封装|package {APPLICATION_ID}|9c41e07ab2d35f60",
        )
    },
    Document.MAKING_REGISTER: {
        "entries": _listed(
            "number day carrier kind title mark pages copies purpose applicant approved by from sign",
            "1|2026年7月1日|RF-7K3M9Q-000001\n至000002|编号纸件|萨仁高娃 专业技术职称评审表（A4）（第1版）|机密★5年|"
            "16|2|按规定份数报送|阿拉坦苏和|宝音|其木格|无|",
            "2|2026年7月2日|G2026-0001|光盘|封装 000017，致呼和浩特市人力资源和社会保障局|机密★5年|无|1|"
            "报送评委会|其木格|宝音|其木格|U2026-0004|",
        ),
        "balance": _BALANCE,
    },
    Document.TRANSIT_REGISTER: {
        "entries": _listed(
            "number day move carrier title mark peer way by sign",
            "1|2026年7月1日|收到|U2026-0003|来件 000004，自青城草原工作站|秘密★10年|青城草原工作站|无|其木格|",
            f"2|2026年7月8日|移交|U2026-0004|封装 000017，致{CITY}|机密★5年|{CITY}|机要文件交换站|其木格|",
        ),
        "balance": _BALANCE,
    },
    Document.LOAN_REGISTER: {
        "entries": _listed(
            "number day carrier title mark peer approved due sign returned sign2",
            "1|2026年7月1日|J2026-0001|萨仁高娃 高级职称申报卷|机密★5年|阿拉坦苏和|宝音|2026年7月10日||2026年7月8日|",
            "2|2026年7月3日|RF-7K3M9Q-000002|㛃𬭎 专业技术职称评审表（A4）（第1版）|内部|其木格|宝音|2026年7月20日|||",
        ),
        "balance": _BALANCE,
    },
    Document.COPYING_REGISTER: {
        "entries": _listed(
            "number day carrier title mark copy approved reason by sign",
            f"1|2026年7月2日|U2026-0004|封装 000017，致{CITY}|机密★5年|G2026-0001|宝音|报送评委会|其木格|",
        ),
        "balance": _BALANCE,
    },
    Document.DESTRUCTION_REGISTER: {
        "entries": _listed(
            "number day carrier title mark way place approved first second sign",
            "1|2026年7月5日|U2026-0002|来件 000003，自青城草原工作站|秘密★10年|送销毁机构|自治区涉密载体销毁中心|"
            "宝音|其木格|阿拉坦苏和|",
        ),
        "balance": _BALANCE,
    },
    Document.CARRIER_INVENTORY: {
        "counted": _listed(
            "number carrier kind title mark seen sign",
            "1|J2026-0001|纸质卷宗|萨仁高娃 高级职称申报卷|机密★5年|应在库，未点到|",
            "2|X-9|未登记|未登记|未登记|没有登记的编号|",
            f"3|U2026-0004|移动存储介质|封装 000017，致{CITY}|机密★5年|相符|",
        )
    },
    Document.NOTICE_LIST: {
        "people": _listed(
            "number name sex unit title wanted level series path",
            "1|萨仁高娃|女|青城草原工作站|畜牧师|高级畜牧师|副高级|农业技术　畜牧|正常申报",
            "2|孛儿只斤·阿拉坦苏和·巴雅尔图门德力格尔玛|男|呼和浩特市青城草原与林业有害生物防治检疫工作中心站|农艺师|"
            "高级农艺师|副高级|农业技术　农艺|破格",
        )
    },
    Document.POSTING_RECORD: {
        "days": _listed(
            "day weekday counts seen",
            "2026年6月16日|二|张贴日，不计入|",
            "2026年6月17日|三|第1个工作日|",
            "2026年6月19日|五|不计入（放假）|",
            "2026年6月24日|三|第5个工作日|",
        ),
        "objections": _listed(
            "number on by about says state handling handled",
            "1|2026年6月18日|未署名|萨仁高娃|业绩材料中的推广面积与年报不一致|不成立|调取年报和验收单，数字一致|乌云\n2026年6月23日",
        ),
    },
    Document.BALLOT: {
        "ballots": _listed("number of", "07|25"),
        "candidates": _listed(
            "number name unit title",
            "1|萨仁高娃|青城草原工作站|正高级畜牧师",
            "2|孛儿只斤·阿拉坦苏和·巴雅尔图门德力格尔玛|呼和浩特市青城草原与林业有害生物防治检疫工作中心站|高级农艺师",
        ),
    },
    Document.REVIEW_SCHEME: {
        "applicants": _listed(
            "number name unit specialty title path",
            "001|萨仁高娃|青城草原工作站|草原|正高级畜牧师|正常申报",
            f"002|{_LONG}|呼和浩特市青城草原与林业有害生物防治检疫工作中心站|农艺|高级农艺师|破格申报",
        ),
        "experts": _listed(
            "number name unit specialty level",
            "E001|乌云|内蒙古农业大学|草学|正高级",
            f"E012|{_LONG}|市农牧局|农艺|副高级",
        ),
    },
    Document.MEETING_RECORD: {
        "experts": _listed(
            "number name unit present signature", "E001|乌云|内蒙古农业大学|出席|", f"E012|{_LONG}|市农牧局|缺席|"
        ),
        "recusals": _listed("expert candidate why", "E001|002|近姻亲关系"),
        "votes": _listed(
            "number name unit title voters yes no abstained wanted outcome",
            "001|萨仁高娃|青城草原工作站|正高级畜牧师|10|7|3|0|7|通过",
            f"002|{_LONG}|呼和浩特市青城草原工作站|高级农艺师|9|5|3|1|6|未通过",
        ),
    },
    Document.RESULT_NOTICE: {
        "people": _listed("number name unit specialty title", f"1|{_LONG}|青城草原工作站|草原|正高级畜牧师"),
    },
    Document.RESULT_NOTICE_ACCOUNT: {
        "complaints": _listed(
            "number received about says handler finding settled",
            "J01|2026年9月15日|材料真实性|业绩材料中的推广面积与年报不一致|用人单位|调取年报和验收单，属实|2026年9月18日办结\n2026年9月19日报告",
        ),
    },
    Document.DRAW_SHEET: {
        "results": _listed(
            "lot seats members reserves names",
            "草原与饲草饲料副高级（外单位）|评委3，候补1|E012、E007、E031|E020|萨仁高娃、㛃𬭎、孛儿只斤·阿拉坦苏和",
            "植物保护副高级|评委4，候补2|E003、E028、E015、E009|E001、E017|",
        ),
        "left_out": _listed("number why", "E004、E010|连续参加评审已满年限", "E021|应当回避：申报人近亲"),
        "experts": _listed(
            "specialty level outside numbers",
            "草原与饲草饲料|副高级|外单位|E007、E012、E018、E020、E031",
            "植物保护|副高级|本单位|E001、E003、E009、E015、E017、E028",
        ),
    },
    Document.READING_LIST: {
        "papers": _listed(
            "number candidate copy given given_by signed back back_by",
            "1|001|SF-Q7XK2M-000007|2026年9月10日\n08:40|其木格||2026年9月10日\n17:55|乌云",
            "2|014|SF-9M3TZB-000012|2026年9月10日\n08:40|其木格|||",
        ),
    },
    Document.PASSED_ROSTER: {
        "people": _listed(
            "number name sex birth identity unit education held held_since series specialty title path vote mark",
            "1|萨仁高娃|女|1986.06|150102198606061234|青城草原工作站|大学本科、学士|畜牧师|2019年12月1日|农业|草原|高级畜牧师|正常申报|8/11|机密★5年",
            f"2|{_LONG}|男|1979.11|150102197911111234|呼和浩特市青城草原工作站|硕士研究生|农艺师|2018年12月1日|农业|农艺|高级农艺师|破格申报|7/10|秘密★3年",
        ),
    },
    Document.ANNEX2_SUMMARY: {
        "received": _listed(
            "series level received under_review passed_on sent_back given_up refused",
            "农业技术|正高级|5|0|4|1|0|0",
            "卫生技术|副高级|11|2|8|0|1|0",
            "工程技术|中级|7|0|7|0|0|0",
        ),
        "mid_junior": _listed("unit limit filed over", "玉泉区疾病预防控制中心|4|3|0", "青城草原工作站|无|4|0"),
        "checked": _listed(
            "point count", "材料的真实性、完整性、规范性已核对|23", "岗位空缺情况已核对|23", "公示情况已核对|20"
        ),
    },
}


@cache
def _of_the_pack(document: Document) -> tuple[Mapping[str, str], Rows]:
    """What the shipped notice itself says."""
    pack = load_shipped()
    if document is Document.RECOVERY_SHEET:
        sheet = recovery_paper.request(SHARE)
        return sheet.extra, sheet.rows
    if document is Document.WALL_CALENDAR:
        asked = wall_sheet.request(pack, OFFICE)
        # the pack's digest and its open questions change with every edit of the pack, its days with the notice only
        return {**asked.extra, "policy": "hohhot-2026", "unsettled": "考评结合系列何时申报？（三（一）2）"}, asked.rows
    return {}, tables.listed(document, application(), pack)


def filled(document: Document, **changes: Any) -> PaperRequest:
    """One formal copy of an ordinary application, with all that its form asks for beside it."""
    extra, rows = _of_the_pack(document)
    given = {"extra": {**extra, **_EXTRA.get(document, {})}, "rows": {**rows, **_ROWS.get(document, {})}}
    return request(document, **given | changes)
