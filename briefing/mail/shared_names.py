"""Names of mailboxes that several people read: found in any part of a name, also in letters that only look like Latin ones.

They are a second line of defence: a list says itself which address is one person's own.
"""

from __future__ import annotations

import re

from briefing.text.lookalikes import look_alike

# fmt: off
SHARED_WORDS = frozenset({
    "abuse", "admin", "administration", "administrator", "alert", "alerts", "all", "billing", "board", "briefing",
    "briefings", "bureau", "cabinet", "cell", "chancery", "committee", "compliance", "consulate", "contact",
    "correspondence", "crisis", "delegation", "department", "desk", "director", "directorate", "distribution", "division",
    "duty", "editors", "embassy", "enquiries", "everybody", "everyone", "feedback", "group", "groups", "hello", "help",
    "hostmaster", "hr", "info", "information", "inquiries", "legal", "list", "lists", "mail", "mailbox", "mailing",
    "marketing", "media", "ministry", "mission", "news", "newsletter", "newsroom", "no-reply", "noc", "noreply", "office",
    "officer", "operations", "ops", "post", "postmaster", "press", "registry", "reply", "root", "sales", "secretariat",
    "section", "security", "service", "services", "shared", "staff", "subscribers", "support", "team", "teams", "unit",
    "users", "watch", "webmaster",
    "accueil", "ambassade", "cellule", "communication", "courrier", "diffusion", "direction", "equipe", "groupe", "liste",
    "presse", "redaction", "tous", "toutes", "veille",
    "botschaft", "correo", "embajada", "equipo", "grupo", "gruppe", "lista", "prensa", "redaccion", "redaktion",
    "sekretariat", "verteiler",
})
"""Local parts of mailboxes that several people read: those of RFC 2142, and others common in offices."""
SURNAMES = frozenset({"post", "root", "sales"})
"""Those of them that are so common as names of persons that they count only where they are the whole local part."""
IN_NAMES = SURNAMES | {
    "board", "bureau", "contact", "director", "legal", "list", "mail", "officer", "press", "presse", "service", "veille",
    "watch",
}
"""Those of them that may be a part of the name of a person, as a surname or a title."""
# fmt: on

_COMPOUND = re.compile(
    rf"(?:{'|'.join(sorted(SHARED_WORDS))}){{2,}}|\w+(?:desk|office|team|group|mailbox|newsroom|secretariat|embassy)"
)
_DIGITS_AS_LETTERS = str.maketrans("01", "ol")


def is_shared_mailbox(local: str) -> bool:
    """Tell whether the local part of an address is plainly that of a mailbox that several people read."""
    seen = look_alike(local)
    whole = seen.partition("+")[0].rstrip("0123456789")
    words = _words(seen)
    return whole in SHARED_WORDS or bool(words & (SHARED_WORDS - SURNAMES)) or any(map(_COMPOUND.fullmatch, words))


def is_shared_name(name: str) -> bool:
    """Tell whether a name is plainly that of a group; what follows a comma or a bracket, such as an office, is left out."""
    seen = look_alike(name)
    words = _words(re.split(r"[,(]", seen)[0]) or _words(seen)
    only_shared = bool(words) and words <= SHARED_WORDS
    return only_shared or bool(words & (SHARED_WORDS - IN_NAMES)) or any(map(_COMPOUND.fullmatch, words))


def _words(text: str) -> set[str]:
    """Return the words of a text, each also without the digits at its end; a digit in a word is read as a letter."""
    parts = re.findall(r"[^\W_]+", text)
    words = {word.translate(_DIGITS_AS_LETTERS) for part in parts for word in (part, part.rstrip("0123456789"))}
    return words - {""}
