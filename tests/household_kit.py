"""The story's household in a store, a daughter to be added to it, and how it stands."""

from datetime import date, datetime

from counter_app.model.member_details import MemberDetails
from counter_app.model.numbers import new_document_reference, new_id
from counter_app.model.people import Arrival, Household, Member, Sex
from counter_app.model.reception import Reception
from counter_app.model.town import load_town
from counter_app.sandbox.town_story import FAMILY, FILED_ON
from localdb.store import SqlStore

TOWN = load_town()
AT = datetime.fromisoformat("2026-04-03T10:20:00+09:00")
DAUGHTER = MemberDetails(
    name="渡邉\U000e010f\u3000陽菜",
    kana="ワタナベ\u3000ヒナ",
    birth=date(2018, 9, 3),
    sex=Sex.FEMALE,
    relation="子",
    arrival=Arrival.WITHOUT_CERTIFICATE,
)
"""A child of seven who came along, without being in the certificate."""


def the_household() -> Household:
    """The family of five as they move."""
    return Household(
        members=FAMILY.members,
        new_address=FAMILY.new_address,
        old_address=FAMILY.old_address,
        old_head=FAMILY.old_head,
        old_prefecture=FAMILY.old_address.prefecture,
        planned_move_out=FAMILY.planned_move_out,
        moved_on=FAMILY.planned_move_out,
    )


def the_family(store: SqlStore) -> Reception:
    """The family of five as its certificate brought it."""
    made = Reception(
        id=new_id(),
        reference=new_document_reference(),
        opened_at=AT,
        clerk="佐伯",
        counter="窓口2",
        filed_on=FILED_ON,
        transfer_id=FAMILY.id,
        household=the_household(),
    )
    with store.unit() as unit:
        unit.save_transfer(FAMILY, pushed=True, at=AT)
        unit.add_reception(made)
    return made


def people(reception: Reception) -> Household:
    """The household of a reception."""
    assert reception.household is not None
    return reception.household


def last(reception: Reception) -> Member:
    """Who was added last."""
    return people(reception).members[-1]


def audited(store: SqlStore) -> list[str]:
    """Every deed in the audit log."""
    with store.view() as unit:
        return [entry.what for entry in unit.audit_entries()]
