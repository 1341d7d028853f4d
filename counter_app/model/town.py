"""The town this counter stands in (町の設定): departments, organisations, closed days, limits."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

import msgspec

from counter_app.failures import CounterError, FailureCode
from counter_app.model.calendar import ClosedSpan, MonthDay, OfficeCalendar
from counter_app.model.staff import BY_NAME, Staff, StaffMember, StaffRole
from counter_app.model.written_toml import how_miswritten, misfit, written_text
from resources.loader import data_file


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the town (担当課)."""

    id: str  # "dept.residents"
    name: str  # 町民課
    phone: str
    floor: str
    window: str = ""
    head: str = ""  # title of the one who signs its notices
    system: bool = True  # it works with a screen of this product; else it is handed paper (引継票)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation outside the town (担当組織) that the hub reaches."""

    id: str  # party id, "power.aoba"
    kind: str  # "electricity", "gas", "water", "vehicle"
    name: str
    phone: str = ""
    lead_days: int = 0  # open days it needs before a start
    open_days_only: bool = True  # it begins on the town's open days alone
    furthest_days: int = 31  # days ahead it takes a wish for
    slots: tuple[str, ...] = ()  # spans of a day it offers: "09-11"
    chosen_by_default: bool = True


@dataclass(frozen=True, slots=True)
class Court:
    """The summary court that hears of a late filing (簡易裁判所, 住基法52条2項・53条)."""

    name: str  # 乙簡易裁判所
    postcode: str
    address: str


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that differs from town to town. Loaded from `resources/town/<id>.toml`."""

    id: str  # party id, "town.y"
    name: str  # Y町
    prefecture: str
    district: str  # 南郡
    code: str  # 全国地方公共団体コード, six digits
    mayor_title: str
    mayor: str
    postcode: str
    address: str
    phone: str
    departments: tuple[Department, ...]
    organisations: tuple[Organisation, ...]
    office: OfficeCalendar
    child_medical_year_age: int  # 子ども医療費: up to fy_end of this age
    child_medical_days: int
    moped_days: int
    water_by_authority: bool  # 企業団, not the town itself
    care_enrolment_form: bool  # whether a form of its own exists for B15
    disaster_radio: bool
    dog_chip_parties: tuple[str, ...]  # towns in the 狂犬病予防法の特例 (chip data by the ministry)
    nursery_cut_off_day: int
    schools: tuple[str, ...] = ()
    witness_for_clerk_writing: bool = True  # 代筆: a clerk needs a second officer
    staff: Staff = BY_NAME
    court: Court | None = None  # None: whom a late filing is told is left to the pen

    @property
    def place(self) -> str:
        """Prefecture, district and name, as addresses and 本籍 begin: 乙県南郡Y町."""
        return f"{self.prefecture}{self.district}{self.name}"

    @property
    def place_in_short(self) -> str:
        """The same without the district, as a 本籍 may be written."""
        return f"{self.prefecture}{self.name}"

    def department(self, department_id: str) -> Department:
        """Raises KeyError."""
        for department in self.departments:
            if department.id == department_id:
                return department
        raise KeyError(department_id)

    def organisation(self, party_id: str) -> Organisation:
        """Raises KeyError."""
        for organisation in self.organisations:
            if organisation.id == party_id:
                return organisation
        raise KeyError(party_id)

    def organisations_for(self, kind: str) -> tuple[Organisation, ...]:
        """Those of a kind, the town's usual one first."""
        return tuple(
            sorted(
                (o for o in self.organisations if o.kind == kind),
                key=lambda o: not o.chosen_by_default,
            )
        )

    def executor_name(self, executor: str) -> str:
        """What to call a department or organisation by its id; the id itself when unknown."""
        names = {d.id: d.name for d in self.departments}
        names |= {o.id: o.name for o in self.organisations}
        return names.get(executor, executor)


class _Closed(msgspec.Struct, forbid_unknown_fields=True):
    weekdays: tuple[int, ...] = (5, 6)
    spans: tuple[tuple[str, str], ...] = ()
    days: tuple[date, ...] = ()


class _Member(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    roles: tuple[StaffRole, ...]


class _TownValueError(ValueError):
    """A value no town has; `words` is Japanese, `path` is where it stands: `department[2].id`."""

    def __init__(self, words: str, path: str) -> None:
        super().__init__(f"{words} - at `$.{path}`")
        self.words = words


class _Staff(msgspec.Struct, forbid_unknown_fields=True):
    card_for_decisions: bool = False
    stopped_cards: tuple[str, ...] = ()
    member: tuple[_Member, ...] = ()

    def checked(self) -> Staff:
        """Raises _TownValueError when two cannot be told apart, or nobody could decide."""
        for what, values in (
            ("職員番号", [member.id for member in self.member]),
            ("職員の名前", [member.name for member in self.member]),
        ):
            twice = next((value for value, count in Counter(values).items() if count > 1), None)
            if twice is not None:
                raise _TownValueError(f"{what}「{twice}」が2人にあります。", "staff")
        roles = {role for member in self.member for role in member.roles}
        if self.card_for_decisions and StaffRole.SUPERVISOR not in roles:
            raise _TownValueError("職員カードで決める町に、監督者がいません。", "staff")
        return Staff(
            self.card_for_decisions,
            tuple(StaffMember(m.id, m.name, m.roles) for m in self.member),
            tuple(serial.upper() for serial in self.stopped_cards),
        )


class _TownFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The file as written; field for field a `Town`, but for the closed days."""

    id: str
    name: str
    prefecture: str
    district: str
    code: str
    mayor_title: str
    mayor: str
    postcode: str
    address: str
    phone: str
    child_medical_year_age: int
    child_medical_days: int
    moped_days: int
    water_by_authority: bool
    care_enrolment_form: bool
    disaster_radio: bool
    dog_chip_parties: tuple[str, ...]
    nursery_cut_off_day: int
    schools: tuple[str, ...] = ()
    witness_for_clerk_writing: bool = True
    staff: _Staff = msgspec.field(default_factory=_Staff)
    court: Court | None = None
    closed: _Closed
    department: tuple[Department, ...]
    organisation: tuple[Organisation, ...]
    # what the town changes in the catalogue is read there (counter_app.procedures.town_changes)
    catalogue: object = None
    override: object = None
    procedure: object = None
    wish: object = None


def _refuse_unknown(written: dict[str, object], table: str, kind: type) -> None:
    """A misspelt key of a department must not be lost; a dataclass takes any. Raises ValueError."""
    found = written.get(table, [])
    entries = found if isinstance(found, list) else [found]
    known = {field.name for field in fields(kind)}
    for place, entry in enumerate(entries):
        for key in entry:
            if key not in known:
                where = table if entries is not found else f"{table}[{place}]"
                raise ValueError(f"unknown field `{key}` - at `$.{where}`")


_PLACE = re.compile(r"at line (\d+), column (\d+)")


_LIMITS = {
    "child_medical_year_age": (0, 24),
    "child_medical_days": (1, 365),
    "moped_days": (1, 365),
    "nursery_cut_off_day": (1, 31),
}


_MOST_CLOSED_WEEKDAYS = 3
_MOST_CLOSED_DAYS = 31
"""More in a year, beside weekends and holidays, is a slip: no deadline would find an open day."""


def _refuse_impossible(raw: _TownFile) -> None:
    """What no town has is a slip of the finger. Raises _TownValueError."""
    for name, (least, most) in _LIMITS.items():
        if not least <= getattr(raw, name) <= most:
            raise _TownValueError(f"「{name}」は {least} から {most} までの数です。", name)
    if not re.fullmatch("[0-9]{6}", raw.code):
        raise _TownValueError("「code」は全国地方公共団体コード（6桁の数字）です。", "code")
    if not set(raw.closed.weekdays) <= set(range(7)):
        words = "「weekdays」は 0（月）から 6（日）までの数の並びです。"
        raise _TownValueError(words, "closed.weekdays")
    if len(set(raw.closed.weekdays)) > _MOST_CLOSED_WEEKDAYS:
        words = "「weekdays」には、開く曜日ではなく閉まる曜日を書きます。"
        raise _TownValueError(words, "closed.weekdays")
    for table in ("department", "organisation"):
        ids = [one.id for one in getattr(raw, table)]
        for place, one in enumerate(ids):
            if one in ids[:place]:
                words = f"{table} の id「{one}」が二度あります。"
                raise _TownValueError(words, f"{table}[{place}].id")


def _spans(closed: _Closed) -> tuple[ClosedSpan, ...]:
    """Raises _TownValueError."""
    try:
        spans = tuple(ClosedSpan(MonthDay.parse(a), MonthDay.parse(b)) for a, b in closed.spans)
    except ValueError as error:
        words = '「spans」は ["12-29", "01-03"] のように、ある月日の組で書きます。'
        raise _TownValueError(words, "closed.spans") from error
    days = (date(2024, 1, 1) + timedelta(number) for number in range(366))
    if sum(any(span.covers(day) for span in spans) for day in days) > _MOST_CLOSED_DAYS:
        words = "「spans」の休みが長すぎます。閉まる初めの日、終わりの日の順に書きます。"
        raise _TownValueError(words, "closed.spans")
    return spans


def _in_japanese(error: OSError | ValueError, written: str) -> str:
    """What is wrong with the file, and where as far as its reader says it."""
    if isinstance(error, _TownValueError):
        return error.words
    if unfit := misfit(error):
        return unfit
    if isinstance(error, tomllib.TOMLDecodeError):
        found = _PLACE.search(str(error))
        where = f"{found[1]}行{found[2]}桁の" if found else ""
        return f"{where}{how_miswritten(error, written)}。"
    if isinstance(error, OSError | UnicodeDecodeError):
        return f"{how_miswritten(error, written)}。"
    return f"日付や値の形が違います（{error}）。"


def load_town(path: Path | None = None) -> Town:
    """Read a town's file (default: the sandbox town Y町). Raises CounterError TOWN_FILE_INVALID."""
    source = path or data_file("town", "y.toml")
    text = ""
    try:
        text = written_text(source)
        written = tomllib.loads(text)
        raw = msgspec.convert(written, _TownFile)
        _refuse_unknown(written, "department", Department)
        _refuse_unknown(written, "organisation", Organisation)
        _refuse_unknown(written, "court", Court)
        _refuse_impossible(raw)
        spans = _spans(raw.closed)
        staff = raw.staff.checked()
    except (OSError, ValueError) as error:  # both TOML's and msgspec's errors are ValueErrors
        detail = f"{source.name}：{_in_japanese(error, text)}"
        raise CounterError(FailureCode.TOWN_FILE_INVALID, detail) from error
    office = OfficeCalendar(raw.closed.weekdays, spans, raw.closed.days)
    same = {
        name: getattr(raw, name)
        for name in raw.__struct_fields__
        if name in Town.__slots__
        and name not in {"departments", "organisations", "office", "staff"}
    }
    return Town(
        **same,
        departments=raw.department,
        organisations=raw.organisation,
        office=office,
        staff=staff,
    )
