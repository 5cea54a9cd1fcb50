"""The two families of failure: the world's fault (`Fault`, told to the user) and ours (any other exception).

A `Fault` carries a `Code` and fields, never a finished sentence; `resources/locale/errors/*.toml` holds one
Chinese and one English sentence per code, and a test shows that the table is total.
"""

from enum import Enum


class Code(Enum):
    """Every failure that the world can cause. The value is the key of its sentence."""

    # wrong use, unreadable input
    FILE_NOT_FOUND = "input.file_not_found"
    FILE_UNREADABLE = "input.file_unreadable"
    FILE_EXISTS = "input.file_exists"
    FOLDER_NOT_WRITABLE = "input.folder_not_writable"
    INPUT_TOO_LARGE = "input.too_large"
    NOT_UTF8 = "input.not_utf8"
    JSON_UNREADABLE = "input.json_unreadable"
    JSON_TOO_DEEP = "input.json_too_deep"
    KEY_TWICE = "input.key_twice"
    NUMBER_NOT_ALLOWED = "input.number_not_allowed"
    SCHEMA_UNKNOWN = "input.schema_unknown"
    FIELD_UNKNOWN = "input.field_unknown"
    FIELD_TYPE = "input.field_type"
    FIELD_MISSING = "input.field_missing"
    FIELD_VALUE = "input.field_value"
    DATE_IMPOSSIBLE = "input.date_impossible"
    TEXT_NOT_ALLOWED = "input.text_not_allowed"
    ARGUMENT = "input.argument"
    CANCELLED = "input.cancelled"
    # domain
    MOVE_NOT_ALLOWED = "domain.move_not_allowed"
    MARKING_UNDECIDED = "domain.marking_undecided"
    MARKING_ABOVE_MACHINE = "domain.marking_above_machine"
    MARKING_TOP_SECRET = "domain.marking_top_secret"
    MARKING_INVALID = "domain.marking_invalid"
    VERSION_IS_FINAL = "domain.version_is_final"
    RULES_BLOCK = "domain.rules_block"
    APPLICATION_TWIN = "domain.application_twin"
    ATTACHMENT_KIND = "domain.attachment_kind"
    ATTACHMENT_TOO_LARGE = "domain.attachment_too_large"
    NOTHING_TO_SEAL = "domain.nothing_to_seal"
    NOTHING_MISSING = "domain.nothing_missing"
    NOT_SUBMITTED = "domain.not_submitted"
    TWO_NAMES_NEEDED = "domain.two_names_needed"
    COPY_FATE = "domain.copy_fate"
    COPY_NUMBERS = "input.copy_numbers"
    SHEET_CODE = "input.sheet_code"
    # vault
    VAULT_NOT_FOUND = "vault.not_found"
    VAULT_NOT_A_VAULT = "vault.not_a_vault"
    VAULT_EXISTS = "vault.exists"
    VAULT_TOO_NEW = "vault.too_new"
    VAULT_WRONG_PASSPHRASE = "vault.wrong_passphrase"
    VAULT_LOCKED_OUT = "vault.locked_out"
    VAULT_DAMAGED = "vault.damaged"
    VAULT_IN_USE = "vault.in_use"
    VAULT_LOCKED = "vault.locked"
    VAULT_FULL = "vault.full"
    VAULT_READ_ONLY = "vault.read_only"
    PASSPHRASE_WEAK = "vault.passphrase_weak"
    PASSPHRASE_REUSED = "vault.passphrase_reused"
    RECORD_NOT_FOUND = "vault.record_not_found"
    AUDIT_CHAIN_BROKEN = "vault.audit_chain_broken"
    # policy
    POLICY_UNREADABLE = "policy.unreadable"
    POLICY_INVALID = "policy.invalid"
    POLICY_NOT_FOUND = "policy.not_found"
    POLICY_YEAR = "policy.year"
    POLICY_SETTING_UNKNOWN = "policy.setting_unknown"
    POLICY_SETTING_VALUE = "policy.setting_value"
    POLICY_SETTING_ORDER = "policy.setting_order"
    POLICY_SETTING_GROUND = "policy.setting_ground"
    WORKDAYS_UNKNOWN = "policy.workdays_unknown"
    WORKDAYS_INVALID = "policy.workdays_invalid"
    WORKDAYS_STANDING = "policy.workdays_standing"
    WORKDAYS_NOT_IMPORTED = "policy.workdays_not_imported"
    # papers
    FORM_UNREADABLE = "papers.form_unreadable"
    FORM_INVALID = "papers.form_invalid"
    FORM_NOT_FOUND = "papers.form_not_found"
    FONT_MISSING = "papers.font_missing"
    LAYOUT_ISSUES = "papers.layout_issues"
    PHOTO_UNREADABLE = "papers.photo_unreadable"
    # the online system's export
    EXPORT_UNREADABLE = "export.unreadable"
    EXPORT_TOO_LARGE = "export.too_large"
    EXPORT_TOO_LONG = "export.too_long"
    EXPORT_NO_TEXT = "export.no_text"
    READER_STOPPED = "export.reader_stopped"
    # printing
    PRINTER_NONE = "printing.no_printer"
    PRINTER_UNREACHABLE = "printing.unreachable"
    PRINTER_NO_SUCH_MEDIA = "printing.no_such_media"
    PRINTER_NO_PDF = "printing.no_pdf"
    PRINTER_NO_DUPLEX = "printing.no_duplex"
    PRINTER_REFUSED = "printing.refused"
    PRINTER_ADDRESS = "printing.address"
    PRINTER_ANSWER = "printing.answer"
    PRINTER_CERTIFICATE = "printing.certificate"
    PRINTER_LOST = "printing.lost"
    PRINT_STOPPED = "printing.stopped"
    PRINT_REASON_NEEDED = "printing.reason_needed"
    # host
    DISK_FULL = "host.disk_full"
    MEDIUM_GONE = "host.medium_gone"
    MEDIUM_READ_ONLY = "host.medium_read_only"
    MEDIUM_NOT_EMPTY = "host.medium_not_empty"
    WRITE_NOT_PROVEN = "host.write_not_proven"
    MEDIUM_FILE_LIMIT = "host.file_limit"
    NO_SCREEN = "host.no_screen"
    PROGRAM_RUNNING = "host.program_running"
    # sealing: the stage that refuses a package, in the order of the checks
    PACKAGE_INCOMPLETE = "sealing.incomplete"
    PACKAGE_FORMAT = "sealing.format"
    PACKAGE_VERSION = "sealing.version"
    SUITE_DOWNGRADE = "sealing.suite_downgrade"
    SENDER_UNKNOWN = "sealing.unknown_sender"
    SENDER_REVOKED = "sealing.sender_revoked"
    SEAL_SIGNATURE = "sealing.seal_signature"
    LABEL_MISMATCH = "sealing.label_mismatch"
    NOT_FOR_US = "sealing.not_for_us"
    PACKAGE_DUPLICATE = "sealing.duplicate"
    PACKAGE_EQUIVOCATION = "sealing.equivocation"
    SEQUENCE_FORK = "sealing.sequence_fork"
    VOLUME_MISSING = "sealing.volume_missing"
    VOLUME_SIZE = "sealing.volume_size"
    VOLUME_DIGEST = "sealing.volume_digest"
    NO_KEY = "sealing.no_key"
    AGE_HEADER = "sealing.age_header"
    AGE_HEADER_MAC = "sealing.age_header_mac"
    CHUNK_AUTH = "sealing.chunk_auth"
    PACKAGE_TRUNCATED = "sealing.truncated"
    MANIFEST_SIGNATURE = "sealing.manifest_signature"
    MANIFEST_MISMATCH = "sealing.manifest_mismatch"
    PACKAGE_FORWARDED = "sealing.forwarded"
    PACKAGE_LIMIT = "sealing.limit"
    ENTRY_UNEXPECTED = "sealing.entry_unexpected"
    FILE_DIGEST = "sealing.file_digest"
    TRAILING_DATA = "sealing.trailing_data"
    RECORD_SCHEMA = "sealing.record_schema"
    SOURCE_CHANGED = "sealing.source_changed"
    ABOVE_MACHINE_LEVEL = "sealing.above_machine_level"
    CARD_INVALID = "sealing.card_invalid"
    CARD_NOT_VERIFIED = "sealing.card_not_verified"
    FINGERPRINT_MISMATCH = "sealing.fingerprint_mismatch"
    PACKAGE_KIND = "sealing.package_kind"
    RECEIPT_UNKNOWN = "sealing.receipt_unknown"
    RECEIPT_INVALID = "sealing.receipt_invalid"
    CARD_REVOKED = "sealing.card_revoked"
    CARD_OWN = "sealing.card_own"
    PACKAGE_STATE = "sealing.package_state"
    MATERIAL_MISSING = "sealing.material_missing"
    VERSION_OLDER = "sealing.version_older"
    APPLICATION_OURS = "sealing.application_ours"


class Fault(Exception):
    """The world's fault: something outside the program is not as it must be.

    `fields` fill the placeholders of the code's sentence and are safe to show; they never hold an applicant's data
    beyond names of fields, files and positions.
    """

    def __init__(self, code: Code, **fields: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.fields = fields

    def __repr__(self) -> str:
        return f"Fault({self.code.value}, {self.fields!r})"


class Cancelled(Exception):
    """The user stopped a long task; never shown as an error."""
