"""Reads what a seal holds, once its signature is known to be the town's: evidence and additions.

The seal may add the evidence, the signature field and its ink. An update that changed anything a
person sees on the pages is refused, whoever made it.
"""

import hashlib
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from counter_app.model.document import EVIDENCE_FILE, Evidence
from forms.pdf_update import page_count

_ADDED_TO_CATALOG = frozenset({"/AcroForm", "/Names", "/AF", "/Version"})


class SealProblem(Exception):  # noqa: N818  # the domain's word; it ends as a line of a report
    """One reason why a file is not intact; `text` is the Japanese sentence for it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def read_evidence(pdf: bytes, gap: tuple[int, int]) -> Evidence:
    """The evidence of a sealed file, after checking it against the file. Raises SealProblem.

    `gap` is the place of the signature whose coverage has been checked: the file's only one.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        _require_only_seal(reader, gap)
        evidence = Evidence.from_json(_attachment(reader))
        original = pdf[: evidence.length]
        if hashlib.sha256(original).hexdigest() != evidence.digest:
            raise SealProblem("署名した書類が含まれていません")
        base = PdfFileReader(BytesIO(original))
        _require_unchanged_pages(base, reader)
        _require_act_covers(evidence, page_count(base))
    except (PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise SealProblem("封印の中身を読めません") from error
    return evidence


def _require_only_seal(reader: Any, gap: tuple[int, int]) -> None:
    signatures = list(enumerate_sig_fields(reader, filled_status=True))
    if len(signatures) != 1:
        raise SealProblem("書類の封印がひとつではありません")
    covered = [int(number) for number in signatures[0][1].get_object()["/ByteRange"]]
    if covered[1:3] != list(gap):
        raise SealProblem("封印の位置が違います")


def _attachment(reader: Any) -> bytes:
    names = list(reader.root["/Names"]["/EmbeddedFiles"]["/Names"])
    if len(names) != 2 or names[0] != EVIDENCE_FILE:
        raise SealProblem("署名の証跡がありません")
    data: bytes = names[1].get_object()["/EF"]["/F"].data
    return data


def _require_act_covers(evidence: Evidence, pages: int) -> None:
    act, proof = evidence.act, evidence.proof
    if act is None and proof is None:
        return
    if act is None or proof is None or not proof.proves(evidence.digest, act.merkle_root):
        raise SealProblem("この書類は署名の対象に含まれていません")
    shown = [page.page for page in act.pages if page.document_digest == evidence.digest]
    if len(shown) != len(act.pages) or sorted(shown) != list(range(1, pages + 1)):
        raise SealProblem("署名した人に見せていないページがあります")


# --- what the update may add ------------------------------------------------------------------


def _require_unchanged_pages(base: Any, sealed: Any) -> None:
    """The update adds one widget and touches no other object the signed document already had."""
    if sealed.xrefs.total_revisions != base.xrefs.total_revisions + 1:
        raise SealProblem("署名と封印の間に別の変更があります")
    pages = page_count(base)
    if pages != page_count(sealed):
        raise SealProblem("封印でページの数が変わっています")
    allowed = {_number(sealed.trailer.raw_get("/Root"))}
    added = 0
    for index in range(pages):
        before, after = _page(base, index), _page(sealed, index)
        if before.idnum != after.idnum or _body(base, before) != _body(sealed, after):
            raise SealProblem("封印でページの内容が変わっています")
        kept, now = _annotations(before), _annotations(after)
        if now[: len(kept)] != kept:
            raise SealProblem("封印でページの内容が変わっています")
        added += len(now) - len(kept)
        allowed.add(after.idnum)
        holder = after.get_object().get("/Annots")
        if holder is not None and holder.container_ref is not None:
            allowed.add(holder.container_ref.idnum)
    first_new = int(base.trailer["/Size"])
    touched = sealed.xrefs.explicit_refs_in_revision(sealed.xrefs.total_revisions - 1)
    if added != 1 or any(ref.idnum < first_new and ref.idnum not in allowed for ref in touched):
        raise SealProblem("封印でページの内容が変わっています")
    if _without(base.root, _ADDED_TO_CATALOG) != _without(sealed.root, _ADDED_TO_CATALOG):
        raise SealProblem("封印で書類の設定が変わっています")


def _page(reader: Any, index: int) -> Any:
    return reader.find_page_for_modification(index)[0]


def _body(reader: Any, page: Any) -> bytes:
    return _without(page.get_object(), frozenset({"/Annots"}))


def _annotations(page: Any) -> list[int]:
    return [_number(entry) for entry in page.get_object().get("/Annots", ())]


def _number(reference: Any) -> int:
    return int(reference.reference.idnum)


def _without(dictionary: Any, keys: frozenset[str]) -> bytes:
    """The dictionary as it is written, less some entries."""
    kept = {key: dictionary.raw_get(key) for key in sorted(dictionary) if key not in keys}
    stream = BytesIO()
    generic.DictionaryObject(kept).write_to_stream(stream, None)  # type: ignore[no-untyped-call]
    return stream.getvalue()
