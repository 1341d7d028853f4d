"""Where the household comes from and goes to: addresses, heads and family registers on a form."""

from counter_app.model.facts import FieldValue
from counter_app.model.people import Address, Household, MoveKind

_ABROAD = "国外"


def full_address(address: Address) -> str:
    """Address and building in one line, a full-width blank between them."""
    return f"{_line(address)}　{address.building}".rstrip("\u3000")


def _line(address: Address) -> str:
    """What is written; that an address is abroad is said by the country alone."""
    return address.line.removeprefix(_ABROAD)


def address_fields(household: Household) -> dict[str, FieldValue]:
    """Keys `new.*`, `old.*`. From abroad there is no old postcode and no 転出予定日."""
    fields: dict[str, FieldValue] = {}
    for side, address in (("new", household.new_address), ("old", household.old_address)):
        fields[f"{side}.address"] = _line(address)
        fields[f"{side}.building"] = address.building
        fields[f"{side}.postcode"] = address.postcode
        fields[f"{side}.full_address"] = full_address(address)
    fields["new.head"] = household.head_name.text
    if household.joined_head is not None:
        fields["joined.head"] = household.joined_head.text
    fields["old.head"] = household.old_head
    fields["old.town"] = household.old_address.municipality
    return fields


def came_from_abroad(household: Household) -> bool:
    return household.kind is MoveKind.FROM_ABROAD


def register_fields(household: Household) -> dict[str, FieldValue]:
    """Keys `registry.*`: each 本籍 once, with the rows of the member table it is of."""
    places: dict[tuple[str, str], list[int]] = {}
    for number, member in enumerate(household.members, start=1):
        if member.register is not None:
            key = (member.register.address, member.register.head)
            places.setdefault(key, []).append(number)
    fields: dict[str, FieldValue] = {"registry.count": len(places)}
    for index, ((address, head), numbers) in enumerate(places.items(), start=1):
        fields[f"registry.{index}.members"] = f"{_ranges(numbers)}の人"
        fields[f"registry.{index}.address"] = address
        fields[f"registry.{index}.head"] = head
    return fields


def _ranges(numbers: list[int]) -> str:
    """「1〜4」, 「1・3」, 「1〜4・10〜14」: rows of the member table."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "・".join(
        f"{run[0]}〜{run[-1]}" if len(run) > 2 else "・".join(str(n) for n in run) for run in runs
    )
