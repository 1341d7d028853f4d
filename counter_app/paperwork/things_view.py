"""Things of a household on a form: its dogs, its moped, its water."""

import re

from counter_app.model.facts import FieldValue
from counter_app.paperwork.addresses import full_address
from counter_app.paperwork.values import Case


def dog_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `dog.*`: both the owner's address and the place changed (狂犬病予防法4条4項)."""
    household = case.household
    fields: dict[str, FieldValue] = {
        "dog.place_old": household.old_address.line,
        "dog.place_new": household.new_address.line,
        "dog.change": ("address", "place"),
    }
    chip = case.says("dog")
    if chip in ("chip", "no_chip"):
        fields["dog.chip"] = chip == "chip"
    names = [name for name in re.split(r"[・、,\s]+", case.says("dog_names")) if name]
    if names:
        fields["dog.count"] = len(names)
    for place, name in enumerate(names, start=1):
        fields[f"dog.{place}.name"] = name
        fields[f"dog.{place}.registered_in"] = household.old_address.municipality
    return fields


_CLASSES = ((50, "first"), (90, "second_b"))
"""地方税法463条の15; from 91 cc it takes the output to tell 二種甲 from 新基準原付."""


def moped_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `moped.*` of 標識交付申請書; numbers of the vehicle are read from its papers."""
    fields: dict[str, FieldValue] = {
        "moped.kept_at": case.household.new_address.line,
        "moped.reason": "move_in",
        "moped.since": case.household.moved_on,
        "moped.user_same": "same",
    }
    plate = case.says("moped_plate")
    if plate:
        fields["moped.old_plate"] = plate
    displacement = case.says("moped_displacement")
    if displacement:
        fields["moped.displacement"] = displacement
        size = re.search(r"\d+", displacement)
        found = [k for limit, k in _CLASSES if size is not None and int(size.group()) <= limit]
        if found:
            fields["moped.class"] = found[0]
    return fields


_SEWER = {"public": "yes", "by_heads": "yes", "septic": "no", "pit": "no"}


def water_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `water.*` of the application to the supplier."""
    household = case.household
    fields: dict[str, FieldValue] = {
        "water.use": "household",
        "water.time": "none",
        "water.bill_to": "place",
        "water.building_kind": "flat" if household.new_address.building else "house",
        "water.people": len(household.members),
        "water.former_place": full_address(household.old_address),
    }
    supplier = next(iter(case.town.organisations_for("water")), None)
    if case.town.water_by_authority and supplier is not None:
        fields["water.supplier"] = supplier.name
    else:
        fields["water.supplier"] = f"{case.town.name}長"
    for wish in case.reception.wishes:
        if supplier is not None and wish.organisation == supplier.id:
            fields["water.starts_on"] = wish.start_on
    sewer = _SEWER.get(case.says("sewer"))
    if sewer is not None:
        fields["water.sewer"] = sewer
    owner = case.says("landlord")
    if owner:
        fields["water.owner"] = owner
    elif case.says("home") == "own":
        fields["water.owner"] = household.head.name.text
    elif case.says("home") == "town_housing":
        fields["water.owner"] = case.town.name
    return fields
