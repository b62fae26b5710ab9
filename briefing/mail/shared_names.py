"""Names of mailboxes that several people read: found in any part of a name, also in letters that only look like Latin ones.

Also names of two people, such as `Jean and Marie Dupont`.

They are a second line of defence: a list says itself which address is one person's own.
"""

from __future__ import annotations

import re
from unicodedata import normalize

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
PLURALS = frozenset({"families", "family", "familia", "familie", "famille", "mesdames", "messieurs", "messrs", "mmes"})
"""Words that make several people of a surname."""
ANDS = frozenset({
    "and", "et", "und", "och", "with", "avec", "&",
    "\u0438", "\u0442\u0430", "\u03ba\u03b1\u03b9", "\u03ba\u03b1\u03af",  # Russian, Ukrainian, Greek
    "\u0648", "\u548c", "\u4e0e", "\u8207", "\u53ca", "\u3068", "\uacfc", "\uc640",  # Arabic, Chinese, Japanese, Korean
})
"""Words that join the names of two people."""
# fmt: on
ANDS_IN_SMALL_LETTERS = frozenset(
    {*"aeiy", "dan", "en", "es", "ir", "ja", "og", "si", "un", "va", "ve", "\u0456", "\u0439"}
)
"""Those that do so only in small letters, because they are names or initials otherwise."""
_NOBLE = frozenset({"von", "vom", "zu", "zum", "zur"})
"""What stands before the `und` of one person: `Karl von und zu Berg`."""
_BETWEEN_NAMES = re.compile("[&+/;|\u3001]")

_COMPOUND = re.compile(
    rf"(?:{'|'.join(sorted(SHARED_WORDS))}){{2,}}|\w+(?:desk|office|team|group|mailbox|newsroom|secretariat|embassy)"
)
_DIGITS_AS_LETTERS = str.maketrans("01", "ol")


def is_shared_mailbox(local: str) -> bool:
    """Tell whether the local part of an address is plainly that of a mailbox that several people read."""
    seen = look_alike(local)
    whole = seen.partition("+")[0].rstrip("0123456789")
    words = _words(seen)
    if bool(words & (SHARED_WORDS - SURNAMES)) or any(map(_COMPOUND.fullmatch, words)):
        return True
    return whole in SHARED_WORDS or bool(ANDS & set(re.findall(r"[^\W_]+", seen)[1:-1]))


def is_shared_name(name: str) -> bool:
    """Tell whether a name is plainly that of a group, or of two people.

    What follows a comma or a bracket, such as an office, is left out, but for the first names after a surname.
    """
    return _is_name_of_group(look_alike(name)) or _is_name_of_two(normalize("NFKC", name))


def _is_name_of_two(name: str) -> bool:
    first, *others = [part.split() for part in re.split(r"[,()]", name) if part.strip()] or [[""]]
    if any(_is_and(part, 0) or (len(part) > 1 and {part[0], part[-1]} & {first[0], first[-1]}) for part in others):
        return True  # Jean Dupont, and Marie; Jean Dupont, Marie Dupont
    words = [*(others[0] if len(first) == 1 and others else []), *first]  # Dupont, Jean and Marie
    joined = any(_is_and(words, at) for at in range(1, len(words) - 1))
    return joined or bool(_BETWEEN_NAMES.search(" ".join(words))) or bool(PLURALS & set(map(look_alike, words)))


def _is_and(words: list[str], at: int) -> bool:
    """Tell whether a word joins the names of two people, and not two parts of a surname: `José Ortega y Gasset`."""
    word = words[at]
    if {word.casefold(), look_alike(word)} & ANDS:
        return not at or words[at - 1].casefold() not in _NOBLE
    is_surname = at > 1 and len(words) == at + 2
    return word == word.lower() and look_alike(word) in ANDS_IN_SMALL_LETTERS and not is_surname


def _is_name_of_group(seen: str) -> bool:
    words = _words(re.split(r"[,(]", seen)[0]) or _words(seen)
    only_shared = bool(words) and words <= SHARED_WORDS
    return only_shared or bool(words & (SHARED_WORDS - IN_NAMES)) or any(map(_COMPOUND.fullmatch, words))


def _words(text: str) -> set[str]:
    """Return the words of a text, each also without the digits at its end; a digit in a word is read as a letter."""
    parts = re.findall(r"[^\W_]+", text)
    words = {word.translate(_DIGITS_AS_LETTERS) for part in parts for word in (part, part.rstrip("0123456789"))}
    return words - {""}
