"""Signed messages: OpenSSL, an independent implementation, verifies them, and rejects an altered one."""

from __future__ import annotations

import shutil
import subprocess
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from briefing.mail.message import MessageWriter
from briefing.mail.smime import read_signer
from briefing.problems import DeliveryError
from tests.archived import publish
from tests.command import Command
from tests.mail.authority import make_identity
from tests.mail.lint import lint
from tests.mail.sending import DESK, OUTGOING, people


@pytest.fixture(params=["rsa", "ec"])
def identity(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return make_identity(tmp_path, request.param)


def verify(content: bytes, ca: Path) -> bool:
    if not shutil.which("openssl"):
        pytest.skip("openssl, which verifies the signature, is not installed")
    command = ["openssl", "cms", "-verify", "-CAfile", str(ca), "-out", "/dev/null"]
    return subprocess.run(command, input=content, capture_output=True, check=False).returncode == 0


def test_a_signed_message_verifies_and_an_altered_one_does_not(identity: Path) -> None:
    signer = read_signer(identity, "secret")
    written = MessageWriter(OUTGOING, DESK, sign=signer).write(people(1)[0], OUTGOING.published)
    assert lint(written.content) == []
    assert verify(written.content, identity.with_name("ca.pem"))
    assert not verify(written.content.replace(b"Crane", b"Brane"), identity.with_name("ca.pem"))
    message = message_from_bytes(written.content, policy=default)
    assert message.get_content_type() == "multipart/signed"
    inner, signature = message.iter_parts()
    assert inner.get_content_type() == "multipart/mixed"
    assert signature.get_filename() == "smime.p7s"
    assert message.get_all("MIME-Version") == ["1.0"]


def test_the_command_signs_with_the_identity_in_the_settings(
    identity: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(open_archive(command.folder / "editions"), "It began.", marking="TLP:CLEAR")
    settings = '[mail]\nhost = "127.0.0.1"\nsecurity = "none"\nfrom = "desk@ministry.example"\n'
    (command.folder / "briefing.toml").write_text(settings)
    words = ("send", "x", "--to", "a@b.example", "--smime", "--eml", "mail")
    assert (command(*words).code, (command.folder / "mail").exists()) == (2, False)
    (command.folder / "briefing.toml").write_text(f'{settings}[sign]\npkcs12 = "{identity.name}"\n')
    monkeypatch.setenv("BRIEFING_SIGN_PASSWORD", "wrong")
    assert command(*words).code == 7
    monkeypatch.setenv("BRIEFING_SIGN_PASSWORD", "secret")
    assert command(*words).code == 0
    (written,) = (command.folder / "mail").iterdir()
    assert verify(written.read_bytes(), identity.with_name("ca.pem"))


def test_an_unreadable_identity_is_refused(identity: Path) -> None:
    for path, password in ((identity, "wrong"), (identity.with_name("ca.pem"), ""), (identity.with_name("no"), "")):
        with pytest.raises(DeliveryError, match="no-identity") as caught:
            read_signer(path, password)
        assert "wrong " not in str(caught.value).replace("wrong password", "")
