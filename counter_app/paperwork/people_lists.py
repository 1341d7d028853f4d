"""Who stands where on a form: the lists of people, the claimant, who files and in what role."""

from counter_app.model.facts import FieldValue
from counter_app.model.people import HEAD, Member, Sex
from counter_app.paperwork.addresses import full_address
from counter_app.paperwork.people_view import (
    concerned,
    couple_of,
    is_child_of_allowance,
    person_fields,
    spouse_of,
)
from counter_app.paperwork.values import Case

_PROXIES = ("legal_proxy", "proxy")


def people_fields(case: Case, subject: Member | None) -> dict[str, FieldValue]:
    """The lists with their lengths, and everyone a form names by role."""
    household = case.household
    fields: dict[str, FieldValue] = {}
    lists: dict[str, list[Member]] = {
        "member": list(household.members),
        "insured": concerned(case, "B1"),
        "child": children(case),
        "sibling": [m for m in household.members if case.answer("supported", m.id) is True],
        "card": [m for m in household.members if _card_today(case, m)],
    }
    for name, members in lists.items():
        fields[f"{name}.count"] = len(members)
        for index, member in enumerate(members, start=1):
            _put(fields, f"{name}.{index}", person_fields(case, member))
    fields |= _foreigners(case)
    claimant = claimant_of(case)
    roles = {
        "head": None if household.under_another else household.head,
        "filer": case.filer,
        "user": case.filer,
        "claimant": claimant,
        "guardian": claimant,
        "other_parent": spouse_of(case, claimant),
        "spouse": spouse_of(case, subject or claimant),
        "subject": subject,
    }
    for role, person in roles.items():
        if person is not None:
            _put(fields, role, person_fields(case, person))
    _put(fields, "head", _existing_head(case))
    if subject is not None:
        fields["guardian.relation"] = _parent_word(case, claimant, subject)
    return fields | _filer(case, subject)


def _foreigners(case: Case) -> dict[str, FieldValue]:
    """Keys `foreigner.*`: foreign residents with the row of the notice's table they stand in."""
    numbered = enumerate(case.household.members, start=1)
    foreign = [(number, m) for number, m in numbered if m.foreign is not None]
    fields: dict[str, FieldValue] = {"foreigner.count": len(foreign)} if foreign else {}
    for at, (number, member) in enumerate(foreign, start=1):
        _put(fields, f"foreigner.{at}", person_fields(case, member))
        fields[f"foreigner.{at}.place"] = f"{number}番"
    return fields


def _existing_head(case: Case) -> dict[str, FieldValue]:
    """Of the head of a household that is joined only the name is known, and where they live."""
    head, address = case.household.joined_head, case.household.new_address
    if head is None:
        return {}
    fields: dict[str, FieldValue] = {
        "name": head.text,
        "relation": HEAD,
        "address": address.line,
        "building": address.building,
        "full_address": full_address(address),
        "postcode": address.postcode,
    }
    return fields | ({"kana": head.kana} if head.kana else {})


def _put(fields: dict[str, FieldValue], prefix: str, person: dict[str, FieldValue]) -> None:
    fields.update({f"{prefix}.{key}": value for key, value in person.items()})


def children(case: Case) -> list[Member]:
    """The children the child allowance and the medical aid are for."""
    return [m for m in case.household.members if is_child_of_allowance(case, m)]


def claimant_of(case: Case) -> Member:
    """The parent with the higher income (児童手当法4条), the filer until that is known."""
    claimed = case.determination("C1")
    if claimed is not None and claimed.applicants:
        return case.household.member(claimed.applicants[0])
    chosen = case.says("claimant")
    return case.household.member(chosen) if chosen else case.filer


_PARENTS = {Sex.MALE: "父", Sex.FEMALE: "母"}


def _parent_word(case: Case, guardian: Member, child: Member) -> str:
    """How a guardian stands to the child a sheet is about, "" where the register does not tell."""
    couple = {m.id for m in couple_of(case.household)}
    of_theirs = "子の子" if case.household.under_another else "子"
    of_the_couple = guardian.id in couple and child.relation == of_theirs
    return _PARENTS.get(guardian.sex, "") if of_the_couple else ""


def _card_today(case: Case, member: Member) -> bool:
    return any(member in concerned(case, procedure) for procedure in ("A4", "A5", "A6"))


def _filer(case: Case, subject: Member | None) -> dict[str, FieldValue]:
    """How the person who files stands to the person a sheet is about, or to the household.

    Every role that holds is given; a form ticks those it asks for. A proxy's own address is
    not known.
    """
    identity = case.reception.identity
    if identity is not None and identity.visitor in _PROXIES:
        legal = ("legal",) if identity.visitor == "legal_proxy" else ()
        return {"filer.role": ("proxy", *legal)}
    filer = case.filer
    roles = []
    if subject is None or subject.id == filer.id:
        roles.append("self")
    if filer.is_head:
        roles.append("head")
    if (subject is not None and subject.id != filer.id) or (subject is None and not filer.is_head):
        roles.append("household")
    return {"filer.role": tuple(roles), "filer.address_same": True}
