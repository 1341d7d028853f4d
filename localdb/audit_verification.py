"""Verifies the audit log from its first key and names every record that was tampered with."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, select

from counter_app.failures import CounterError, FailureCode
from localdb import codec, schema
from localdb.audit_log import (
    FARTHEST,
    FIRST_MAC,
    HEAD_ROW,
    Witness,
    bytes_of,
    head_tag,
    next_key,
    record_mac,
)

_records = schema.audit_records

MOST_FINDINGS = 100
"""A report names this many damages at most: one insertion shifts everything after it."""


class Damage(StrEnum):
    """What was done to the log."""

    CHANGED = "changed"  # 書き換え
    MISSING = "missing"  # 欠け: deleted from the middle
    MOVED = "moved"  # 並べ替え・差し込み
    CUT = "cut"  # 末尾の切り落とし
    ADDED = "added"  # 末尾への書き足し
    HEAD = "head"  # 件数の記録の書き換え
    WITNESS = "witness"  # 控えの欠け・書き換え


_WORDS = {
    Damage.CHANGED: "記録 {span} が書き換えられています",
    Damage.MISSING: "記録 {span} が抜けています",
    Damage.MOVED: "記録 {span} が別の場所から移されています",
    Damage.CUT: "末尾の記録 {span} が切り落とされています",
    Damage.ADDED: "末尾の記録 {span} が正しい手順を通らずに書き足されています",
    Damage.HEAD: "件数の記録（{span}）が書き換えられています",
    Damage.WITNESS: "控えのファイル（{span}）が無いか、書き換えられています",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One damage, and the records it concerns (`first` to `last`, counted from 1)."""

    damage: Damage
    first: int
    last: int

    @property
    def words(self) -> str:
        span = str(self.first) if self.first == self.last else f"{self.first}〜{self.last}"
        return _WORDS[self.damage].format(span=span)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Result of a verification: how many records were read, and what is wrong with them."""

    records: int
    findings: tuple[Finding, ...]

    @property
    def intact(self) -> bool:
        return not self.findings

    def require_intact(self) -> None:
        """Raise AUDIT_TAMPERED with the first finding unless the log is intact."""
        if self.findings:
            raise CounterError(FailureCode.AUDIT_TAMPERED, self.findings[0].words)


def verify(connection: Connection, first_key: bytes, witness: Witness | None) -> AuditReport:
    """Verify the chain within one snapshot.

    `witness` must have been read before the snapshot was taken, so that it cannot be ahead of it
    by a record written meanwhile. Findings come in the order of the records, then head, witness.
    """
    walk = _Walk(first_key, 0 if witness is None else witness.count)
    rows = connection.execution_options(yield_per=2000).execute(
        select(
            _records.c.seq,
            bytes_of(_records.c.case_id, "text"),
            bytes_of(_records.c.line, "text"),
            bytes_of(_records.c.mac, "blob"),
        ).order_by(_records.c.seq)
    )
    for seq, case_id, line, mac in rows:
        walk.record(seq, case_id, line, mac)
    walk.head((count, mac) for count, mac in connection.execute(HEAD_ROW))
    walk.witness(witness)
    return AuditReport(walk.records, tuple(walk.findings))


class _Walk:
    """Goes through the records once, with the key and the MACs that lead to the next one."""

    def __init__(self, first_key: bytes, witnessed: int) -> None:
        self.records = 0
        self.findings: list[Finding] = []
        self._next = 1  # the record expected next; `_key` is its key
        self._key = first_key
        self._previous: tuple[bytes, ...] = (FIRST_MAC,)  # MACs it may be chained to; () unknown
        self._witnessed = witnessed
        self._mac_at_witness = FIRST_MAC
        self._tag_key = first_key  # the key for record `_witnessed + 1`

    def record(self, seq: int, case_id: bytes, line: bytes, mac: bytes) -> None:
        self.records += 1
        if not self._next <= seq <= self._next + FARTHEST:
            self._find(Damage.ADDED, seq, seq)
            return
        if seq > self._next:
            self._find(Damage.MISSING, self._next, seq - 1)
            while self._next < seq:
                self._step()
            self._previous = ()
        entry = _decoded(line)
        expected = [record_mac(self._key, previous, line) for previous in self._previous]
        if entry is not None and entry.seq != seq:
            self._find(Damage.MOVED, seq, seq)
        elif (
            entry is None
            or entry.entry.case.encode() != case_id
            or (expected and not any(hmac.compare_digest(mac, one) for one in expected))
        ):
            self._find(Damage.CHANGED, seq, seq)
        # When only the MAC was altered, the next record is still chained to the true one.
        self._previous = tuple(dict.fromkeys([mac, *expected]))
        if seq == self._witnessed:
            self._mac_at_witness = mac
        self._step()

    def _step(self) -> None:
        self._key = next_key(self._key)
        self._next += 1
        if self._next == self._witnessed + 1:
            self._tag_key = self._key

    def head(self, rows: Iterable[tuple[int, bytes]]) -> None:
        found = list(rows)
        last = self._next - 1
        if len(found) != 1:
            self._find(Damage.HEAD, last, last)
            return
        count, mac = found[0]
        if count > last:
            self._find(Damage.CUT, last + 1, count)
        elif count < last:
            self._find(Damage.ADDED, count + 1, last)
        elif last and mac not in self._previous:
            self._find(Damage.HEAD, last, last)

    def witness(self, witness: Witness | None) -> None:
        last = self._next - 1
        if witness is None or witness.count > last + FARTHEST:
            self._find(Damage.WITNESS, last, last)
            return
        while self._next <= witness.count:
            self._step()
        if not hmac.compare_digest(
            witness.tag, head_tag(self._tag_key, witness.count, witness.mac)
        ):
            self._find(Damage.WITNESS, witness.count, witness.count)
        elif witness.count > last:
            self._find(Damage.CUT, last + 1, witness.count)
        elif witness.mac != self._mac_at_witness:
            self._find(Damage.CHANGED, witness.count, witness.count)

    def _find(self, damage: Damage, first: int, last: int) -> None:
        finding = Finding(damage, first, last)
        if len(self.findings) < MOST_FINDINGS and finding not in self.findings:
            self.findings.append(finding)


def _decoded(line: bytes) -> codec.AuditRecord | None:
    try:
        return codec.AUDIT_RECORD.decode(line.decode())
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
