"""The household of the story as flat form data, and sets of data made from the key book."""

from datetime import date
from functools import cache

from counter_app.model.facts import FieldValue
from forms.layout_checks import KeyBook
from forms.layout_model import Layout
from forms.layout_source import read_source
from resources.loader import data_file

Data = dict[str, FieldValue]

FAMILY = "渡邉\U000e010f"
_PEOPLE: tuple[tuple[FieldValue, ...], ...] = (
    (f"{FAMILY}　髙志", "ワタナベ　タカシ", date(1991, 11, 5), "male", "世帯主", True, True),
    (f"{FAMILY}　美咲", "ワタナベ　ミサキ", date(1993, 7, 18), "female", "妻", True, True),
    (f"{FAMILY}　葵", "ワタナベ　アオイ", date(2018, 6, 12), "female", "子", True, False),
    (f"{FAMILY}　湊", "ワタナベ　ミナト", date(2022, 9, 20), "male", "子", False, False),
    ("𠮷﨑　シヅ", "ヨシザキ　シヅ", date(1947, 10, 2), "female", "妻の母", False, False),
)
_NOTES = (
    ("取得　新規", "—", "—", "第1号　下4桁 3456", "受給者", "自営"),
    ("取得　新規", "—", "—", "第1号　下4桁 7812", "—", "自営"),
    ("取得　新規", "—", "—", "—", "対象", "—"),
    ("取得　新規", "—", "—", "—", "対象", "—"),
    ("—", "取得　県外から", "第1号　要介護2", "—", "—", "—"),
)
_NOTE_KEYS = ("health", "elderly", "care", "pension", "child_allowance", "occupation")
_PERSON_KEYS = ("name", "kana", "birth", "sex", "relation", "card", "continued_use")


def household() -> Data:
    """Household H2 on 2026-04-03 with what every form of its reception needs."""
    new, building = "乙県南郡Y町大字上原1234番地5", "ハイツ髙﨑　203号室"
    old, old_building = "甲県X市本町三丁目4番5号", "グランドハイツ葛西　1102号室"
    data: Data = {
        "case.reference": "8F3KQ7T2",
        "case.filed_on": date(2026, 4, 3),
        "case.moved_on": date(2026, 3, 28),
        "case.planned_move_out": date(2026, 3, 28),
        "case.kind": "special",
        "case.scope": "whole",
        "case.household_kind": "new",
        "case.code_source": "certificate",
        "case.received_at": "令和8年4月3日（金）10時52分",
        "case.people": "5人（世帯の全員）",
        "town.name": "Y町",
        "town.contact": "Y町 総合窓口　電話 0000-12-3400（平日 8時30分〜17時15分）",
        "town.consent_phone": "0000-12-3400",
        "new.address": new,
        "new.building": building,
        "new.full_address": f"{new}　{building}",
        "new.postcode": "000-1234",
        "new.head": f"{FAMILY}　髙志",
        "old.address": old,
        "old.building": old_building,
        "old.full_address": f"{old}　{old_building}",
        "old.postcode": "000-5678",
        "old.head": f"{FAMILY}　髙志",
        "old.town": "X市",
        "registry.count": 2,
        "registry.1.members": "1〜4の人",
        "registry.1.address": "甲県X市本町三丁目4番",
        "registry.1.head": f"{FAMILY}　髙志",
        "registry.2.members": "5の人",
        "registry.2.address": "丙県Z市大字古里56番地",
        "registry.2.head": "𠮷﨑　又藏",
        "filer.name": f"{FAMILY}　髙志",
        "filer.kana": "ワタナベ　タカシ",
        "filer.role": ("self", "head"),
        "filer.address_same": True,
        "filer.phone": "090-0000-0000",
        "staff.identity": "my_number_card",
        "staff.checks": ("number", "identity"),
        "insurance.acquired_on": date(2026, 3, 28),
        "insurance.reason": "move_in",
        "insurance.head_joins": True,
        "insurance.specified": False,
        "insurance.payment": "slips",
        "claim.has_spouse": True,
        "claim.higher_income": True,
        "claim.all_together": True,
        "claim.before": "received",
        "claim.spouse_address": "same",
        "claimant.occupation_kind": "self_employed",
        "claimant.workplace": f"{FAMILY}工務店",
        "account.public": True,
        "sibling.count": 0,
        "reception.number": "0403-017",
        "reception.addressee": f"{FAMILY}　髙志　様",
        "addressee.postcode": "000-1234",
        "addressee.address": new,
        "addressee.building": building,
        "addressee.name": f"{FAMILY}　髙志　様",
    }
    for place, (person, notes) in enumerate(zip(_PEOPLE, _NOTES, strict=True), 1):
        own: Data = {}
        own |= zip(_PERSON_KEYS, person, strict=True)
        own |= zip(_NOTE_KEYS, notes, strict=True)
        _put(data, f"member.{place}", own)
        if place <= 4:
            _put(data, f"insured.{place}", own)
        if place in (3, 4):
            _put(data, f"child.{place - 2}", own)
        for role, whose in (("head", 1), ("claimant", 1), ("guardian", 1), ("spouse", 2)):
            if whose == place:
                _put(data, role, own)
    data |= {"member.count": 5, "insured.count": 4, "child.count": 2}
    return data


def _put(data: Data, prefix: str, own: dict[str, FieldValue]) -> None:
    data |= {f"{prefix}.{key}": value for key, value in own.items()}


@cache
def key_book() -> KeyBook:
    """The keys every form may use."""
    return KeyBook(read_source(data_file("form_layouts", "_keys.toml")))


def everything(layout: Layout, book: KeyBook, *, text: str, entries: int) -> Data:
    """A value for every key the layout may read: `text` for texts, `entries` in each list."""
    own = book.extended(read_source(data_file("form_layouts", f"{layout.id}.toml")))
    data: Data = {}
    for key, kind in own.kinds.items():
        for n in range(1, entries + 1) if ".N." in key else (0,):
            place = key.replace(".N.", f".{n}.")
            if key.endswith(".count"):
                data[place] = entries
            elif kind == "text":
                data[place] = text
            elif kind == "date":
                data[place] = date(1989, 12, 28)
            elif kind == "flag":
                data[place] = True
            elif kind == "number":
                data[place] = 12
            else:
                data[place] = tuple(own.meanings[key].split(" ")[-1].split("・"))
    for row in (row for block in layout.blocks for row in block.rows):
        boxed = (cell for cell in row.cells if cell.kind == "digits" and cell.value)
        data |= {cell.value: "1" * cell.n for cell in boxed}
    data |= {"case.reference": "8F3KQ7T2", "protected": False}
    return data
