"""A signed edition begins with the unsigned one, conforms to both standards, and every later change is detected."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which

import pytest

pytest.importorskip("pyhanko", reason="the extra briefing[sign] is not installed")

from asn1crypto.tsp import TimeStampReq  # type: ignore[import-untyped]

from briefing.archive.archive import open_archive
from briefing.archive.identify import identify_pdf
from briefing.archive.signing.identity import open_identity
from briefing.archive.signing.sign import SignatureLevel, read_certificates, read_identity, sign_pdf
from briefing.archive.signing.signatures import Signature, check_signed, read_signatures
from briefing.pages.conformance import check_conformance
from briefing.pages.document import Document
from briefing.problems import ArchiveError, UsageError
from briefing.rendering import render_document
from briefing.settings import SignSettings
from tests.archived import publish
from tests.pki import PASSWORD, Authority, Issued

HTML = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title></head>'
    "<body><h1>T</h1><p>Text.</p></body></html>"
)


Judge = Callable[[Path], dict[str, list[str]]]


@dataclass(frozen=True)
class Desk:
    """A desk with an identity, an authority and a time-stamping server."""

    folder: Path
    authority: Authority
    officer: Issued
    stamper: Issued

    def level(self, name: str) -> SignatureLevel:
        trust = read_certificates(self.folder / "trust.pem")
        return SignatureLevel(name, self.authority.timestamper(self.stamper), trust, [self.authority.crl()])

    def sign(self, pdf: bytes, level: str = "B-B") -> bytes:
        return sign_pdf(pdf, read_identity(self.folder / "desk.p12", PASSWORD), self.level(level), "A reason")

    def look(self, pdf: bytes) -> Signature:
        (signature,) = read_signatures(pdf, read_certificates(self.folder / "trust.pem"))
        return signature


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    authority = Authority()
    officer = authority.issue("Duty officer")
    authority.write(folder, officer)
    return Desk(folder, authority, officer, authority.issue("Time", stamping=True))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_document(Document(HTML, {}, datetime(2024, 5, 2, tzinfo=UTC))).content


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT"])
def test_each_level_is_as_named_and_conforms_to_both_standards(level: str, desk: Desk, pdf: bytes) -> None:
    signed = desk.sign(pdf, level)
    assert signed.startswith(pdf)
    check_conformance(signed)
    check_signed(signed)
    signature = desk.look(signed)
    assert signature == replace(signature, signer="Duty officer", level=level, intact=True, whole=True, trusted=True)
    assert signature.stamped == (level != "B-B")
    assert abs((datetime.now(UTC) - (signature.signed or datetime.min.replace(tzinfo=UTC))).total_seconds()) < 600


def test_verapdf_finds_signed_files_conforming(desk: Desk, pdf: bytes, tmp_path: Path, verapdf: Judge) -> None:
    for level in ("B-B", "B-LT"):
        path = tmp_path / f"{level}.pdf"
        path.write_bytes(desk.sign(pdf, level))
        assert verapdf(path) == {}


def test_a_revocation_list_that_ends_with_a_carriage_return_can_be_embedded(
    desk: Desk, pdf: bytes, verapdf: Judge, tmp_path: Path
) -> None:
    lists = (desk.authority.crl(number=number) for number in range(5000))
    ending = next(found for found in lists if found.endswith(b"\r"))
    path = tmp_path / "signed.pdf"
    path.write_bytes(
        sign_pdf(pdf, read_identity(desk.folder / "desk.p12", PASSWORD), replace(desk.level("B-LT"), crls=[ending]))
    )
    check_conformance(path.read_bytes())
    assert desk.look(path.read_bytes()).level == "B-LT"
    assert verapdf(path) == {}


def test_debians_pdfsig_finds_it_valid(desk: Desk, pdf: bytes, tmp_path: Path) -> None:
    if not which("pdfsig"):
        pytest.skip("pdfsig is not installed")
    for level in ("B-B", "B-T", "B-LT"):
        path = tmp_path / "signed.pdf"
        path.write_bytes(desk.sign(pdf, level))
        report = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
        assert "Signature Validation: Signature is Valid." in report
        assert "ETSI.CAdES.detached" in report


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT"])
def test_every_change_after_signing_is_detected(level: str, desk: Desk, pdf: bytes) -> None:
    signed = desk.sign(pdf, level)
    for at in range(0, len(pdf), len(pdf) // 25):
        changed = bytearray(signed)
        changed[at] ^= 1
        for signature in read_signatures(bytes(changed)):
            assert not (signature.intact and signature.whole)
    for added in (b"x", b"\n1 0 obj\n<<>>\nendobj\n", signed[len(pdf) :]):
        with pytest.raises(ArchiveError, match="signature"):
            check_signed(signed + added)


def test_a_file_without_a_signature_has_none(pdf: bytes) -> None:
    assert read_signatures(pdf) == []
    assert read_signatures(b"%PDF-1.7 no more") == []
    with pytest.raises(ArchiveError, match="no signature"):
        check_signed(pdf)


def test_a_signature_by_an_unknown_signer_is_intact_and_not_trusted(desk: Desk, pdf: bytes) -> None:
    other = Authority("Another root")
    (stranger,) = read_signatures(desk.sign(pdf), [])
    assert (stranger.intact, stranger.trusted) == (True, False)
    path = desk.folder / "other.pem"
    path.write_bytes(other.root.pem())
    (stranger,) = read_signatures(desk.sign(pdf, "B-LT"), read_certificates(path))
    assert (stranger.intact, stranger.trusted) == (True, False)


def test_no_long_term_signature_with_a_revoked_certificate(desk: Desk, pdf: bytes) -> None:
    level = replace(desk.level("B-LT"), crls=[desk.authority.crl(desk.officer)])
    with pytest.raises(ArchiveError, match="cannot-sign"):
        sign_pdf(pdf, read_identity(desk.folder / "desk.p12", PASSWORD), level)


@pytest.mark.parametrize("level", ["B-T", "B-LT"])
def test_no_stamped_signature_without_a_server(level: str, desk: Desk, pdf: bytes) -> None:
    with pytest.raises(ArchiveError, match="needs a time stamp"):
        sign_pdf(pdf, read_identity(desk.folder / "desk.p12", PASSWORD), replace(desk.level(level), timestamper=None))


@pytest.mark.parametrize(
    ("settings", "password", "code"),
    [
        (SignSettings(), PASSWORD, "no-identity"),
        (SignSettings(pkcs12="desk.p12"), "wrong", "no-identity"),
        (SignSettings(pkcs12="nowhere.p12"), PASSWORD, "no-identity"),
        (SignSettings(pkcs12="trust.pem"), PASSWORD, "no-identity"),
        (SignSettings(pkcs12="desk.p12", trust="desk.p12"), PASSWORD, "no-trust"),
        (SignSettings(pkcs12="desk.p12", crls="nowhere"), PASSWORD, "no-trust"),
        (SignSettings(pkcs11="/nowhere.so", token="t", key="k"), PASSWORD, "no-identity"),
    ],
)
def test_an_unusable_identity_is_refused(settings: SignSettings, password: str, code: str, desk: Desk) -> None:
    with (
        pytest.raises((UsageError, ArchiveError), match=code) as refused,
        open_identity(settings, desk.folder, lambda: password),
    ):
        pass
    assert PASSWORD not in str(refused.value)


@pytest.fixture
def server(desk: Desk) -> Iterator[str]:
    """A time-stamping server on this machine, which answers as RFC 3161 has it."""
    stamper = desk.authority.timestamper(desk.stamper)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_the_settings_of_a_desk_sign(server: str, desk: Desk, pdf: bytes) -> None:
    settings = SignSettings(pkcs12="desk.p12", level="B-LT", timestamp=server, trust="trust.pem", crls="crls")
    with open_identity(settings, desk.folder, lambda: PASSWORD) as sign:
        signature = desk.look(sign(pdf))
    assert (signature.level, signature.stamped, signature.trusted) == ("B-LT", True, True)


def test_an_unreachable_time_stamp_server_is_reported(desk: Desk, pdf: bytes) -> None:
    settings = SignSettings(pkcs12="desk.p12", level="B-T", timestamp="http://127.0.0.1:9")
    with (
        open_identity(settings, desk.folder, lambda: PASSWORD) as sign,
        pytest.raises(ArchiveError, match="cannot-sign"),
    ):
        sign(pdf)


SOFT_TOKEN = Path("/usr/lib/softhsm/libsofthsm2.so")


@pytest.fixture
def token(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SignSettings:
    """A token in software, with the officer's key on it."""
    if not SOFT_TOKEN.is_file() or not which("softhsm2-util"):
        pytest.skip("SoftHSM is not installed")
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    (tmp_path / "key.pem").write_bytes(desk.officer.key_pem())
    start = ["softhsm2-util", "--init-token", "--free", "--label", "desk", "--pin", "1234", "--so-pin", "5678"]
    subprocess.run(start, check=True, capture_output=True)
    store = [
        "softhsm2-util",
        "--import",
        str(tmp_path / "key.pem"),
        "--token",
        "desk",
        "--label",
        "officer",
        "--id",
        "01",
    ]
    subprocess.run([*store, "--pin", "1234"], check=True, capture_output=True)
    put_certificate(desk.officer)
    return SignSettings(pkcs11=str(SOFT_TOKEN), token="desk", key="officer")


def put_certificate(issued: Issued) -> None:
    import pkcs11
    from cryptography.hazmat.primitives.serialization import Encoding
    from pkcs11.util.x509 import decode_x509_certificate

    library = pkcs11.lib(str(SOFT_TOKEN))
    library.reinitialize()
    with library.get_token(token_label="desk").open(user_pin="1234", rw=True) as session:
        value = decode_x509_certificate(issued.certificate.public_bytes(Encoding.DER))
        session.create_object({**value, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "officer"})


def test_a_key_on_a_token_signs(token: SignSettings, desk: Desk, pdf: bytes) -> None:
    with open_identity(token, desk.folder, lambda: "1234") as sign:
        signature = desk.look(sign(pdf))
    assert (signature.signer, signature.intact, signature.trusted) == ("Duty officer", True, True)
    with pytest.raises(ArchiveError, match="no-identity"), open_identity(token, desk.folder, lambda: "9999"):
        pass
    missing = token.model_copy(update={"key": "nobody"})
    with pytest.raises(ArchiveError, match="no-identity"), open_identity(missing, desk.folder, lambda: "1234"):
        pass


def test_a_received_file_is_identified_by_its_code(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    first = publish(archive, "says x@1-aaaa-bbbb-cccc").pdf
    received = identify_pdf(first, archive)
    assert received.edition
    assert (received.unmodified, received.edition.status) == (True, "current")
    second = publish(archive, "says x@2-aaaa-bbbb-cccc").pdf
    received = identify_pdf(second, archive)
    assert received.edition
    assert (received.unmodified, received.edition.status) == (True, "current")
    received = identify_pdf(first, archive)
    assert received.edition
    assert (received.claims, received.unmodified, received.edition.status) == ("x@1", True, "superseded")
    altered = identify_pdf(second.replace(b"PDF-1.7", b"PDF-1.8"), archive)
    assert (altered.claims, altered.unmodified) == ("x@2", False)
    for unknown, claims in ((b"%PDF y@1-aaaa-bbbb-cccc", "y@1"), (b"%PDF x@9-aaaa-bbbb-cccc", "x@9"), (b"%PDF", "")):
        found = identify_pdf(unknown, archive)
        assert (found.claims, found.edition, found.unmodified) == (claims, None, False)
