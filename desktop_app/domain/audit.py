"""The acts that the audit chain records. Entries name ids and digests, never an applicant's data."""

from datetime import datetime
from enum import Enum
from typing import Literal

from desktop_app.domain.values import Digest, Value


class Act(Enum):
    VAULT_CREATED = "vault_created"
    UNLOCKED = "unlocked"
    UNLOCK_FAILED = "unlock_failed"
    LOCKED = "locked"
    PASSPHRASE_CHANGED = "passphrase_changed"
    PASSPHRASE_RESET = "passphrase_reset"
    USER_ADDED = "user_added"
    USER_REMOVED = "user_removed"
    ROLES_CHANGED = "roles_changed"
    REKEY_BEGUN = "rekey_begun"
    REKEYED = "rekeyed"
    REKEY_DROPPED = "rekey_dropped"
    KEY_FILE_UPGRADED = "key_file_upgraded"
    KEY_FILE_FINISHED = "key_file_finished"
    KEY_FILE_RESTORED = "key_file_restored"
    RECOVERY_PREPARED = "recovery_prepared"
    RECOVERY_MADE = "recovery_made"
    RECOVERY_DRILLED = "recovery_drilled"
    RECOVERED = "recovered"
    REFUSED = "refused"  # somebody whose role does not allow it
    DEVICE_BOUND = "device_bound"
    DEVICE_UNBOUND = "device_unbound"
    APPLICATION_CREATED = "application_created"
    PEOPLE_IMPORTED = "people_imported"  # drafts typed for others in a workbook
    APPLICATION_EDITED = "application_edited"
    APPLICATION_REMOVED = "application_removed"
    APPLICATION_SUBMITTED = "application_submitted"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    MARKING_CHANGED = "marking_changed"
    MARKING_LOWERED = "marking_lowered"
    ATTACHMENT_ADDED = "attachment_added"
    ATTACHMENT_REMOVED = "attachment_removed"
    COMPARED_ONLINE = "compared_online"
    DIFFERENCE_JUDGED = "difference_judged"
    CONFIRMED = "confirmed"  # the passphrase was typed again, by the user or by a second officer
    CONFIRM_FAILED = "confirm_failed"
    PRINTED = "printed"
    PRINTERS_CHANGED = "printers_changed"
    PRINT_REFUSED = "print_refused"
    COPY_FATE_CHANGED = "copy_fate_changed"
    SHEET_CHECKED = "sheet_checked"
    COPIES_COUNTED = "copies_counted"
    CARRIER_REGISTERED = "carrier_registered"
    CARRIER_MOVED = "carrier_moved"
    CARRIER_REINSTATED = "carrier_reinstated"
    INVENTORY_OPENED = "inventory_opened"
    INVENTORY_TICKED = "inventory_ticked"
    INVENTORY_CLOSED = "inventory_closed"
    RETENTION_SET = "retention_set"
    REVIEW_SIGNED = "review_signed"
    RETURNED = "returned"
    RETURN_TAKEN = "return_taken"
    REVISED = "revised"
    REVIEW_KEPT = "review_kept"  # a step of the chain is being filled in
    NOTICE_HELD = "notice_held"
    OBJECTION_KEPT = "objection_kept"
    POSTS_CHANGED = "posts_changed"
    DISHONESTY_RECORDED = "dishonesty_recorded"
    COMMITTEE_KEPT = "committee_kept"
    MEMBERS_CHANGED = "members_changed"
    EXPERTS_CHANGED = "experts_changed"
    DRAW_COMMITTED = "draw_committed"
    DRAW_MADE = "draw_made"
    DRAW_DROPPED = "draw_dropped"
    MEETING_KEPT = "meeting_kept"
    MEETING_ATTENDED = "meeting_attended"
    VOTE_OPENED = "vote_opened"
    VOTE_COUNTED = "vote_counted"
    VOTE_SETTLED = "vote_settled"
    VOTE_VOIDED = "vote_voided"
    OPINION_WRITTEN = "opinion_written"
    RESULT_KEPT = "result_kept"
    READING_KEPT = "reading_kept"
    DIRECTORY_CHANGED = "directory_changed"
    GIVEN_UP = "given_up"
    PLAIN_TEXT_WRITTEN = "plain_text_written"
    FILES_SETTLED = "files_settled"  # what a killed program was writing outside
    IDENTITY_CREATED = "identity_created"
    CARD_CHANGED = "card_changed"
    CARD_EXPORTED = "card_exported"
    KEYS_CHANGED = "keys_changed"
    IDENTITY_REVOKED = "identity_revoked"
    REVOCATION_PRINTED = "revocation_printed"
    CONTACT_IMPORTED = "contact_imported"
    CONTACT_VERIFIED = "contact_verified"
    CONTACT_SUITE_SET = "contact_suite_set"
    CONTACT_FOLLOWED = "contact_followed"
    CONTACT_REVOKED = "contact_revoked"
    PACKAGE_SEALED = "package_sealed"
    PACKAGE_WRITTEN = "package_written"
    DISC_IMAGE_WRITTEN = "disc_image_written"
    MEDIUM_ERASED = "medium_erased"
    PACKAGE_OPENED = "package_opened"
    PACKAGE_REFUSED = "package_refused"
    RECEIPT_SEALED = "receipt_sealed"
    RECEIPT_MATCHED = "receipt_matched"
    DELIVERED = "delivered"
    STRIP_SET = "strip_set"
    ARRIVED = "arrived"
    STRIP_SETTLED = "strip_settled"
    SETTINGS_CHANGED = "settings_changed"
    WORKDAYS_IMPORTED = "workdays_imported"
    WORKDAYS_REMOVED = "workdays_removed"
    POLICY_EXPORTED = "policy_exported"
    POLICY_IMPORTED = "policy_imported"
    POLICY_REFUSED = "policy_refused"
    POLICY_KEPT = "policy_kept"  # the program's own pack, when something is first filed under it
    POLICY_CHOSEN = "policy_chosen"
    POLICY_MOVED = "policy_moved"
    FORM_SAVED = "form_saved"
    FORM_DRAFTED = "form_drafted"
    FORM_CHOSEN = "form_chosen"
    FORM_REMOVED = "form_removed"
    FORM_EXPORTED = "form_exported"
    FONT_ADDED = "font_added"
    FONT_WITHDRAWN = "font_withdrawn"
    VAULT_CHECKED = "vault_checked"
    VAULT_BACKED_UP = "vault_backed_up"
    VAULT_RESTORED = "vault_restored"
    VAULT_MIGRATED = "vault_migrated"
    OLDER_COPY_ACKNOWLEDGED = "older_copy_acknowledged"
    AUDIT_EXPORTED = "audit_exported"


class AuditEntry(Value, frozen=True, kw_only=True):
    """One link of the chain: `digest` covers every other field, `previous` is the entry before."""

    sequence: int
    at: datetime
    user: str
    act: Act
    objects: dict[str, str]
    previous: Digest
    digest: Digest


class AuditHead(Value, frozen=True, kw_only=True):
    """The last entry of a vault's chain at some moment: what the desk signs, and what is noted outside the vault."""

    fj: Literal[1] = 1
    type: Literal["audit-head"] = "audit-head"
    vault: str
    sequence: int
    digest: Digest
    at: datetime


class AuditSignature(Value, frozen=True, kw_only=True):
    """A head under the desk's signature: the armor is SSHSIG over the head's canonical JSON and one line feed."""

    head: AuditHead
    key: str  # the Ed25519 public key, 64 hexadecimal digits
    signature: str


class AuditFilter(Value, frozen=True, kw_only=True):
    """Which entries to show, newest first. What is empty does not narrow; `before` is the number to go on below.

    `text` is found in the user's name, in the ids and digests, and in the acts of `text_acts`; `objects` are ids of
    which an entry must name one.
    """

    acts: tuple[Act, ...] = ()
    user: str = ""
    since: datetime | None = None
    until: datetime | None = None  # the first instant that is too late
    objects: tuple[str, ...] | None = None
    text: str = ""
    text_acts: tuple[Act, ...] = ()
    before: int | None = None
    limit: int = 200
