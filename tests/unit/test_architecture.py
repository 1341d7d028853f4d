"""What the layout promises and no linter can see."""

import subprocess
import sys

from resources.loader import ROOT


def test_the_folder_smartcard_is_no_package_so_that_pyscard_is_found() -> None:
    assert not (ROOT.parent / "smartcard" / "__init__.py").exists()
    import smartcard.System

    assert "site-packages" in (smartcard.System.__file__ or "")


def test_the_core_loads_without_qt_sql_pdf_or_card() -> None:
    program = (
        "import sys, counter_app.intake, counter_app.documents, counter_app.dispatch,"
        "counter_app.delivery, counter_app.desk, counter_app.review, counter_app.signing;"
        "heavy = {'PySide6', 'sqlalchemy', 'reportlab', 'smartcard', 'pyhanko'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_top_folder_opens_with_a_readme() -> None:
    folders = ["counter_app", "ui", "forms", "smartcard", "localdb", "resources", "tests"]
    assert [f for f in folders if not (ROOT.parent / f / "README.md").is_file()] == []
