"""The checks of `diagnose`: what this counter stands on, what is missing, and what to do about it.

A check looks and changes nothing: it makes no database, no keys and no connection that stays.
"""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from importlib import metadata
from pathlib import Path

from cryptography import x509

from counter_app.commands.diagnosis_store import database, keys
from counter_app.commands.diagnosis_values import Check, Patient, failed
from counter_app.failures import CounterError, FailureCode
from counter_app.handbook import handbook_entry
from counter_app.sandbox.town_files import TOWN, TownFiles
from counter_app.settings import Settings, load_settings
from resources.loader import FONT_FILES, GLOSS_FONT_FILES, font_file

_SOON_DAYS = 30
_START_PCSC = (
    "Windows のサービス「Smart Card」を開始してください。"
    if sys.platform == "win32"
    else "pcscd を入れて動かしてください（Debian: apt install pcscd のあと、"
    "systemctl enable --now pcscd.socket）。"
)
_LEAST_DISK = 1 << 30
_LIBRARIES = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "sqlcipher3",
    "alembic",
    "reportlab",
    "pyHanko",
    "pypdfium2",
    "python-barcode",
    "pyscard",
    "cel-expr-python",
    "cryptography",
    "joserfc",
    "httpx",
    "msgspec",
)


def diagnose(basedir: Path, *, sandbox: bool, now: datetime) -> tuple[Check, ...]:
    """Every check in turn. A failure of one becomes its line and stops no other."""
    try:
        settings = load_settings(basedir)
        found = [Check("設定", "settings.toml", True, str(basedir))]
    except CounterError as failure:
        settings, found = Settings(basedir=basedir), [failed("設定", "settings.toml", failure)]
    patient = Patient(settings, sandbox, now)
    for area, check in _CHECKS:
        try:
            found += check(patient)
        except CounterError as failure:
            found.append(failed(area, "確かめられません", failure))
    return tuple(found)


def _software(_: Patient) -> Iterator[Check]:
    yield Check("ソフトウェア", "Python", True, f"{platform.python_version()} {platform.system()}")
    for name in _LIBRARIES:
        try:
            yield Check("ソフトウェア", name, True, metadata.version(name))
        except metadata.PackageNotFoundError:
            todo = "make setup（Windows では pip install -r requirements.txt）を実行してください。"
            yield Check("ソフトウェア", name, False, "入っていません", todo)


def _resources(patient: Patient) -> Iterator[Check]:
    from counter_app.model.town import load_town
    from counter_app.procedures.catalogue import town_catalogue
    from forms.renderer import FormRenderer

    town = load_town(patient.settings.town_file)
    catalogue = town_catalogue(patient.settings.town_file)
    unconfirmed = len(catalogue.unverified())
    yield Check("町と手続", "町", True, town.name)
    yield Check(
        "町と手続",
        "手続",
        True,
        f"{len(catalogue.procedures)}件、うち要確認 {unconfirmed}件",
        "運用の前に、counter-app catalogue unverified の一覧を町で確かめてください。"
        if unconfirmed
        else "",
    )
    renderer = FormRenderer()
    open_forms = len(renderer.to_confirm())
    yield Check(
        "町と手続",
        "帳票",
        True,
        f"{len(renderer.forms())}種、うち要確認 {open_forms}種",
        "運用の前に、counter-app catalogue unverified の終わりに並ぶ帳票を、"
        "町の様式とくらべてください。"
        if open_forms
        else "",
    )


def _readers(patient: Patient) -> Iterator[Check]:
    if patient.sandbox:
        from counter_app.sandbox.virtual_reader import VirtualReader

        with VirtualReader() as reader:
            how = f"{reader.name}（{reader.kind}）"
            yield Check("カードリーダー", "見本", True, how, reader.reason)
        return
    from iccard.channel import ChannelFaultError
    from iccard.faults import raise_channel_fault
    from iccard.pcsc import PcscChannel

    channel = PcscChannel()
    try:
        for name in channel.readers():
            yield Check("カードリーダー", name, True, "使えます")
    except ChannelFaultError as error:
        try:
            raise_channel_fault(error)
        except CounterError as failure:
            down = failure.code is FailureCode.CARD_SERVICE_DOWN
            todo = _START_PCSC if down else handbook_entry(failure.code).now
            yield Check("カードリーダー", "PC/SC", False, str(failure), todo)
    finally:
        channel.release()


def _fonts(_: Patient) -> Iterator[Check]:
    from fontTools.ttLib import TTFont

    told = False
    for family in FONT_FILES:
        path = font_file(family)
        if path is None:
            todo = (
                "書体を入れてください（Debian: fonts-ipamj-mincho, fonts-morisawa-bizud-gothic,"
                " fonts-noto-core）。置いた場所は COUNTER_APP_FONTS でも指定できます。"
            )
            yield Check("書体", family, False, "見つかりません", "" if told else todo)
            told = True
            continue
        with closing(TTFont(path, lazy=True)) as font:
            tables = font["cmap"].tables
            characters = max((len(t.cmap) for t in tables if t.format != 14), default=0)
            sequences = sum(
                len(pairs) for t in tables if t.format == 14 for pairs in t.uvsDict.values()
            )
        yield Check("書体", family, True, f"{characters}字、異体字の並び {sequences}")
    for family in GLOSS_FONT_FILES:
        found = "使えます" if font_file(family) else "ありません。その言語の説明は紙に出ません"
        yield Check("書体", family, True, found)


def _scans(patient: Patient) -> Iterator[Check]:
    folder = patient.settings.scan_folder
    if folder is not None:
        there = folder.is_dir() and os.access(folder, os.R_OK | os.W_OK)
        todo = "" if there else "settings.toml の scan_folder を確かめてください。"
        found = str(folder) if there else f"{folder} がないか、読み書きできません"
        yield Check("印刷", "スキャンのフォルダ", there, found, todo)


def _hub(patient: Patient) -> Iterator[Check]:
    """The services as the counter reaches them; in the sandbox those that run just now."""
    from counter_app.hub.https import HubConnection
    from counter_app.hub.juki import HttpsJukiNet
    from counter_app.hub.parties import Endpoint

    settings = patient.settings
    urls = {"hub": settings.hub_url, "juki": settings.juki_url}
    folder = settings.party_folder
    if patient.sandbox:
        files = TownFiles(patient.basedir / "sandbox")
        urls = {name: _address(files, name) for name in urls}
    for name, words in (("hub", "情報連携基盤"), ("juki", "住基ネット")):
        if not urls[name]:
            todo = (
                "counter-app sandbox hub と sandbox town を動かしてください。"
                if patient.sandbox
                else f"settings.toml の {name}_url と、parties の鍵を整えてください。"
            )
            yield Check(words, "接続先", False, "決まっていません", todo)
            continue
        place = folder / name
        endpoint = Endpoint(
            urls[name], place / "ca.pem", place / "certificate.pem", place / "key.pem"
        )
        if patient.sandbox:
            tls = files.hub_tls(TOWN) if name == "hub" else files.juki_tls(TOWN)
            endpoint = tls.endpoint(urls[name])
        yield _expiry(patient, words, "この町の証明書", endpoint.certificate_file)
        try:
            if name == "hub":
                with closing(HubConnection(endpoint)) as hub:
                    yield Check(words, "接続", True, hub.state())
            else:
                with closing(HttpsJukiNet(endpoint)) as juki:
                    is_open = juki.open()
                    yield Check(words, "接続", True, "稼働中" if is_open else "稼働時間の外")
        except CounterError as failure:
            yield failed(words, "接続", failure)


def _address(files: TownFiles, service: str) -> str:
    """Where a service of the sandbox is, "" when it has never run here."""
    try:
        return files.address(service)
    except FileNotFoundError:
        return ""


def _expiry(patient: Patient, area: str, name: str, path: Path) -> Check:
    """Until when a certificate in a file is valid."""
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError, x509.InvalidVersion):
        return Check(area, name, False, f"{path.name} を読めません", "証明書を置き直してください。")
    return _valid_until(patient, area, name, certificate)


def _valid_until(patient: Patient, area: str, name: str, certificate: x509.Certificate) -> Check:
    days = (certificate.not_valid_after_utc - patient.now).days
    until = f"{certificate.not_valid_after_utc:%Y-%m-%d} まで（あと{days}日）"
    todo = "新しい証明書に替えてください。" if days < _SOON_DAYS else ""
    return Check(area, name, days >= 0, until, todo)


def _seal(patient: Patient) -> Iterator[Check]:
    from forms.sealing_key import load_sealing_key

    folder = patient.basedir / "sealing"
    if not folder.is_dir():
        todo = "最初に書類を封印するときに作られます。"
        yield Check("封印", "封印の鍵", False, "まだありません", todo)
        return
    key = load_sealing_key(folder)
    certificate = x509.load_der_x509_certificate(key.certificate)
    days = (certificate.not_valid_after_utc - patient.now).days
    until = f"{certificate.not_valid_after_utc:%Y-%m-%d} まで（あと{days}日）"
    todo = "新しい封印の鍵に替えてください。" if days < _SOON_DAYS else ""
    yield Check("封印", "封印の鍵", days >= 0, until, todo)


def _card_authorities(patient: Patient) -> Iterator[Check]:
    folder = patient.basedir / "card-authorities"
    paths = sorted(folder.glob("*.pem"))
    if patient.sandbox:
        folder = patient.basedir / "sandbox" / "cards"
        paths = sorted(folder.glob("*-ca.cert.pem"))
    for path in paths:
        yield _expiry(patient, "カードの認証局", path.name, path)
    if not paths:
        todo = f"認証局の証明書（PEM）を {folder} に置いてください。"
        if patient.sandbox:
            todo = "最初に見本のカードを置くときに作られます。"
        yield Check("カードの認証局", "証明書", False, "ありません", todo)


def _staff_cards(patient: Patient) -> Iterator[Check]:
    """Whether supervisors decide with a card, and the authority their cards are checked under."""
    from counter_app.model.staff import StaffRole
    from counter_app.model.town import load_town
    from iccard.staff_certificate import load_authorities

    area = "職員カード"
    staff = load_town(patient.settings.town_file).staff
    if not staff.card_for_decisions:
        yield Check(area, "監督者の判断", True, "名前で決めます（カードを求めません）")
        return
    listed = sum(StaffRole.SUPERVISOR in member.roles for member in staff.members)
    stopped = f"、使えなくしたカード {len(staff.stopped_cards)}枚" if staff.stopped_cards else ""
    yield Check(area, "監督者の判断", True, f"カードを求めます（監督者 {listed}人{stopped}）")
    path = patient.settings.party_folder / "staff" / "ca.pem"
    if patient.sandbox:
        path = TownFiles(patient.basedir / "sandbox").staff_certificate_file
    if not path.is_file():
        todo = f"認証局の証明書（PEM）を {path} に置いてください。"
        if patient.sandbox:
            todo = "最初に見本の窓口を開くときに作られます。"
        yield Check(area, "認証局の証明書", False, "ありません", todo)
        return
    for number, authority in enumerate(load_authorities(path), start=1):
        name = "認証局の証明書" if number == 1 else f"認証局の証明書 {number}"
        yield _valid_until(patient, area, name, authority)


def _printer(patient: Patient) -> Iterator[Check]:
    import http.client

    from forms.ipp import IppError, IppPrinter

    url = patient.settings.printer_url
    if not url:
        folder = patient.settings.prints
        yield Check(
            "印刷", "フォルダ", True, str(folder), "紙に刷るには printer_url を設定します。"
        )
        return
    try:
        answer = IppPrinter.at(url, 3.0).printer()
        reasons = answer.words("printer-state-reasons")
    except (OSError, http.client.HTTPException, IppError, ValueError):
        todo = "プリンターの電源と、settings.toml の printer_url を確かめてください。"
        yield Check("印刷", "プリンター", False, "応答がありません", todo)
        return
    todo = "プリンターの表示を確かめてください。" if reasons else ""
    yield Check("印刷", "プリンター", answer.successful, "・".join(reasons) or "使えます", todo)


def _disk(patient: Patient) -> Iterator[Check]:
    place = next(p for p in (patient.basedir, *patient.basedir.absolute().parents) if p.exists())
    free = shutil.disk_usage(place).free
    enough = free >= _LEAST_DISK
    todo = "" if enough else "空きを増やすか、空きのある場所を --basedir に指定してください。"
    yield Check("ディスク", "空き", enough, f"{free / (1 << 30):.1f} GB", todo)
    writable = os.access(place, os.W_OK)
    todo = "" if writable else "書き込める場所を --basedir に指定するか、権限を直してください。"
    found = "できます" if writable else f"{place} に書き込めません"
    yield Check("ディスク", "書き込み", writable, found, todo)


_CHECKS: tuple[tuple[str, Callable[[Patient], Iterator[Check]]], ...] = (
    ("ディスク", _disk),
    ("保存", database),
    ("鍵", keys),
    ("カードリーダー", _readers),
    ("カードの認証局", _card_authorities),
    ("職員カード", _staff_cards),
    ("情報連携基盤", _hub),
    ("封印", _seal),
    ("印刷", _printer),
    ("印刷", _scans),
    ("書体", _fonts),
    ("町と手続", _resources),
    ("ソフトウェア", _software),
)
