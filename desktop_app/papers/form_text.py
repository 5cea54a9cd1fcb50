"""Writes a form as its file says it: TOML in the order of the fields, what is left out standing for what is usual."""

import json
from typing import Any

import msgspec
from msgspec import structs

from desktop_app.papers.form_spec import FormFile

_EXACT = 2  # decimals of a millimetre


def text(form: FormFile) -> str:
    """The content of `form.toml`; reading it gives the same form."""
    tree = _table(form)
    styles, pages = tree.pop("styles", {}), tree.pop("pages")
    lists = tree.pop("lists", {})
    lines = [f"{key} = {_value(value)}" for key, value in tree.items()]
    if lists:
        lines.extend(["[lists]", *(f"{key} = {_value(value)}" for key, value in lists.items())])
    for name, style in styles.items():
        lines.extend(["", f"[styles.{name}]", *(f"{key} = {_value(value)}" for key, value in style.items())])
    for page in pages:
        lines.extend(["", "[[pages]]", *(_entry(key, value) for key, value in page.items())])
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any) -> str:
    """A list of tables with a line for each."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "\n".join([f"{key} = [", *(f"  {_value(one)}," for one in value), "]"])
    return f"{key} = {_value(value)}"


def _table(value: Any) -> Any:
    """Plain values of what differs from the usual."""
    if isinstance(value, msgspec.Struct):
        tag = value.__struct_config__
        found: dict[str, Any] = {str(tag.tag_field): tag.tag} if tag.tag_field else {}
        for field in structs.fields(value):
            held = getattr(value, field.name)
            usual = field.default_factory() if callable(field.default_factory) else field.default
            if held != usual:
                found[field.name] = _table(held)
        return found
    if isinstance(value, dict):
        return {key: _table(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_table(one) for one in value]
    return value


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(round(value, _EXACT))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_value(one)}' for key, one in value.items())} }}"
    return str(value)
