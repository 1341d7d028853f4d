"""The story as view values for documents and signatures (06)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from counter_app.ports import PageImage
from ui.staff.pile_views import PileRowView, PileState, PileView, ScanView, WrongPaperView
from ui.staff.samples import HEAD, MOTHER, WIFE
from ui.staff.work_views import (
    ConsentView,
    DocumentsView,
    SheetState,
    SheetView,
    SignerView,
    SignForView,
)
from ui.widgets.chip import ChipKind

_SHEETS: Final = (
    ("move-in", "住民異動届", "髙志　1／10", SheetState.SIGNED),
    ("health-insurance", "国保 資格取得届", "髙志　2／10", SheetState.SIGNED),
    ("child-allowance", "児童手当 認定請求書", "髙志　3／10", SheetState.SIGNED),
    ("consent", "同意書", "髙志　10／10", SheetState.SIGNED),
    ("maternity", "妊婦健診 受診票の交換", "美咲　3／4", SheetState.LOOKING),
    ("care", "要介護認定申請書", "シヅ　1／2", SheetState.NOT_YET),
)
_RECEIVERS: Final = (
    ("power.aoba", "あおば電力", "氏名・新住所・電話・開始日", True),
    ("gas.midori", "みどりガス", "氏名・新住所・電話・立会いの日時", True),
    ("water.nangun", "南郡水道企業団", "氏名・前住所・新住所・電話・開始日", True),
    ("vehicle.otsu", "乙運輸支局", "氏名・前住所・新住所", False),
)
CONSENTS: Final = tuple(ConsentView(*row) for row in _RECEIVERS)
_PILE: Final = (
    ("06-1", "子ども医療費 申請書"),
    ("07-1", "施設等利用給付 申請書"),
    ("08-1", "転入学届"),
    ("09-1", "原付 標識交付申請書"),
    ("10-1", "犬の登録事項変更届"),
    ("20-1", "同意書"),
)


def _rows(states: Mapping[str, PileState], usual: PileState) -> tuple[PileRowView, ...]:
    return tuple(PileRowView(n, title, states.get(n, usual)) for n, title in _PILE)


PILE: Final = PileView(
    _rows({"10-1": PileState.MISSING}, PileState.THERE),
    "9／10",
    scan=ScanView("20-1", "10:44", "束にあり"),
)
"""One sheet of the pile is missing."""

PILE_WRONG: Final = PileView(
    _rows(
        {"09-1": PileState.WAITS, "20-1": PileState.WAITS, "10-1": PileState.WAITS}, PileState.THERE
    ),
    "7／10",
    wrong=(
        WrongPaperView("8F3KQ9W1-02-1", "別の受付（0403-018）の紙です。抜いてください"),
        WrongPaperView("03-1", "訂正前の古い紙です。抜いてください"),
        WrongPaperView("07-1", "二度目です。同じ紙が2枚ないか見てください"),
    ),
    act="別の受付の紙を抜きました",
    old=(PileRowView("02-1", "国保 資格取得届", PileState.OLD),),
    can_begin_anew=True,
    tray=True,
    scan=ScanView("07-1", "10:44", "二度目", fault=True),
)
"""Another household's sheet, one from before a correction, and one that was read twice."""

PILE_JAMMED: Final = PileView(
    _rows(
        {"09-1": PileState.UNSURE, "10-1": PileState.UNSURE, "20-1": PileState.UNSURE},
        PileState.THERE,
    ),
    "7／10",
    not_out=3,
    can_begin_anew=True,
    scan=ScanView("08-1", "10:44", "束にあり"),
)
"""The printer jammed at the last three sheets."""

PILE_WHOLE: Final = PileView(
    _rows({}, PileState.THERE),
    "10／10",
    ready=10,
    can_begin_anew=True,
    tray=True,
    scan=ScanView("10-1", "10:44", "束にあり"),
)
"""Exactly the sheets of the reception."""


def _sheets(found: Mapping[str, PageImage], signed: bool) -> tuple[SheetView, ...]:
    return tuple(
        SheetView(
            key,
            title,
            whose,
            state if signed else SheetState.NOT_YET,
            found.get(key),
            same_as_seen=signed and state is SheetState.SIGNED,
            consent=key == "consent",
            printed=signed and state is SheetState.SIGNED,
        )
        for key, title, whose, state in _SHEETS
    )


def documents(pages: Mapping[str, PageImage] | None = None) -> DocumentsView:
    """The documents while the second signer reads; `pages` are pictures by the sheet's id."""
    return DocumentsView(
        _sheets(pages or {}, signed=True),
        "child-allowance",
        10,
        (
            SignerView("1", HEAD, "10枚に1回　10:42", ChipKind.SIGNED.chip(), signed=True),
            SignerView(
                "2", WIFE, "4枚に1回　日本語・文字 1倍", ChipKind.VIEWING.chip("閲覧中 3／4")
            ),
            SignerView("5", MOTHER, "2枚に1回　文字 2倍で見る", ChipKind.NEXT.chip()),
        ),
        sheet_count=16,
        tablet_busy=True,
        sign_for=SignForView("2", WIFE, "佐伯"),
        consents=CONSENTS,
        consent_locked=True,
        printed=10,
        print_waits=6,
        pile=PILE,
        missing="残り　署名 6枚・照合 1枚",
    )


AWAITED: Final = DocumentsView(
    (),
    "",
    0,
    (),
    can_send=False,
    missing="書類を作っています",
    awaited="書類を作っています",
    making="15件を作っています",
)
"""Right after the step was opened: the sheets are being rendered."""


def documents_before_signing(pages: Mapping[str, PageImage] | None = None) -> DocumentsView:
    """The consent sheet before anyone signs: two receivers are decided, two are not."""
    decided = {"power.aoba": True, "gas.midori": True}
    return DocumentsView(
        _sheets(pages or {}, signed=False),
        "consent",
        0,
        (
            SignerView("1", HEAD, "10枚に1回", ChipKind.NEXT.chip()),
            SignerView("2", WIFE, "4枚に1回", ChipKind.NOT_YET.chip()),
            SignerView("5", MOTHER, "2枚に1回", ChipKind.NOT_YET.chip()),
        ),
        sheet_count=16,
        can_send=False,
        consents=tuple(replace(row, decided=decided.get(row.id)) for row in CONSENTS),
        print_waits=16,
        missing="残り　同意 2件・署名 16枚",
    )


def documents_to_sign_for(pages: Mapping[str, PageImage] | None = None) -> DocumentsView:
    """The last signer is next, who cannot write: her daughter's sheets are signed."""
    view = documents(pages)
    signers = (
        view.signers[0],
        SignerView("2", WIFE, "4枚に1回　10:45", ChipKind.SIGNED.chip(), signed=True),
        view.signers[2],
    )
    sheets = (
        replace(sheet, state=SheetState.SIGNED) if sheet.state is SheetState.LOOKING else sheet
        for sheet in view.sheets
    )
    return replace(
        view,
        sheets=tuple(sheets),
        selected="care",
        signed=14,
        signers=signers,
        tablet_busy=False,
        sign_for=SignForView("5", MOTHER, "佐伯"),
        missing="残り　署名 2枚・照合 1枚",
    )
