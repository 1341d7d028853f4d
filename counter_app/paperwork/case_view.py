"""The case as forms see it: one flat set of dotted keys, the same for every form.

The keys are declared in `resources/form_layouts/_keys.toml`. A layout binds to them, so a new form
needs no code here.
"""

from counter_app.model.calendar import ONE_DAY, era_text, weekday_name, year_age
from counter_app.model.facts import FieldValue
from counter_app.model.people import Household, Member, MoveKind
from counter_app.model.reception import Reception
from counter_app.paperwork.people_view import is_child_of_allowance, person_fields, spouse_of
from counter_app.paperwork.values import Case
from counter_app.procedures.procedure import OutcomeKind

_KINDS = {
    MoveKind.SPECIAL: "special",
    MoveKind.CERTIFICATE: "move_in",
    MoveKind.FROM_ABROAD: "from_abroad",
}
_IDENTITY = {
    "individual_number_card": "my_number_card",
    "driving_licence": "driving_licence",
    "passport": "passport",
    "residence_card": "residence_card",
}


def case_view(case: Case, subject: Member | None = None) -> dict[str, FieldValue]:
    """Everything a form of this case may show. `subject` is the person a sheet is about."""
    view: dict[str, FieldValue] = {}
    _case(case, view)
    _town(case, view)
    _addresses(case.household, view)
    _registers(case.household, view)
    _people(case, view)
    _staff(case.reception, view)
    _claim(case, view)
    _insurance(case, view)
    _consent(case, view)
    if subject is not None:
        _put(view, "subject", person_fields(case, subject))
        _subject(case, subject, view)
    _things(case, view)
    view["protected"] = case.reception.protected
    return view


def _put(view: dict[str, FieldValue], prefix: str, fields: dict[str, FieldValue]) -> None:
    view.update({f"{prefix}.{key}": value for key, value in fields.items()})


def _case(case: Case, view: dict[str, FieldValue]) -> None:
    household = case.household
    view["case.reference"] = case.reception.reference
    view["case.filed_on"] = case.reception.filed_on
    view["case.moved_on"] = household.moved_on
    view["case.planned_move_out"] = household.planned_move_out
    view["case.kind"] = _KINDS[household.kind]
    view["case.scope"] = "whole" if household.whole else "partial"
    view["case.household_kind"] = "existing" if household.joins_existing else "new"
    view["case.code_source"] = "certificate"
    scope = "世帯の全員" if household.whole else "世帯の一部"
    view["case.people"] = f"{len(household.members)}人（{scope}）"


def _town(case: Case, view: dict[str, FieldValue]) -> None:
    town = case.town
    view["town.name"] = town.name
    view["town.full_name"] = f"{town.prefecture}{town.district}{town.name}"
    view["town.mayor"] = town.mayor
    view["town.contact"] = f"{town.name}　総合窓口　電話 {town.phone}（平日 8時30分〜17時15分）"
    view["town.consent_phone"] = town.phone


def _addresses(household: Household, view: dict[str, FieldValue]) -> None:
    for side, address in (("new", household.new_address), ("old", household.old_address)):
        view[f"{side}.address"] = address.line
        view[f"{side}.building"] = address.building
        view[f"{side}.postcode"] = address.postcode
        view[f"{side}.full_address"] = f"{address.line}　{address.building}".rstrip("\u3000")
    view["new.head"] = household.head.name.text
    view["old.head"] = household.old_head
    view["old.town"] = household.old_address.municipality


def _registers(household: Household, view: dict[str, FieldValue]) -> None:
    places: dict[tuple[str, str], list[int]] = {}
    for number, member in enumerate(household.members, start=1):
        if member.register is not None:
            key = (member.register.address, member.register.head)
            places.setdefault(key, []).append(number)
    view["registry.count"] = len(places)
    for index, ((address, head), numbers) in enumerate(places.items(), start=1):
        view[f"registry.{index}.members"] = f"{_ranges(numbers)}の人"
        view[f"registry.{index}.address"] = address
        view[f"registry.{index}.head"] = head


def _ranges(numbers: list[int]) -> str:
    """「1〜4」, 「1・3」: rows of the member table."""
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}〜{numbers[-1]}"
    return "・".join(str(n) for n in numbers)


def _people(case: Case, view: dict[str, FieldValue]) -> None:
    household = case.household
    lists: dict[str, list[Member]] = {
        "member": list(household.members),
        "insured": _concerned(case, "B1"),
        "child": [m for m in household.members if is_child_of_allowance(case, m)],
        "card": _concerned(case, "A4"),
    }
    for name, members in lists.items():
        view[f"{name}.count"] = len(members)
        for index, member in enumerate(members, start=1):
            _put(view, f"{name}.{index}", person_fields(case, member))
    view["sibling.count"] = 0
    _put(view, "head", person_fields(case, household.head))
    _put(view, "filer", person_fields(case, case.filer))
    _put(view, "user", person_fields(case, case.filer))
    view["filer.address_same"] = True
    roles = ["self"] + (["head"] if case.filer.is_head else ["household"])
    view["filer.role"] = tuple(roles)
    claimant = _claimant(case)
    _put(view, "claimant", person_fields(case, claimant))
    _put(view, "guardian", person_fields(case, claimant))
    spouse = spouse_of(case, claimant)
    if spouse is not None:
        _put(view, "spouse", person_fields(case, spouse))


def _claimant(case: Case) -> Member:
    """The parent with the higher income (児童手当法4条), the filer until that is known."""
    claimed = case.determination("C1")
    if claimed is not None and claimed.applicants:
        return case.household.member(claimed.applicants[0])
    chosen = case.says("claimant")
    return case.household.member(chosen) if chosen else case.filer


def _concerned(case: Case, procedure_id: str) -> list[Member]:
    found = case.determination(procedure_id)
    if found is None or found.outcome is not OutcomeKind.APPLIES:
        return []
    return [case.household.member(m) for m in found.members]


def _staff(reception: Reception, view: dict[str, FieldValue]) -> None:
    if reception.identity is not None:
        kinds = [_IDENTITY.get(d, "other") for d in reception.identity.documents]
        view["staff.identity"] = tuple(dict.fromkeys(kinds))
        view["staff.checks"] = ("number", "identity")


def _claim(case: Case, view: dict[str, FieldValue]) -> None:
    claimant = _claimant(case)
    view["claim.has_spouse"] = spouse_of(case, claimant) is not None
    view["claim.higher_income"] = True
    if claimant.child_allowance_recipient:
        view["claim.before"] = "received"
    view["claim.spouse_address"] = "same"
    view["claim.all_together"] = case.answer("children_elsewhere") is not True
    view["account.public"] = True


def _insurance(case: Case, view: dict[str, FieldValue]) -> None:
    view["insurance.acquired_on"] = case.household.moved_on
    view["insurance.reason"] = "move_in"
    insured = _concerned(case, "B1")
    view["insurance.head_joins"] = case.household.head in insured
    view["insurance.existing"] = case.answer("existing_national") is True


def _consent(case: Case, view: dict[str, FieldValue]) -> None:
    """Receivers with what each would get; a row is blank until the resident decides."""
    decided = {c.receiver: c.given for c in case.reception.consents}
    wishes = {w.organisation: w for w in case.reception.wishes}
    rows = 0
    for determination in case.filed_today(OutcomeKind.APPLIES, OutcomeKind.GUIDE):
        request = determination.procedure.request
        if request is None:
            continue
        for organisation in case.town.organisations_for(request.kind)[:1]:
            rows += 1
            prefix = f"consent.receiver.{rows}"
            view[f"{prefix}.kind"] = _KIND_WORDS.get(request.kind, request.kind)
            view[f"{prefix}.name"] = organisation.name
            view[f"{prefix}.purpose"] = f"{determination.procedure.title}の申込み"
            view[f"{prefix}.items"] = request.items
            given = decided.get(organisation.id)
            if given is not None:
                view[f"{prefix}.send"] = given
            wish = wishes.get(organisation.id)
            if wish is not None and "consent.start_date" not in view:
                view["consent.start_date"] = wish.start_on
    view["consent.receiver.count"] = rows


_KIND_WORDS = {"electricity": "電気", "gas": "ガス", "water": "水道", "vehicle": "自動車"}


def _subject(case: Case, subject: Member, view: dict[str, FieldValue]) -> None:
    if subject.care is not None:
        view["care.level"] = subject.care.level
        if subject.care.valid_until is not None:
            view["care.valid_until"] = subject.care.valid_until
        view["care.municipality"] = case.household.old_address.municipality
        view["care.insurer_before"] = case.household.old_address.municipality
    grade = year_age(subject.birth, case.reception.filed_on) - 6
    if 1 <= grade <= 9:
        view["school.old"] = case.says("old_school", subject.id)
        view["school.grade"] = f"第{grade if grade <= 6 else grade - 6}学年"
        view["school.new"] = case.town.schools[0 if grade <= 6 else -1]
        view["school.starts_on"] = case.town.office.open_day_from(case.reception.filed_on + ONE_DAY)


def _things(case: Case, view: dict[str, FieldValue]) -> None:
    """Dog, moped and water: the keys their layouts bind to."""
    household = case.household
    view["dog.place_old"] = household.old_address.line
    view["dog.place_new"] = household.new_address.line
    chip = case.says("dog")
    if chip in ("chip", "no_chip"):
        view["dog.chip"] = chip == "chip"
    view["moped.kept_at"] = household.new_address.line
    view["moped.reason"] = "move_in"
    view["moped.since"] = household.moved_on
    for wish in case.reception.wishes:
        if any(o.id == wish.organisation and o.kind == "water" for o in case.town.organisations):
            view["water.starts_on"] = wish.start_on
    view["water.place"] = f"{household.new_address.line}　{household.new_address.building}"
    view["water.use"] = "household"
    sewer = case.says("sewer")
    if sewer:
        view["water.sewer"] = "yes" if sewer in ("public", "by_heads") else "no"


def received_words(reception: Reception) -> str:
    """「令和8年4月3日（金）10時52分」 on the reception slip."""
    at = reception.committed_at or reception.opened_at
    return f"{era_text(at.date())}（{weekday_name(at.date())}）{at.hour}時{at.minute:02d}分"
