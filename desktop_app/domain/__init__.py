"""The filing's own values, frozen: applications and versions, people, offices, marks, copies, packages, audit kinds.

Structs are `msgspec.Struct(frozen=True, forbid_unknown_fields=True, kw_only=True)`: frozen values with slots that are
checked once, at the edge. In a draft an empty string or `None` means "not filled in yet" and nothing else; that
something does not exist is said by the word 「无」.
"""
