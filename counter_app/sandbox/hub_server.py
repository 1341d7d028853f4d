"""The reference hub (情報連携基盤): translates WHO, stores and forwards, and cannot read WHAT."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter_app.hub.canonical import JsonValue
from counter_app.hub.envelope import (
    AheadOfTimeError,
    Envelope,
    EnvelopeError,
    OuterHeader,
    read_header,
    sign_header,
)
from counter_app.hub.parties import Identity, PartyDirectory
from counter_app.ports import Clock
from counter_app.sandbox.http_service import Reply, Request, refuse
from counter_app.sandbox.hub_store import HubStore, LedgerEntry

JUKI_PARTY: Final = "juki.net"
_MOST_AT_ONCE: Final = 50
_LIMIT = re.compile(r"[0-9]{1,9}")
_ACQUISITION = re.compile(r"/acquisitions/(AQ-[0-9A-Z]{16})(/person)?")


class ReferenceHub:
    """The hub's answers. It holds its own signing key and the public keys of all parties."""

    def __init__(
        self, store: HubStore, identity: Identity, directory: PartyDirectory, clock: Clock
    ) -> None:
        self._store = store
        self._identity = identity
        self._directory = directory
        self._clock = clock

    def handle(self, request: Request) -> Reply:
        if request.peer != JUKI_PARTY and self._directory.find(request.peer) is None:
            return refuse(403, "unknown_party")
        match request.method, request.path:
            case "POST", "/messages":
                return self._accept(request)
            case "GET", "/mailbox":
                return self._mailbox(request)
            case "POST", "/mailbox/acknowledge":
                return self._acknowledge(request)
            case "POST", "/acquisitions":
                return self._begin_acquisition(request)
            case "GET", "/status":
                return Reply(200, {"state": "running"})
        acquisition = _ACQUISITION.fullmatch(request.path)
        if acquisition is None:
            return refuse(404, "no_such_address")
        if acquisition[2]:
            return self._name_person(request, acquisition[1])
        return self._issued(request, acquisition[1])

    def _accept(self, request: Request) -> Reply:
        """Take a message in: verify, translate WHO, sign the new header, store. Exactly once."""
        now = self._clock()
        sender = self._directory.find(request.peer)
        if sender is None:
            return refuse(403, "unknown_party")
        envelope = Envelope(str(request.body.get("header", "")), str(request.body.get("what", "")))
        try:
            header = read_header(envelope, sender, now)
        except AheadOfTimeError:
            return refuse(425, "ahead_of_time")  # Too Early (RFC 8470 §5.2)
        except EnvelopeError:
            return refuse(422, "envelope_refused")
        if header.from_party != request.peer:
            return refuse(403, "not_the_sender")
        known = self._store.message(header.id)
        if known is not None:
            return self._repeated(known, header)
        if self._directory.find(header.to_party) is None or header.to_party == self._identity.party:
            return refuse(422, "unknown_party")
        who = self._store.translated(header.from_party, header.who, header.to_party)
        if who is None:
            return refuse(422, "unknown_link_code")
        forwarded = sign_header(replace(header, who=who), self._identity)
        entry = _entry(header, who, now)
        self._store.accept(entry, header.not_after, forwarded, envelope.what)
        return Reply(200, {"accepted": header.id, "repeat": False})

    def _repeated(self, known: LedgerEntry, header: OuterHeader) -> Reply:
        # A repeat is sealed anew, so its digest differs; what the hub can read must agree.
        before = (known.from_party, known.to_party, known.who_sent, known.in_reply_to)
        if before != (header.from_party, header.to_party, header.who, header.in_reply_to):
            return refuse(409, "id_used_differently")
        self._store.count_repeat(known.id)
        return Reply(200, {"accepted": known.id, "repeat": True})

    def _mailbox(self, request: Request) -> Reply:
        asked = request.query.get("limit", str(_MOST_AT_ONCE))
        if not _LIMIT.fullmatch(asked):
            return refuse(400, "no_such_limit")
        limit = min(int(asked), _MOST_AT_ONCE)
        messages: list[JsonValue] = [
            {"id": m.id, "from": m.from_party, "header": m.header, "what": m.what}
            for m in self._store.mailbox(request.peer, limit, self._clock())
        ]
        return Reply(200, {"messages": messages})

    def _acknowledge(self, request: Request) -> Reply:
        ids = request.body.get("ids")
        if not isinstance(ids, list):
            return refuse(400, "no_ids")
        taken = tuple(str(number) for number in ids)
        self._store.acknowledge(request.peer, taken, self._clock())
        return Reply(200, {"acknowledged": len(taken)})

    def _begin_acquisition(self, request: Request) -> Reply:
        if request.peer == JUKI_PARTY:
            return refuse(403, "not_for_you")
        return Reply(
            200, {"acquisition": self._store.begin_acquisition(request.peer, self._clock())}
        )

    def _name_person(self, request: Request, number: str) -> Reply:
        if request.method != "POST" or request.peer != JUKI_PARTY:
            return refuse(403, "not_for_you")
        person = request.body.get("person")
        if not isinstance(person, str) or not self._store.name_person(number, person):
            return refuse(404, "no_such_acquisition")
        return Reply(200, {})

    def _issued(self, request: Request, number: str) -> Reply:
        began, code = self._store.acquisition(number, request.peer)
        if request.method != "GET" or not began:
            return refuse(404, "no_such_acquisition")
        return Reply(200, {"code": code})


def _entry(header: OuterHeader, who: str, now: datetime) -> LedgerEntry:
    return LedgerEntry(
        id=header.id,
        from_party=header.from_party,
        to_party=header.to_party,
        who_sent=header.who,
        who_received=who,
        in_reply_to=header.in_reply_to,
        accepted_at=now.isoformat(),
        fetched_at=None,
        acknowledged_at=None,
        repeats=0,
    )
