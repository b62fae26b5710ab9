"""The mail server and the marking scheme in the settings, and the sources of the password."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.mail.clearance import DEFAULT_RULES, Channel
from briefing.mail.server import (
    PASSWORD_VARIABLE,
    Password,
    is_loopback,
    read_mail_server,
    read_marking_rules,
    read_password,
)
from briefing.problems import DeliveryError, UsageError
from briefing.settings import MailSettings, MarkingSettings, read_settings
from briefing.workspace import Workspace
from tests.mail.sending import mail_server

GOOD = MailSettings(host="mail.ministry.example", sender="Sahel desk <desk@ministry.example>")


def settings(root: Path, text: str) -> tuple[MailSettings, MarkingSettings]:
    (root / "briefing.toml").write_text(text)
    read = read_settings(Workspace(root))
    return read.mail, read.marking


def test_the_settings_in_the_documentation(tmp_path: Path) -> None:
    mail, _ = settings(
        tmp_path,
        '[mail]\nhost = "mail.ministry.example"\nport = 587\nsecurity = "starttls"\n'
        'from = "Sahel desk <desk@ministry.example>"\n',
    )
    read = read_mail_server(mail, tmp_path)
    assert (read.host, read.port, read.security) == ("mail.ministry.example", 587, "starttls")
    assert (read.sender.name, read.sender.address) == ("Sahel desk", "desk@ministry.example")
    assert read.channel == Channel(encrypted=True, loopback=False)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465)])
def test_the_default_port_depends_on_the_security(security: str, port: int) -> None:
    assert (
        read_mail_server(MailSettings(host="m.example", security=security, sender="a@b.example"), Path()).port == port
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "names no host"),
        ('host = "a b"', "not the name of a server"),
        ('host = "m.example"\nsecurity = "ssl"', '"ssl" is not known'),
        ('host = "m.example"\nsecurity = "none"', "only for a server on this machine"),
        ('host = "192.0.2.1"\nsecurity = "none"', "only for a server on this machine"),
        ('host = "localhost.evil.example"\nsecurity = "none"', "only for a server on this machine"),
        ('host = "m.example"\nport = 99999', "99999 is not a port"),
        ('host = "m.example"\nrate = 0', "rate = 0"),
        ('host = "m.example"\nfrom = "desk"', 'from "desk"'),
        ('host = "m.example"\nfrom = "bureau é@b.example"', "from"),
        ('host = "m.example"\nfrom = "\u7528@b.example"', "ASCII"),
        ('host = "m.example"\nca = "none.pem"', 'no file "none.pem"'),
        ('host = "m.example"\nunsubscribe = "ftp://x"', "neither a web address"),
        ('host = "m.example"\nuser = "a\\nb"', "contains control characters"),
    ],
)
def test_invalid_settings_are_refused(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(UsageError, match=r"bad-(mail-)?settings") as caught:
        read_mail_server(settings(tmp_path, f"[mail]\n{text}\n")[0], tmp_path)
    assert expected in str(caught.value)


@pytest.mark.parametrize("key", ["password", "pass", "passwd"])
def test_a_password_is_refused_in_the_settings(tmp_path: Path, key: str) -> None:
    with pytest.raises(UsageError, match="never written here") as caught:
        settings(tmp_path, f'[mail]\n{key} = "hunter2"\n')
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_loopback_hosts(host: str) -> None:
    assert is_loopback(host)
    read = read_mail_server(MailSettings(host=host, security="none", sender="a@b.example"), Path())
    assert read.channel == Channel(encrypted=False, loopback=True)


def test_a_workspaces_own_scheme(tmp_path: Path) -> None:
    _, marking = settings(
        tmp_path, '[marking]\nscheme = "MAE"\nmarkings = ["OUVERT", "INTERNE", "RÉSERVÉ"]\nindividuals = ["RÉSERVÉ"]\n'
    )
    rules = read_marking_rules(marking)
    assert rules.schemes[-1].markings == ("OUVERT", "INTERNE", "RÉSERVÉ")
    assert rules.individuals == {"TLP:RED", "RÉSERVÉ"}
    assert rules.tls_only == {*DEFAULT_RULES.tls_only, "RÉSERVÉ"}
    assert read_marking_rules(MarkingSettings()) is DEFAULT_RULES


@pytest.mark.parametrize(
    "text",
    [
        'scheme = "TLP"\nmarkings = ["A"]',
        'markings = ["A"]',
        'scheme = "MAE"',
        'scheme = "MAE"\nmarkings = ["A", "A"]',
        'scheme = "MAE"\nmarkings = ["TLP:RED", "A"]',
        'scheme = "MAE"\nmarkings = ["A", "a"]',
        'scheme = "MAE"\nmarkings = ["Tlp: Red", "A"]',
        'scheme = "MAE"\nmarkings = ["TLP:RЕD", "A"]',
        'scheme = "MAE"\nmarkings = ["ＴＬＰ：ＲＥＤ", "A"]',
        'scheme = "MAE"\nmarkings = ["tlp ᴀmber", "A"]',
        'scheme = "MAE"\nmarkings = ["RÉSERVÉ", "Reserve"]',
        'scheme = "MAE"\nmarkings = ["TLP:AMBER STRICT", "A"]',
        'scheme = "MAE"\nmarkings = ["Official–Sensitive"]',
        'scheme = "MAE"\nmarkings = ["§§"]',
        'scheme = "MAE"\nmarkings = ["A  B"]',
        'scheme = "MAE"\nmarkings = ["A / B"]',
        'scheme = "MAE"\nmarkings = ["A\\nBcc: x"]',
        'scheme = "MAE"\nmarkings = [" A"]',
        'scheme = "MAE"\nmarkings = ["A"]\nindividuals = ["B"]',
    ],
)
def test_invalid_schemes_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"bad-(marking-)?settings"):
        read_marking_rules(settings(tmp_path, f"[marking]\n{text}\n")[1])


def test_the_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "hunter2")
    assert read_password(mail_server(25)) is None
    password = read_password(mail_server(25, user="desk"))
    assert password is not None
    assert password.reveal() == "hunter2"
    assert "hunter2" not in f"{password!r}{password}"


def test_a_line_end_after_the_password_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "hunter2\r\n")
    assert read_password(mail_server(25, user="desk")) == Password("hunter2")


def test_a_password_of_two_lines_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "hunter2\nmore")
    with pytest.raises(DeliveryError, match=r"no-password.*control characters") as caught:
        read_password(mail_server(25, user="desk"))
    assert "hunter2" not in str(caught.value)


def test_a_missing_password_is_an_error_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(DeliveryError, match=r"no-password.*desk at 127\.0\.0\.1") as caught:
        read_password(mail_server(25, user="desk"))
    assert PASSWORD_VARIABLE in str(caught.value)


def test_a_password_in_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring", reason="the keyring is an extra")
    from keyring.backend import KeyringBackend

    class Kept(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return {("briefing-mail:127.0.0.1", "desk"): "from the keyring"}.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    keyring.set_keyring(Kept())  # type: ignore[no-untyped-call]
    try:
        assert read_password(mail_server(25, user="desk")) == Password("from the keyring")
    finally:
        keyring.set_keyring(before)
