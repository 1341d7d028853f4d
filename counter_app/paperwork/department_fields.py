"""What a department is told of a case: the rows its procedure carries, and nothing else.

The rows are data (`resources/department_fields.toml`): a label and templates naming keys of the
case. A procedure that is not in the table carries the usual rows.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from counter_app.model.attachment import AttachmentState
from counter_app.model.calendar import era_text
from counter_app.model.facts import CaseView
from counter_app.model.people import Member
from counter_app.paperwork.awaited import PAPER_LABEL
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.people_view import person_fields
from counter_app.paperwork.uncertified import told_of_uncertified
from counter_app.paperwork.values import Case
from counter_app.procedures.determination import Determination
from counter_app.procedures.procedure import NumberClass
from resources.loader import data_file

USUAL = "usual"
_KEY = re.compile(r"\{([^}]+)\}")
_LIST = re.compile(r"\{([a-z]+)\.N\.")
_BETWEEN = "・"
_OTHERWISE = "|"
_DASH = "—"
_OF_ONE_PERSON = (
    "subject.",
    "guardian.relation",
    "care.",
    "elderly.",
    "pension.",
    "school.",
    "facility.",
    "pregnancy.",
)
"""Keys that the view of one person has; their rows are said of each person of the procedure."""

_PAPER_WORDS = {AttachmentState.ON_PAPER: "紙で待ち"}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One row of a department's view: label, a template for each line, words when none is known."""

    label: str
    lines: tuple[str, ...]
    otherwise: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(_KEY.findall("".join(self.lines)))

    @property
    def list_name(self) -> str:
        """The list the row goes through (`child`), "" when it stands once."""
        found = _LIST.search(self.lines[0])
        return found.group(1) if found is not None else ""

    @property
    def names_somebody(self) -> bool:
        return any(key.endswith(".name") for key in self.keys)

    @property
    def of_one_person(self) -> bool:
        return any(key.startswith(_OF_ONE_PERSON) for key in self.keys)


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The whole table: rows of each procedure, words of choices and flags, keys of its own."""

    rows: Mapping[str, tuple[FieldRow, ...]]
    words: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, str]

    def rows_of(self, procedure_id: str) -> tuple[FieldRow, ...]:
        return self.rows.get(procedure_id, self.rows[USUAL])

    def words_of(self, key: str) -> Mapping[str, str] | None:
        """Words of a choice or flag, by the whole key (places in lists as N) or its last part."""
        whole = re.sub(r"\.\d+\.", ".N.", key)
        return self.words.get(whole) or self.words.get(key.rpartition(".")[2])


@cache
def field_table() -> FieldTable:
    """The product's own table."""
    source = tomllib.loads(data_file("department_fields.toml").read_text(encoding="utf-8"))
    rows = {
        procedure: tuple(_row(label, template) for label, template in table.items())
        for procedure, table in source["fields"].items()
    }
    return FieldTable(rows, source["words"], source["keys"])


def _row(label: str, template: str | list[str]) -> FieldRow:
    lines = [template] if isinstance(template, str) else template
    last, _, otherwise = lines[-1].partition(_OTHERWISE)
    return FieldRow(label, (*lines[:-1], last), otherwise)


class CaseViews:
    """The views of one case, of the household and of each person, each made once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._views: dict[str, CaseView] = {}

    def of(self, member_id: str, applicant: Member) -> CaseView:
        """The view of a person ("": of the household) for somebody who applies."""
        if member_id not in self._views:
            self._views[member_id] = self._made(member_id)
        person = person_fields(self.case, applicant)
        applying = {f"applicant.{key}": value for key, value in person.items()}
        return {**self._views[member_id], **applying}

    def _made(self, member_id: str) -> CaseView:
        if not member_id:
            return case_view(self.case)
        member = self.case.household.member(member_id)
        return case_view(self.case, member)


def department_fields(
    views: CaseViews, determination: Determination, sheets: tuple[str, ...]
) -> tuple[Pair, ...]:
    """Label and text of every row, in order; a label stands once for each of its lines.

    Of a protected household no row tells a name, an address or anything else that was written:
    they stand on the sheets alone, and who opens those is recorded.
    """
    hidden = views.case.reception.protected
    fields: list[Pair] = []
    if hidden:
        fields.append(("支援措置", "あり・氏名と住所は画面に出しません"))
        where = (
            "申請書で見ます（見た人を記録します）"
            if sheets
            else "Alt V で見ます（見た人を記録します）"
        )
        fields.append(("氏名・住所", where))
    fields += _rows(views, determination, hidden=hidden)
    fields += told_of_uncertified(views.case.household, determination.members, hidden=hidden)
    fields += _papers(determination)
    if determination.procedure.number is not NumberClass.NEVER:
        fields.append(("個人番号", "書類にあり・画面には出しません"))
    return tuple(fields)


def _papers(determination: Determination) -> list[Pair]:
    """Each paper with how it stood when the task was sent; what no law asks for is left out."""
    needed = [a for a in determination.attachments if a.state is not AttachmentState.NOT_NEEDED]
    said = [
        (PAPER_LABEL, f"{a.title}\u3000{_PAPER_WORDS.get(a.state, a.state.label)}") for a in needed
    ]
    return said or [(PAPER_LABEL, "要りません")]


def _rows(views: CaseViews, determination: Determination, *, hidden: bool) -> Iterator[Pair]:
    table, case = field_table(), views.case
    applicants = determination.applicants
    applicant = case.household.member(applicants[0]) if applicants else case.filer
    people = determination.members or (case.filer.id,)
    rows = table.rows_of(determination.procedure.id)
    if hidden:
        rows = tuple(row for row in rows if not row.names_somebody)
    for of_one, block in groupby(rows, key=lambda row: row.of_one_person):
        together = tuple(block)
        for member_id in people if of_one else ("",):
            words = _Words(table, views.of(member_id, applicant), hidden=hidden)
            for row in together:
                yield from _said(row, words)


@dataclass(frozen=True, slots=True)
class _Words:
    """Says keys of one view. Hidden are texts: dates, choices and flags tell nobody's name."""

    table: FieldTable
    view: CaseView
    hidden: bool

    def line(self, template: str) -> str:
        """The template with its values; a part between 「・」 that is not known is left out."""
        parts = (self._part(part) for part in template.split(_BETWEEN))
        return _BETWEEN.join(part for part in parts if part)

    def _part(self, part: str) -> str:
        said = {key: self._value(key) for key in _KEY.findall(part)}
        if not all(said.values()):
            return ""
        return _KEY.sub(lambda found: said[found.group(1)], part)

    def _value(self, key: str) -> str:
        value = self.view.get(key)
        if value is None or value == _DASH:
            return ""
        words = self.table.words_of(key)
        if words is not None:
            chosen = value if isinstance(value, tuple) else (value,)
            return _BETWEEN.join(filter(None, (words[_code(choice)] for choice in chosen)))
        if isinstance(value, date):
            return era_text(value)
        return "" if self.hidden else str(value)


def _code(choice: str | bool | int | date) -> str:
    """How the table writes a choice or a flag."""
    return str(choice).lower() if isinstance(choice, bool) else str(choice)


def _said(row: FieldRow, words: _Words) -> Iterator[Pair]:
    lines: list[str] = []
    for at in _places(row, words.view):
        lines += [words.line(at(template)) for template in row.lines]
    known = [line for line in lines if line]
    if not known and row.otherwise and not words.hidden:
        known.append(row.otherwise)
    for line in known:
        yield row.label, line


def _places(row: FieldRow, view: CaseView) -> Iterator[Callable[[str], str]]:
    """A template for each place in the row's list, or as it is."""
    if not row.list_name:
        yield lambda template: template
        return
    count = view.get(f"{row.list_name}.count", 0)
    assert isinstance(count, int)
    for place in range(1, count + 1):
        yield lambda template, place=place: template.replace(".N.", f".{place}.")  # type: ignore[misc]
