"""The tablet in the states of the story, for pictures: household H4, Friday 3 April 2026."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPainter

from counter_app.model.facts import CaseView
from counter_app.model.writing import Hand
from counter_app.paperwork.papers import NextStep
from counter_app.ports import FieldBox, PinKind, SignatureBox, Written
from ui import theme
from ui.tablet.done_page import DonePage
from ui.tablet.gloss import form_title, gloss
from ui.tablet.language_page import LanguagePage
from ui.tablet.look import Look
from ui.tablet.page import Page
from ui.tablet.pen_events import write
from ui.tablet.pin_page import PinPage
from ui.tablet.presenter import LAST_TRY, PROTECTION, card_gone, card_locked
from ui.tablet.question_page import QuestionPage
from ui.tablet.read_page import ReadPage
from ui.tablet.reading_page import ReadingPage
from ui.tablet.sign_page import SignPage
from ui.tablet.signing_flow import AGREE, may_write
from ui.tablet.steps import step_rows
from ui.tablet.texts import Tongue
from ui.tablet.views import Covered, DoneView, PinView, ReadView, SignView
from ui.tablet.window import PageMaker
from ui.theme import colour
from ui.widgets.signature import SignaturePad

TODAY: Final = date(2026, 4, 3)
SIGNER: Final = "NGUYEN THI LAN"
_DOCUMENTS: Final = (
    ("A1", "住民異動届（転入）", 2),
    ("B1", "国民健康保険 資格取得届", 1),
    ("B7", "国民年金 被保険者住所変更届", 1),
    ("consent", "情報の提供に関する同意書", 1),
)


_SAID: Final[CaseView] = {
    "case.moved_on": date(2026, 3, 28),
    "new.address": "乙県南郡Y町大字上原1234番地5",
    "new.building": "ハイツ髙﨑　203号室",
    "new.head": "渡邉\U000e010f　髙志",
    "old.address": "甲県X市本町三丁目4番5号",
    "old.building": "グランドハイツ葛西　1102号室",
    "member.1.name": "渡邉\U000e010f　髙志",
    "member.2.name": "渡邉\U000e010f　美咲",
    "member.3.name": "渡邉\U000e010f　葵",
    "member.4.name": "渡邉\U000e010f　湊",
    "member.5.name": "𠮷﨑　シヅ",
}
_WHERE: Final = (
    FieldBox("case.moved_on", 1, 140, 42, 58, 8),
    FieldBox("new.address", 1, 42, 60, 156, 8.5),
    FieldBox("new.building", 1, 42, 68.5, 78, 8.5),
    FieldBox("new.head", 1, 140, 68.5, 58, 8.5),
    FieldBox("old.address", 1, 42, 77, 156, 8.5),
    FieldBox("old.building", 1, 42, 85.5, 78, 8.5),
    FieldBox("registry.1.address", 1, 24, 94, 174, 17),
    *(FieldBox(f"member.{n}.name", 1, 24, 106 + 13 * n, 144, 13) for n in range(1, 6)),
    FieldBox("member.1.health", 1, 24, 206.5, 174, 35),
)
_SHEET: Final = Written(_SAID, _WHERE)
_TO_SIGN: Final = (SignatureBox(1, 43, 244.1, 76, 12.8, "filer"),)
"""What the sheet of the pictures says where an explanation points, and where it is signed."""


@dataclass(slots=True)
class CountingEntry:
    """A PIN entry of the pictures: it counts presses and keeps no digit."""

    length: int = 0

    def press(self, digit: int) -> None:
        self.length = min(self.length + 1, 4)

    def erase(self) -> None:
        self.length = max(self.length - 1, 0)

    def clear(self) -> None:
        self.length = 0


def empty_sheet() -> QImage:
    """A white A4 sheet, where no rendered form is at hand."""
    image = QImage(1240, 1754, QImage.Format.Format_RGB32)
    image.fill(colour(theme.WHITE))
    painter = QPainter(image)
    painter.setPen(colour(theme.INK))
    painter.drawRect(106, 200, 1063, 1400)
    painter.end()
    return image


def read_view(tag: str, image: QImage) -> ReadView:
    """The first page of form A1 with its explanations."""
    form_id, japanese, _ = _DOCUMENTS[0]
    title = form_title(form_id, tag) or japanese
    items = gloss(form_id, 1, tag, _SHEET, _TO_SIGN, "Y町")
    return ReadView(title, japanese, image, items, 1, 5)


def sign_view(tag: str) -> SignView:
    """What the one signature is for."""
    covered = tuple(
        Covered(form_title(form_id, tag) or title, title, pages)
        for form_id, title, pages in _DOCUMENTS
    )
    return SignView(SIGNER, covered)


def done_view(tongue: Tongue) -> DoneView:
    """The end of the reception."""
    return DoneView(4, "11:05", step_rows(tongue, _STEPS, TODAY), papers=True)


_STEPS: Final = (
    NextStep(
        date(2026, 4, 6),
        "",
        "小学校へ行く（葵さん）",
        bring="転入学通知書・在学証明書・教科書給与証明書",
        place="Y町立上原小学校（教育委員会 ☎0000-12-3458）",
        procedures=("C17",),
        titles=("小・中学校の転入学",),
    ),
    NextStep(
        date(2026, 4, 8),
        "13〜15時",
        "ガスの開栓に立ち会う",
        bring="なし（家で待ちます）",
        partner="みどりガス ☎0000-20-1000",
        procedures=("F2",),
        titles=("ガスの開栓（立会い）",),
    ),
    NextStep(
        date(2026, 4, 27),
        "まで",
        "犬の鑑札を取り替える",
        bring="前の市町村の鑑札",
        place="役場1階 環境課 ☎0000-12-3460",
        procedures=("E5",),
        titles=("犬の登録事項変更",),
    ),
    NextStep(None, "使う前", "電気の使用開始を申し込む", procedures=("F1",)),
)


def scenes(sheet: QImage | None = None) -> dict[str, PageMaker]:
    """Every page in its states, by name; `sheet` is a picture of the first page of form A1."""
    image = sheet or empty_sheet()

    def read(look: Look) -> Page:
        page = ReadPage(look, read_view(look.tongue.tag, image))
        if len(page.items) > 2:
            page.show_item(page.items[2])
        return page

    def signed(look: Look) -> Page:
        pad = SignaturePad("", SIGNER)
        page = SignPage(look, sign_view(look.tongue.tag), pad)
        QTimer.singleShot(0, pad, lambda: write(pad))
        return page

    def signed_for(look: Look) -> Page:
        pad = SignaturePad("", SIGNER, by="代筆　佐伯（職員）")
        page = SignPage(look, replace(sign_view(look.tongue.tag), hand=Hand.BY_CLERK), pad)
        QTimer.singleShot(0, pad, lambda: write(pad))
        return page

    def pin(view: PinView, typed: int) -> PageMaker:
        return lambda look: PinPage(look, view, CountingEntry(typed))

    kind = PinKind.AUTHENTICATION
    return {
        "10-tablet-language": LanguagePage,
        "10b-tablet-language-between": lambda look: LanguagePage(
            look, current=look.tongue.tag, step=3
        ),
        "10c-tablet-question": lambda look: QuestionPage(look, PROTECTION),
        "11-tablet-read": read,
        "12-tablet-sign": signed,
        "12b-tablet-sign-empty": lambda look: SignPage(
            look, sign_view(look.tongue.tag), SignaturePad("", SIGNER)
        ),
        "12c-tablet-sign-for-asked": lambda look: QuestionPage(look, may_write(Hand.BY_CLERK)),
        "12d-tablet-sign-for-agreed": lambda look: QuestionPage(look, AGREE),
        "12e-tablet-sign-for": signed_for,
        "13-tablet-done": lambda look: DonePage(look, done_view(look.tongue)),
        "14-tablet-pin": pin(PinView(kind, 3), 2),
        "14b-tablet-pin-wrong": pin(PinView(kind, 2, wrong=True), 0),
        "14c-tablet-pin-ready": pin(PinView(PinKind.CARD_INFORMATION, 3), 4),
        "14d-tablet-pin-last": lambda look: QuestionPage(look, LAST_TRY),
        "14e-tablet-card-read": ReadingPage,
        "14f-tablet-card-gone": card_gone,
        "14g-tablet-card-locked": card_locked,
    }
