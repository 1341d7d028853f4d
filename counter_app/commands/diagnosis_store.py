"""Checks of `diagnose` on what the counter keeps: database, clock, keys."""

from collections.abc import Iterator

from counter_app.commands.diagnosis_values import Check, Patient, failed
from counter_app.failures import CounterError


def database(patient: Patient) -> Iterator[Check]:
    from localdb.look import look_in_use
    from localdb.migrations import HEAD
    from localdb.open import DATABASE_FILE

    path = patient.settings.data / DATABASE_FILE
    if not path.is_file():
        todo = (
            "最初に窓口を開くときに作られます。前から使っているなら --basedir を確かめてください。"
        )
        yield Check("保存", "データベース", False, "まだありません", todo)
        return
    look = look_in_use(path)
    yield Check(
        "保存",
        "データベースの版",
        look.revision == HEAD,
        look.revision or "空",
        _VERSION_TODO[(look.revision > HEAD) - (look.revision < HEAD)],
    )
    if look.last is not None:
        todo = "" if look.last <= patient.now else "端末の時計（日付と時刻）を合わせてください。"
        found = f"{patient.now:%Y-%m-%d %H:%M}（日本時間）"
        if todo:
            found += f"、最後の記録は {look.last:%Y-%m-%d %H:%M}"
        yield Check("保存", "時計", not todo, found, todo)
    if look.lost:
        todo = "使うのをやめ、ファイルに手を付けずに、監督者と保守の担当に知らせてください。"
        yield Check("保存", "記録のつながり", False, f"終わりの{look.lost}件がありません", todo)
    size = f"{path.stat().st_size / 1_048_576:.1f} MB"
    todo = "" if look.whole else "使うのをやめ、控えから戻してください。"
    yield Check(
        "保存",
        "データベース",
        look.whole,
        f"{size}、{'無傷' if look.whole else '壊れています'}",
        todo,
    )


_VERSION_TODO = {
    0: "",
    -1: "控えを取ってください。次に窓口を開くときに新しい版になります。",
    1: "プログラムのほうが古い版です。新しい版に入れ替えてください。",
}


def keys(patient: Patient) -> Iterator[Check]:
    from localdb.keys import (
        AUDIT,
        AUDIT_VERIFICATION,
        BLIND_INDEX,
        DATABASE,
        KEY_FOLDER,
        read_audit_key,
        read_key,
    )
    from localdb.open import DATABASE_FILE

    if not (patient.settings.data / DATABASE_FILE).is_file():
        return
    folder = patient.settings.data / KEY_FOLDER
    reads = ((DATABASE, read_key), (BLIND_INDEX, read_key), (AUDIT, read_audit_key))
    for name, read in reads:
        try:
            read(folder / name)
            yield Check("鍵", name, True, "あります")
        except CounterError as failure:
            yield failed("鍵", name, failure)
    if (folder / AUDIT_VERIFICATION).exists():
        todo = "監査の担当が媒体に移して保管し、端末からは消してください。"
        yield Check("鍵", AUDIT_VERIFICATION, True, "端末にあります", todo)
