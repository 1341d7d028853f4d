"""Is a sealed document unchanged, to the last byte, and whose signature is under it?"""

import argparse
from pathlib import Path

from counter_app.commands.arguments import describe
from counter_app.commands.files import read_input, unreadable
from counter_app.commands.terminal import say
from counter_app.model.document import Verification


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "封印された PDF が1バイトも変わっていないか、だれの署名かを確かめます。\n"
        "この窓口の封印は、そのまま確かめられます。ほかの窓口の封印には --trusted が要ります。",
        "verify 書類.pdf",
        "verify 書類.pdf --trusted 控え/sealing/sealing-ca.crt",
    )
    parser.add_argument("file", type=Path, metavar="FILE.pdf", help="確かめる PDF")
    parser.add_argument(
        "--trusted",
        type=Path,
        action="append",
        default=[],
        metavar="CERT.pem",
        help="この認証局の封印も信頼する（何度でも書ける）",
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    from counter_app.bootstrap import trusted_seal
    from forms.verification import verify

    pdf = read_input(arguments.file)
    authorities = tuple(_certificate(path) for path in arguments.trusted)
    found = verify(pdf, (*trusted_seal(basedir), *authorities))
    say(*result_lines(found))
    found.require_intact()
    return 0


def result_lines(found: Verification) -> list[str]:
    """The result in Japanese, one fact a line."""
    lines = ["変わっていません" if found.intact else "この書類は確かめられません"]
    lines += [f"・{problem}" for problem in found.problems]
    if found.sealed_by:
        lines.append(f"封印　　　{found.sealed_by}")
    if found.sealed_at is not None:
        lines.append(f"封印の時　{found.sealed_at:%Y-%m-%d %H:%M:%S %z}")
    if found.signer and found.signed_at is not None:
        lines.append(f"署名　　　{found.signer}　{found.signed_at:%Y-%m-%d %H:%M:%S %z}")
        if found.writing.by_other:
            lines.append(f"代筆：{found.writing.sentence(found.signer)}")
        lines.append(f"同じ署名の書類　{found.documents_in_act}通")
    if found.sheets:
        lines.append(f"書類番号　{'・'.join(found.sheets)}")
    return lines


def _certificate(path: Path) -> bytes:
    """A certificate as DER. Raises INPUT_FILE_UNREADABLE for anything else."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    content = read_input(path)
    try:
        if content.startswith(b"-----"):
            return x509.load_pem_x509_certificate(content).public_bytes(Encoding.DER)
        return x509.load_der_x509_certificate(content).public_bytes(Encoding.DER)
    except (ValueError, x509.InvalidVersion) as error:
        raise unreadable(path, "証明書ではありません") from error
