"""The household in words (03): members with their sources, what to confirm, the person beside."""

from datetime import date

from counter_app.model.by_hand import ABROAD
from counter_app.model.calendar import age_on, era_text, weekday_name, year_age
from counter_app.model.household_shape import HouseholdShape
from counter_app.model.names import KanaStatus, base_text, characters
from counter_app.model.people import Arrival, HealthInsurance, Household, Member, MoveKind
from counter_app.model.people import Source as FactSource
from counter_app.model.reception import CardRecord, Reception
from counter_app.paperwork.uncertified import MISSING_PAPERS
from resources.mj_characters import has_shape, mj_number, similar_sequences
from ui.staff.frame_views import ProblemView, text
from ui.staff.household_views import (
    CheckKind,
    CheckView,
    GlyphView,
    HouseholdView,
    MemberEditView,
    MemberRowView,
    OriginView,
    PersonView,
    ShapeView,
    SimilarGlyphView,
    SourcedView,
    SummaryView,
)
from ui.staff.words.common import source_tag
from ui.widgets.source import Source
from ui.widgets.words import Run

_HEALTH = {
    HealthInsurance.NATIONAL: "国保",
    HealthInsurance.EMPLOYEE: "社保",
    HealthInsurance.EMPLOYEE_DEPENDANT: "社保 扶養",
    HealthInsurance.GUILD: "国保組合",
    HealthInsurance.ELDERLY: "後期",
    HealthInsurance.WELFARE: "生保",
    HealthInsurance.NONE: "—",
}
_KANA = {
    KanaStatus.FILED: "振り仮名 届出済み",
    KanaStatus.EX_OFFICIO: "振り仮名 職権で記載",
    KanaStatus.PROVISIONAL: "振り仮名 仮",
}
_SENT = "転出証明書情報とカードの内容です。違うところだけ直します。"
_TYPED = "書類と本人から手で入れた内容です。ほかの人も加えます。"
_NEEDED_CHECK = {
    Arrival.WITHOUT_CERTIFICATE: "さんは転出証明書情報に載っていません。"
    "その人の転出証明書を見せてもらってください。",
    Arrival.NEWBORN: "さんの住民票は出生届で記載します。出生届が出ているか確かめてください。",
    Arrival.FROM_ABROAD: "さんは国外からです。旅券で氏名・生年月日と、入国の日を確かめてください。",
}
_FIELDS = {"kana": "振り仮名", "sex": "性別", "relation": "続柄"}
_ORIGINS = {
    FactSource.JUKI: "転出元から",
    FactSource.CARD: "カードから",
    FactSource.ANNOUNCED: "予約から",
    FactSource.ASKED: "聞き取り",
    FactSource.PAPER: "書類から",
}


def household_view(
    reception: Reception,
    household: Household,
    selected: str,
    *,
    edit: MemberEditView | None = None,
    shape: ShapeView | None = None,
    problem: ProblemView | None = None,
) -> HouseholdView:
    """Step 2 for a reception; `selected` is a member's id."""
    person = next((m for m in household.members if m.id == selected), household.members[0])
    return HouseholdView(
        _sums(household),
        tuple(
            _row(reception, member, number)
            for number, member in enumerate(household.members, start=1)
        ),
        person.id,
        _person(reception, household, person),
        checks(household),
        edit,
        shape,
        missing=_missing(household),
        can_go_on=not _missing(household),
        sub=_TYPED if household.by_hand else _SENT,
        problem=problem,
    )


def _missing(household: Household) -> str:
    if household.lacks_head:
        return "世帯主がいません"
    return "入る世帯の世帯主の名前がまだです（Alt K）" if household.lacks_existing_head else ""


def arrivals_of(household: Household) -> tuple[Arrival, ...]:
    """Why a person may be added: where nobody sent the household, as its papers say."""
    if not household.by_hand:
        return (Arrival.WITHOUT_CERTIFICATE, Arrival.NEWBORN)
    abroad = household.kind is MoveKind.FROM_ABROAD
    return (Arrival.FROM_ABROAD if abroad else Arrival.ON_PAPER, Arrival.NEWBORN)


def shape_view(household: Household) -> ShapeView:
    """The household's shape to be said anew."""
    sent = (MoveKind.SPECIAL, MoveKind.CERTIFICATE)
    typed = (MoveKind.CERTIFICATE, MoveKind.FROM_ABROAD)
    return ShapeView(
        HouseholdShape.of(household),
        tuple((m.id, m.name.given) for m in household.members),
        typed if household.by_hand else sent,
    )


def checks(household: Household) -> tuple[CheckView, ...]:
    """What is still to be confirmed with the persons (確かめること), what can be settled first."""
    first = household.members[0].id
    words = text("世帯主がいません。世帯主になる人の続柄を直してください。")
    heads = (CheckView(first, words, CheckKind.HEAD),) if household.lacks_head else ()
    unsure = [m for m in household.members if m.name.kana_status is KanaStatus.PROVISIONAL]
    unseen = [m for m in household.members if m.unconfirmed]
    shapeless = [m for m in household.members if _without_shape(m)]
    return (*heads, *map(_reading, unsure), *map(_paper, unseen), *map(_shapeless, shapeless))


def _without_shape(member: Member) -> tuple[str, ...]:
    return tuple(c for c in characters(member.name.text) if not has_shape(c))


def _shapeless(member: Member) -> CheckView:
    """A name that cannot be drawn true: it is shown with a mark, and no form is printed of it."""
    codes = "・".join(
        "+".join(f"U+{ord(code):04X}" for code in character) for character in _without_shape(member)
    )
    words = text(
        Run(member.name.shown, name=True),
        f"さんの氏名に、この書体にない字形があります（{codes}）。点線の字は代わりの形です。"
        "書類は印刷できません。登録した字を確かめ、「直す」で直してください。",
    )
    return CheckView(member.id, words, CheckKind.SHAPE)


def _sums(household: Household) -> tuple[SummaryView, ...]:
    new, old = household.new_address, household.old_address
    same = household.moved_on == household.planned_move_out
    abroad = household.kind is MoveKind.FROM_ABROAD
    before = old.line.removeprefix(ABROAD)
    told = Source.HEARD if household.by_hand else Source.NOTICE
    planned = f"転出予定日 {household.planned_move_out.month}/{household.planned_move_out.day}"
    day = "国外から" if abroad else "転出予定日も同じ日" if same else planned
    return (
        SummaryView("新しい住所", SourcedView(_without_county(new.line), told), new.building),
        SummaryView("前の住所", SourcedView(before, _origin(household)), old.building),
        SummaryView(
            "住み始めた日",
            SourcedView(era_text(household.moved_on), told),
            f"{household.moved_on.isoformat()}（{weekday_name(household.moved_on)}）",
            figures=True,
        ),
        SummaryView(
            "世帯の移り方",
            SourcedView(_shape(household), _asked_shape(household)),
            "　".join(filter(None, (_joined(household), day))),
        ),
    )


def _origin(household: Household) -> Source:
    """Where the old address and the shape came from; nobody sent what is typed."""
    return Source.HEARD if household.by_hand else Source.JUKI_NET


def _asked_shape(household: Household) -> Source:
    """The old town tells who moves; which household here they form, they say themselves."""
    asked = household.joins_existing or household.separate or household.returning
    return Source.HEARD if asked else _origin(household)


def _shape(household: Household) -> str:
    place = (
        "今ある世帯に入る"
        if household.joins_existing
        else "同じ住所の別世帯"
        if household.separate
        else "新しい世帯"
    )
    return f"{'全員' if household.whole else '一部'}・{place}"


def _joined(household: Household) -> str:
    """The head of the household they join, and that they lived here before."""
    head = household.joined_head
    changes = household.joins_existing and not household.under_another
    return "　".join(
        filter(
            None,
            (
                f"世帯主 {base_text(head.shown)}" if head is not None else "",
                "世帯主が変わる" if changes else "",
                "再転入" if household.returning else "",
            ),
        )
    )


def _without_county(line: str) -> str:
    """The town's own address from its name on: everyone here knows the prefecture."""
    return line.split("郡", 1)[-1]


def _row(reception: Reception, member: Member, number: int) -> MemberRowView:
    on = reception.filed_on
    read = {card.member_id for card in reception.cards}
    held = "まだ" if member.card.held else "カードなし"
    card = "読取り済み" if member.id in read else held
    return MemberRowView(
        member.id,
        number,
        member.name.shown,
        member.name.kana.replace("\u3000", " "),
        SourcedView(member.relation, _tag(member, "relation")),
        SourcedView(era_text(member.birth), _tag(member, "birth")),
        f"{member.birth.isoformat()}・{age_on(member.birth, on)}歳",
        _facts(member, on),
        card,
        "確認済" if member.id in read else "未確認",
        name_source=_tag(member, "name"),
        has_card=member.card.held,
        provisional=member.name.kana_status is KanaStatus.PROVISIONAL,
        needed=MISSING_PAPERS[member.arrival] if member.unconfirmed else "",
    )


def _tag(member: Member, field: str) -> Source:
    return source_tag(member.source(field))


def _facts(member: Member, on: date) -> tuple[SourcedView, ...]:
    facts = []
    if member.unconfirmed:
        facts.append(SourcedView(f"要 {MISSING_PAPERS[member.arrival]}"))
    if member.health is not HealthInsurance.NONE:
        facts.append(SourcedView(_HEALTH[member.health], Source.JUKI_NET))
    if member.pension is not None:
        facts.append(SourcedView(f"年金{member.pension.kind}号", Source.JUKI_NET))
    if member.child_allowance_recipient:
        facts.append(SourcedView("児手受給", Source.JUKI_NET))
    if member.care is not None and member.care.insured:
        facts.append(SourcedView("介護1号", Source.JUKI_NET))
    grade = year_age(member.birth, on) - 6
    if 1 <= grade <= 9:
        words = f"小{grade}" if grade <= 6 else f"中{grade - 6}"
        facts.append(SourcedView(words, _tag(member, "birth")))
    return tuple(facts)


def _paper(member: Member) -> CheckView:
    words = text(Run(member.name.shown, name=True), _NEEDED_CHECK[member.arrival])
    return CheckView(member.id, words, CheckKind.PAPER)


def _reading(member: Member) -> CheckView:
    return CheckView(
        member.id,
        text(
            Run(member.name.shown, name=True),
            "さんの振り仮名は仮のものです。「",
            member.name.kana.replace("\u3000", " "),
            "」でよいか、本人に確かめてください。",
        ),
    )


def _person(reception: Reception, household: Household, member: Member) -> PersonView:
    read = next((c for c in reception.cards if c.member_id == member.id), None)
    sent = member.arrival in (Arrival.TRANSFER, Arrival.ON_PAPER)
    origins = [
        OriginView(
            "氏名・生年月日",
            _sources(member, "name", "birth", card=read is not None),
            "一致" if read and sent else _ORIGINS[member.source("name")],
            agrees=True if read and sent else None,
        ),
    ]
    if sent:
        origins.append(
            OriginView(
                "住所（前の町）",
                (_origin(household), *((Source.CARD,) if read is not None else ())),
                _address_words(household, read),
                agrees=None if read is None else read.agrees,
            )
        )
    else:
        words = "見ました" if member.paper_seen else "まだ"
        origins.append(
            OriginView(MISSING_PAPERS[member.arrival], (), words, agrees=member.paper_seen)
        )
    if member.register is not None:
        place = member.register.address
        origins.append(OriginView("本籍・筆頭者", (_tag(member, "register"),), place))
    if member.foreign is not None:
        tags = (_tag(member, "nationality"),)
        origins.append(OriginView("国籍・地域", tags, member.foreign.nationality))
        status = (_tag(member, "residence_status"),)
        origins.append(OriginView("在留資格", status, member.foreign.status))
    for field, source in member.sources:
        if field in _FIELDS:
            origins.append(OriginView(_FIELDS[field], (source_tag(source),), _ORIGINS[source]))
    if read is not None:
        origins.append(OriginView("個人番号", (Source.CARD,), "確認済"))
    outside = base_text(member.name.shown)
    replaced = outside != member.name.shown
    return PersonView(
        member.id,
        member.name.shown,
        member.name.kana.replace("\u3000", " "),
        "振り仮名 聞き取り" if member.unconfirmed else _KANA[member.name.kana_status],
        _tag(member, "kana"),
        _glyph(member.name.text),
        f"{outside}（代替文字あり）" if replaced else outside,
        member.name.kana.replace("\u3000", " "),
        tuple(origins),
    )


def _address_words(household: Household, read: CardRecord | None) -> str:
    if read is None and household.by_hand:
        return "書類から"
    return "一致" if read is None or read.agrees else "カードと違う"


def _sources(member: Member, *fields: str, card: bool) -> tuple[Source, ...]:
    """The tags of fields that stand together, each once; the card's last."""
    tags = [_tag(member, field) for field in fields] + ([Source.CARD] if card else [])
    return tuple(dict.fromkeys(tags))


def _glyph(name: str) -> GlyphView | None:
    """The first character with a selector, or beyond the common plane: it deserves a look."""
    special = next((c for c in characters(name) if len(c) > 1 or ord(c[0]) > 0xFFFF), None)
    if special is None:
        return None
    points = " ".join(
        f"U+{ord(c):04X}" if place == 0 else f"{ord(c):04X}" for place, c in enumerate(special)
    )
    alike = similar_sequences(special)
    return GlyphView(
        special,
        mj_number(special),
        points,
        bool(alike),
        tuple(SimilarGlyphView(character, code) for character, code in alike[:4]),
    )
