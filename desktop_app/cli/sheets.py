"""Paper against the record: `application sheet` and `application count`."""

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, opened
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import sheets, words
from desktop_app.domain.copies import Document
from desktop_app.domain.sheets import Counted, SheetState


def sheet(call: Call) -> Answer:
    """What a sheet is; exit 1 unless it shows what stands now."""
    with opened(call) as session:
        found = sheets.read(session, call.args.code)
    one, language = found.sheet, call.speech.language
    said = words.word(one.state, language)
    lines = [call.say("这张纸：{said}", said=said)]
    if one.application:
        document = words.word(one.document, language) if one.document else ""
        lines.append("　".join(part for part in (document, found.name, found.unit, found.title) if part))
        lines.append(call.say("纸上第 {version} 版，现行第 {latest} 版", version=one.version, latest=one.latest))
    lines += [
        call.say("{field}：{before} → {after}", field=each.path, before=each.before, after=each.after)
        for each in found.changed
    ]
    data = {
        "state": one.state.value,
        "application": one.application,
        "document": one.document.value if one.document else None,
        "version": one.version,
        "latest": one.latest,
        "changed": [each.path for each in found.changed],
    }
    return Answer(data, lines, Exit.DONE if one.state is SheetState.CURRENT else Exit.NO)


def count(call: Call) -> Answer:
    """A stack against the register; exit 1 when a number is not as it should be."""
    document = Document(call.args.form)
    with opened(call) as session:
        found = sheets.count(session, ApplicationId(call.args.id), document, call.args.numbers)
    lines = [f"{one.number:06d}　{words.word(one.counted, call.speech.language)}" for one in found]
    data = [{"number": one.number, "counted": one.counted.value} for one in found]
    right = all(one.counted is Counted.RIGHT for one in found)
    return Answer({"numbers": data}, lines, Exit.DONE if right else Exit.NO)
