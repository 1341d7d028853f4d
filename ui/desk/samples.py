"""The story as 子育て支援課 sees it on 20 April 2026, as values for pictures and layout tests."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Final

from PySide6.QtGui import QImage

from counter_app.model.attachment import AttachmentState, AwaitedPaper
from counter_app.paperwork.terms import Terms, TermsAsked
from counter_app.ports import PageImage
from ui.desk import words
from ui.desk.views import (
    DecideView,
    DeskView,
    FieldView,
    NoticeRowView,
    PagesView,
    Panel,
    TaskGroupView,
    TaskRowView,
    TaskView,
)
from ui.staff.frame_views import PlacesView, Text
from ui.widgets.bars import Lamp
from ui.widgets.chip import Chip, Tint
from ui.widgets.clock import Deadline
from ui.widgets.drawing import Icon
from ui.widgets.nodes import Node, NodeState
from ui.widgets.rail import Place
from ui.widgets.words import Run

NOW: Final = datetime(2026, 4, 20, 13, 20, tzinfo=timezone(timedelta(hours=9)))
LAMPS: Final = (Lamp("町の受付 つながっています"),)
DEPARTMENT: Final = "子育て支援課"
PLACES: Final = PlacesView(
    DEPARTMENT,
    tuple(
        Place(title, count, f"Alt {at}")
        for at, (title, count) in enumerate(
            (
                ("すべて", 14),
                ("おくれ", 1),
                ("今日・明日まで", 2),
                ("約束待ち", 3),
                ("決定待ち", 8),
                ("通知済み・受入待ち", 4),
            ),
            start=1,
        )
    ),
)
_WATANABE: Final = "渡邉\U000e010f"


def _track(asked: str, promised: str = "", third: Node | None = None) -> tuple[Node, ...]:
    second = Node(NodeState.DONE, promised) if promised else Node(NodeState.WAITS, "約束待ち")
    return (Node(NodeState.DONE, asked), second, third or Node(), Node())


def _row(key: str, title: str, sub: str, track: tuple[Node, ...], due: Deadline) -> TaskRowView:
    return TaskRowView(key, key.partition(" ")[0], title, sub, track, due)


_DECIDES: Final = Node(NodeState.WAITS, "決定待ち")
GROUPS: Final = (
    TaskGroupView(
        "おくれ",
        (
            _row(
                "Y7QD-4K92",
                "児童扶養手当 住所変更",
                "0401-004・約束 4/15",
                _track("4/1", "4/2", Node(NodeState.LATE, "5日超過")),
                Deadline("4/15 でした", 1.0, True),
            ),
        ),
    ),
    TaskGroupView(
        "今日・明日まで",
        (
            _row(
                "YK4M-7R20",
                "児童手当 認定請求",
                "0403-017・約束 4/20",
                _track("4/3", "4/3", _DECIDES),
                Deadline("今日まで", 0.95, True),
            ),
            _row(
                "YK4M-7R20 2",
                "施設等利用給付認定",
                "0403-017・紙 4/10 受取",
                _track("4/3", "4/3", _DECIDES),
                Deadline("明日まで", 0.9),
            ),
        ),
    ),
    TaskGroupView(
        "約束待ち",
        (
            _row(
                "YN2C-8T51",
                "児童手当 認定請求",
                "0420-006・11:06 着",
                _track("4/20"),
                Deadline("4/28", 0.1),
            ),
            _row(
                "YN2C-8T51 2",
                "子ども医療費 受給資格",
                "0420-006・11:06 着",
                _track("4/20"),
                Deadline("4/28", 0.1),
            ),
            _row(
                "YB6W-1F37",
                "保育所等 利用申込",
                "0420-003・09:20 着",
                _track("4/20"),
                Deadline("4/27", 0.1),
            ),
        ),
    ),
    TaskGroupView(
        "決定待ち",
        (
            _row(
                "YH9S-3P84",
                "児童手当 認定請求",
                "0417-003・約束 5/1",
                _track("4/17", "4/17"),
                Deadline("5/1", 0.2),
            ),
            _row(
                "YV5G-6X03",
                "施設等利用給付認定",
                "0416-012・約束 5/1",
                _track("4/16", "4/16"),
                Deadline("5/1", 0.2),
            ),
            *(
                _row(
                    f"{code} {title}",
                    title,
                    f"{number}・約束 5/1",
                    _track(day, day),
                    Deadline("5/1", 0.2),
                )
                for code, title, number, day in (
                    ("YH9S-3P84", "子ども医療費 受給資格", "0417-003", "4/17"),
                    ("YV5G-6X03", "保育所等 利用申込", "0416-012", "4/16"),
                    ("Y2TR-9K15", "児童手当 認定請求", "0416-005", "4/16"),
                    ("Y2TR-9K15", "子ども医療費 受給資格", "0416-005", "4/16"),
                    ("YD3M-7W41", "児童手当 認定請求", "0415-009", "4/15"),
                    ("YD3M-7W41", "児童扶養手当 住所変更", "0415-009", "4/15"),
                )
            ),
        ),
    ),
)


def _person(given: str, birth: str, *said: str) -> tuple[Text, ...]:
    name = Run(f"{_WATANABE} {given}", name=True, size=18)
    return ((name, Run(f"　{birth}")), *_lines(*said))


def _lines(*said: str) -> tuple[Text, ...]:
    return tuple((Run(line),) for line in said)


FIELDS: Final = (
    FieldView(
        "請求者",
        _person(
            "髙志",
            "平成3年11月5日",
            "ワタナベ タカシ・男・自営業・国民年金",
            "電話 090-0000-0000",
        ),
    ),
    FieldView("配偶者", _person("美咲", "平成5年7月18日", "ワタナベ ミサキ・自営業")),
    FieldView(
        "児童",
        (
            *_person("葵", "平成30年6月12日", "ワタナベ アオイ・女・子・同居"),
            *_person("湊", "令和4年9月20日", "ワタナベ ミナト・男・子・同居"),
        ),
    ),
    FieldView("住所", _lines("乙県南郡Y町大字上原1234番地5", "ハイツ髙﨑 203号室")),
    FieldView("転出予定日", _lines("令和8年3月28日（X市）")),
    FieldView("前の市町村", _lines("児童手当を受けていた")),
    FieldView("口座", _lines("公金受取口座を使う（本人が選択）")),
    FieldView("添付", (), Chip(Tint.DONE, Icon.CHECK, "要りません")),
    FieldView("個人番号", _lines("書類にあり・画面には出しません")),
)


def page_of(page: PageImage | None) -> tuple[QImage, ...]:
    """The picture of a rendered sheet; nothing where none was rendered."""
    return () if page is None else (QImage.fromData(page.png),)


def deciding(notice: PageImage | None = None) -> DeskView:
    """30: the decision of the child allowance, with the first page of its notice."""
    task = TaskView(
        "YK4M-7R20",
        "YK4M-7R20",
        "受付 0403-017",
        "児童手当 認定請求",
        FIELDS,
        Panel.DECIDE,
        expected=date(2026, 4, 20),
        decide=DecideView(
            "認定番号",
            "2026-0123",
            "令和8年4月",
            "20,000円",
            "4月3日の請求は特例の期限（4月12日）の中。4月分から。10,000円 × 2人。",
        ),
        notice=NoticeRowView(
            "児童手当認定通知書",
            "決定と同時に作って印刷します。郵送と、受付への「完了」の知らせ。",
            "通知書を見る",
            next(iter(page_of(notice)), None),
            "notice",
        ),
        note="却下は、理由と教示を書き、監督者が確かめます。",
        has_papers=True,
    )
    return DeskView("14件・おくれと期限の順", GROUPS, task.key, "", task, primary="認定を通知する")


def paper_came() -> DeskView:
    """A paper that was waited for was brought to the counter a week after the visit."""
    fields = words.fields(
        (
            ("届出人", f"{_WATANABE}\u3000髙志\u3000平成3年11月5日"),
            ("添付", "在園証明書\u3000紙で待ち"),
            ("添付", "所得・課税証明書\u3000照会済・結果待ち"),
            ("個人番号", "書類にあり・画面には出しません"),
        ),
        (
            AwaitedPaper(
                key="C14/在園証明書",
                title="在園証明書",
                at_commit=AttachmentState.ON_PAPER,
                state=AttachmentState.HANDED_IN,
                tasks=("YK4M-7R20 2",),
                by="佐伯",
                counter="窓口2",
                at=NOW.replace(day=10),
            ),
        ),
    )
    view = terms()
    assert view.task is not None
    return replace(view, task=replace(view.task, fields=fields))


_FACILITY_FIELDS: Final = (
    FieldView(
        "子ども",
        _person("湊", "令和4年9月20日", "ワタナベ ミナト・男・子"),
    ),
    FieldView("保護者", _person("髙志", "平成3年11月5日", "電話 090-0000-0000")),
    FieldView("住所", _lines("乙県南郡Y町大字上原1234番地5", "ハイツ髙﨑 203号室")),
    FieldView("園", _lines("若葉幼稚園")),
    FieldView("使い始め", _lines("令和8年4月3日")),
    FieldView("個人番号", _lines("書類にあり・画面には出しません")),
)
_CLASSES: Final = tuple(f"施設等利用給付認定第{number}号" for number in (1, 2, 3))


def terms(notice: PageImage | None = None) -> DeskView:
    """A decision with a class, a period and a content of its own."""
    view = deciding(notice)
    assert view.task is not None
    assert view.task.notice is not None
    task = replace(
        view.task,
        key="YK4M-7R20 2",
        title="施設等利用給付認定",
        fields=_FACILITY_FIELDS,
        decide=DecideView(
            "決定番号",
            "2026-0125",
            asked=TermsAsked(date(2026, 3, 28), "給付の内容", True, _CLASSES),
            terms=Terms(
                date(2026, 4, 3),
                date(2029, 3, 31),
                "若葉幼稚園の保育料と入園料を、法律の定める額まで給付します。",
                _CLASSES[0],
            ),
        ),
        notice=replace(view.task.notice, title="施設等利用給付認定通知書", image_key="facility"),
    )
    return replace(view, selected=task.key, task=task)


def promising(panel: Panel = Panel.PROMISE) -> DeskView:
    """A task that just arrived; with `Panel.RETURN` it is sent back."""
    view = deciding()
    assert view.task is not None
    told = {
        Panel.PROMISE: "受け付けて、決定の予定日を窓口と本人に知らせます。",
        Panel.RETURN: "書類の不足などで受け付けられないときです。却下ではありません。",
    }
    task = replace(
        view.task,
        key="YN2C-8T51",
        link_code="YN2C-8T51",
        reception="受付 0420-006",
        panel=panel,
        told=(told[panel],),
        expected=date(2026, 5, 7),
        decide=None,
        notice=None,
        note="",
        may_return=True,
    )
    primary = "約束する" if panel is Panel.PROMISE else "理由をつけて返す"
    return replace(view, selected=task.key, task=task, primary=primary)


def printed(notice: PageImage | None = None) -> DeskView:
    """A decision that was told; its notice is on paper."""
    view = deciding(notice)
    assert view.task is not None
    assert view.task.notice is not None
    made = replace(
        view.task.notice, words="作りました。郵送してください。受付には知らせてあります。"
    )
    task = replace(
        view.task,
        panel=Panel.TOLD,
        told=("4/20 に認定を知らせました。", "番号：2026-0123", "令和8年4月分から　月額 20,000円"),
        decide=None,
        notice=made,
        note="",
        reprints=True,
    )
    return replace(view, task=task, primary="もう一度印刷する")


def reading(application: PageImage | None = None) -> DeskView:
    """The application over the list."""
    pages = PagesView("p", "児童手当 認定請求書", "8F3KQ7T2-03-1", page_of(application))
    return replace(deciding(), pages=pages)


def looking(notice: PageImage | None = None) -> DeskView:
    """The notice over the list, before it is decided."""
    sheet = page_of(notice)
    pages = PagesView("n", "児童手当 認定通知書", "まだ出していません", sheet, before_deciding=True)
    return replace(deciding(notice), pages=pages)
