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
    # --- hub and delivery (情報連携基盤・送信)
    # --- Juki-net (住基ネット)
    # --- procedures (手続)
    # --- forms, printing (帳票・印刷)
    # --- signing (署名)
    # --- commitments (依頼)
    COMMITMENT_ACT_NOT_ALLOWED = "COMMITMENT_ACT_NOT_ALLOWED"
    # --- reception (受付)
    CARD_NOT_OF_HOUSEHOLD = "CARD_NOT_OF_HOUSEHOLD"
    LINK_CODE_NOT_ISSUED = "LINK_CODE_NOT_ISSUED"
    MOVE_IN_NOT_YET = "MOVE_IN_NOT_YET"
    # --- links (リンクコード)
    # --- settings, files (設定・ファイル)


class CounterError(Exception):
    """A failure the clerk can act on.

    `detail` is a short Japanese sentence for the place where it happened (a field, a line
    number). It never carries personal data, an individual number or a PIN.
    """

    def __init__(self, code: FailureCode, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail
