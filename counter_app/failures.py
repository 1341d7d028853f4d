"""The closed list of failure codes (障害コード) and the one root of our exceptions.

A code on a support call names one line of code: every member of `FailureCode` is raised in
exactly one place and has an entry in `resources/handbook/` (起きたこと · 保存されているもの ·
今すること). A test checks both.

Two kinds of failure exist. A `CounterError` is one the clerk can act on. Anything else that
escapes is our bug: it is shown as `BUG` by the thread edge and ends a command with status 70.
"""

from enum import StrEnum


class FailureCode(StrEnum):
    """Every failure the clerk can act on. Grouped by area; the prefix is part of the name."""

    # --- card (カード)
    # --- database (保存)
    DATABASE_BUSY = "DATABASE_BUSY"
    DATABASE_DISK_FULL = "DATABASE_DISK_FULL"
    DATABASE_READ_ONLY = "DATABASE_READ_ONLY"
    DATABASE_DISK_ERROR = "DATABASE_DISK_ERROR"
    DATABASE_DAMAGED = "DATABASE_DAMAGED"
    DATABASE_WRONG_KEY = "DATABASE_WRONG_KEY"
    DATABASE_FOREIGN_FILE = "DATABASE_FOREIGN_FILE"
    DATABASE_CANNOT_OPEN = "DATABASE_CANNOT_OPEN"
    DATABASE_NEWER = "DATABASE_NEWER"
    DATABASE_ROLLED_BACK = "DATABASE_ROLLED_BACK"
    KEY_FILE_MISSING = "KEY_FILE_MISSING"
    KEY_FILE_UNUSABLE = "KEY_FILE_UNUSABLE"
    AUDIT_TAMPERED = "AUDIT_TAMPERED"
    # --- hub and delivery (情報連携基盤・送信)
    HUB_KEYS_UNUSABLE = "HUB_KEYS_UNUSABLE"
    HUB_MESSAGE_INVALID = "HUB_MESSAGE_INVALID"
    HUB_NUMBER_IN_MESSAGE = "HUB_NUMBER_IN_MESSAGE"
    HUB_PARTY_UNKNOWN = "HUB_PARTY_UNKNOWN"
    HUB_REFUSED = "HUB_REFUSED"
    HUB_UNREACHABLE = "HUB_UNREACHABLE"
    # --- Juki-net (住基ネット)
    JUKI_CLOSED = "JUKI_CLOSED"
    JUKI_NOT_FOUND = "JUKI_NOT_FOUND"
    JUKI_NOT_READY = "JUKI_NOT_READY"
    JUKI_REFUSED = "JUKI_REFUSED"
    JUKI_UNREACHABLE = "JUKI_UNREACHABLE"
    # --- procedures (手続)
    CATALOGUE_FILE_UNREADABLE = "CATALOGUE_FILE_UNREADABLE"
    CATALOGUE_ENTRY_INVALID = "CATALOGUE_ENTRY_INVALID"
    CATALOGUE_CONDITION_INVALID = "CATALOGUE_CONDITION_INVALID"
    CATALOGUE_CONDITION_FAILED = "CATALOGUE_CONDITION_FAILED"
    HOUSEHOLD_FILE_INVALID = "HOUSEHOLD_FILE_INVALID"
    ANSWER_NOT_UNDERSTOOD = "ANSWER_NOT_UNDERSTOOD"
    TOWN_FILE_INVALID = "TOWN_FILE_INVALID"
    DATE_OUTSIDE_ERAS = "DATE_OUTSIDE_ERAS"
    # --- forms, printing (帳票・印刷)
    FORM_UNKNOWN = "FORM_UNKNOWN"
    FORM_LAYOUT_INVALID = "FORM_LAYOUT_INVALID"
    FORM_DATA_INVALID = "FORM_DATA_INVALID"
    FORM_VALUE_TOO_LONG = "FORM_VALUE_TOO_LONG"
    FORM_GLYPH_MISSING = "FORM_GLYPH_MISSING"
    FORM_FONT_MISSING = "FORM_FONT_MISSING"
    PDF_UNREADABLE = "PDF_UNREADABLE"
    PRINTER_UNREACHABLE = "PRINTER_UNREACHABLE"
    PRINTER_REFUSED = "PRINTER_REFUSED"
    PRINTER_STOPPED = "PRINTER_STOPPED"
    PRINT_FOLDER_UNWRITABLE = "PRINT_FOLDER_UNWRITABLE"
    NUMBER_NEEDS_PRINTER = "NUMBER_NEEDS_PRINTER"
    # --- signing (署名)
    SIGNATURE_EMPTY = "SIGNATURE_EMPTY"
    SIGNED_PAGES_CHANGED = "SIGNED_PAGES_CHANGED"
    SEALING_KEY_UNUSABLE = "SEALING_KEY_UNUSABLE"
    SEAL_NOT_INTACT = "SEAL_NOT_INTACT"
    # --- commitments (依頼)
    COMMITMENT_ACT_NOT_ALLOWED = "COMMITMENT_ACT_NOT_ALLOWED"
    COMMITMENT_CHANGED_ELSEWHERE = "COMMITMENT_CHANGED_ELSEWHERE"
    # --- reception (受付)
    RECEPTION_CHANGED_ELSEWHERE = "RECEPTION_CHANGED_ELSEWHERE"
    CARD_NOT_OF_HOUSEHOLD = "CARD_NOT_OF_HOUSEHOLD"
    LINK_CODE_NOT_ISSUED = "LINK_CODE_NOT_ISSUED"
    MOVE_IN_NOT_YET = "MOVE_IN_NOT_YET"
    DISPATCH_NOT_READY = "DISPATCH_NOT_READY"
    REVIEW_REASON_MISSING = "REVIEW_REASON_MISSING"
    REVIEW_OWN_CASE = "REVIEW_OWN_CASE"
    SIGNING_PAGES_UNREAD = "SIGNING_PAGES_UNREAD"
    SIGNING_CONSENT_OPEN = "SIGNING_CONSENT_OPEN"
    # --- links (リンクコード)
    LINK_CONFLICT = "LINK_CONFLICT"
    LINK_FILE_UNREADABLE = "LINK_FILE_UNREADABLE"
    LINK_FILE_REFUSED = "LINK_FILE_REFUSED"
    # --- settings, files (設定・ファイル)
    SETTINGS_INVALID = "SETTINGS_INVALID"


class CounterError(Exception):
    """A failure the clerk can act on.

    `detail` is a short Japanese sentence for the place where it happened (a field, a line
    number). It never carries personal data, an individual number or a PIN.
    """

    def __init__(self, code: FailureCode, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail
