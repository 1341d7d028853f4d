"""The staff cards (職員カード) of the sandbox town; keys and certificates stay in its folder."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from counter_app.sandbox.pki import kept_key
from counter_app.sandbox.town_files import TownFiles
from iccard.staff_card_simulator import StaffCardQuirk, VirtualStaffCard


def make_staff_card(
    staff_id: str, files: TownFiles, *, quirks: frozenset[StaffCardQuirk] = frozenset()
) -> VirtualStaffCard:
    """The card of the member with this staff number, issued when it is asked for first."""
    authority = files.staff_authority
    folder = authority.folder / "cards"
    key = kept_key(folder / f"{staff_id}.key")
    path = folder / f"{staff_id}.pem"
    if not path.exists():
        issued = authority.issue_staff_card(staff_id, key.public_key())
        path.write_bytes(issued.public_bytes(Encoding.PEM))
    return VirtualStaffCard(x509.load_pem_x509_certificate(path.read_bytes()), key, quirks=quirks)
