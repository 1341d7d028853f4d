"""The new home on a form: sewerage, septic tank, town housing."""

from counter_app.model.facts import FieldValue
from counter_app.paperwork.addresses import full_address
from counter_app.paperwork.values import Case

_SYSTEMS = {"public": "public", "by_heads": "village"}
_WATER = {"supply": "supply", "well": "well"}
_TOWN_HOUSING = "town_housing"


def home_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `sewer.*`, `septic.*`, `pit.*`, `housing.*`. How many use it is known of a new home."""
    household = case.household
    address = full_address(household.new_address)
    fields: dict[str, FieldValue] = {
        "sewer.kind": "people" if household.joins_existing else "start",
        "sewer.started_on": household.moved_on,
        "sewer.use": "home",
        "septic.place": address,
        "septic.changed_on": household.moved_on,
        "pit.kind": "change" if household.joins_existing else "start",
    }
    system, water = case.says("sewer"), case.says("water")
    if system in _SYSTEMS:
        fields["sewer.system"] = _SYSTEMS[system]
    if water in _WATER:
        fields["sewer.water"] = _WATER[water]
    if not household.joins_existing:
        count = f"{len(household.members)}人"
        fields |= {"sewer.after": count, "pit.people": count}
    if case.says("home") == _TOWN_HOUSING:
        fields["housing.kind"] = "join" if household.joins_existing else "enter"
        fields["housing.from"] = household.moved_on
    return fields
