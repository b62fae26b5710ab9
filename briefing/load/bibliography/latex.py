"""Values of BibTeX, which are written in LaTeX, as plain text. The only module that names pylatexenc."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from briefing.text.markup.raised import lowered, raised

LONGEST_FIELD = 10_000
"""The most characters of a field whose LaTeX is decoded; of a longer one, commands and braces are removed."""

_SYMBOLS = {
    "textless": "<", "textgreater": ">", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»",
    "textunderscore": "_", "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "euro": "€", "pounds": "£",
    "copyright": "©", "S": "§", "P": "¶", "nobreakspace": " ", "newline": " ", "par": " ", "slash": "/", "hyphen": "-",
    "ndash": "–", "sim": "~", "circ": "°", "mdash": "—", "LaTeX": "LaTeX", "TeX": "TeX",
}  # fmt: skip
_AS_WRITTEN = ("url", "texttt", "textup", "mbox")
"""Commands that the library would print in other signs (the address between < and >), or leave out with their text."""
_WITHOUT_TEXT = (
    "bf", "em", "enquote", "it", "large", "mkbibquote", "newblock", "noopsort", "protect", "relax", "rm", "sc", "sf", "sl",
    "small", "textnormal", "tt", "up", "uppercase", "MakeUppercase", "string", "foreignlanguage", "textcolor",
)  # fmt: skip
"""Commands that say nothing but how their text is set."""

_FORMULA = re.compile(r"(?<!\\)\$(?=[^\s$])((?:\\.|[^$\\]){1,200})(?<!\s)\$")
_FORMULA_SIGNS = re.compile(r"\\[A-Za-z,;!]|[\^_<>=]")
_MOVED = re.compile(r"([\^_])\s*(?:\{([^{}]*)\}|\\circ\b|([^\s\\{}]))")
_MOVED_WORDS = re.compile(r"\\text(super|sub)script\s*\{([^{}]*)\}")
_FIRST_OF_TWO = re.compile(r"\\(?:href|foreignlanguage|textcolor)\s*\{[^{}]*\}\s*(?=\{)")
"""Commands whose first argument is not printed: an address, a language, a colour."""


def plain_address(text: str, *, braces: bool = False) -> str:
    """Return an address without what LaTeX needs: backslashes before its signs, other names of ~, and mostly braces."""
    text = re.sub(r"\\(?:text)?asciitilde(?:\{\}|\s)?|\\~\{\}|\$\\sim\$", "~", text)
    text = re.sub(r"\\(?:text)?(?:(under)score|backslash)(?:\{\}|\s)?", lambda sign: "_" if sign[1] else "\\", text)
    text = re.sub(r"\\([_%&#~$])", r"\1", text)
    text = re.sub(r"(?<=\S)\s+(?:\\url\{)?https?://.*", "", text, flags=re.DOTALL)  # Mendeley has several in one field
    return text.strip() if braces else re.sub(r"[{}\s]|\\url", "", text)


def decode_latex(text: str) -> str:
    """Return a value as plain text on one line: accents as letters, commands without their names."""
    # These signs are reserved in LaTeX, but reference managers do not all escape them.
    text = re.sub(r"\\(?:enquote|mkbibquote)\*?\s*\{([^{}]*)\}", r"“\1”", text)
    text = _FIRST_OF_TWO.sub("", text)
    text = _MOVED_WORDS.sub(lambda found: (raised if found[1] == "super" else lowered)(found[2]), text)
    escaped = _escaped(text)
    try:
        plain = _decoder()(escaped) if len(text) <= LONGEST_FIELD and re.search(r"[\\{}~$`'-]", text) else text
    except Exception:  # a command with too few arguments may raise anything; the words are what counts
        plain = re.sub(r"\\[a-zA-Z]+\s*|[{}\\]", "", text)
    return " ".join(plain.split())


def _escaped(text: str) -> str:
    """Return a value with a backslash before the signs that are meant as they are, also a dollar that begins no formula."""
    formula = "\x00"
    marked = _FORMULA.sub(lambda found: _formula(found).replace("$", formula), text.replace(formula, ""))
    return re.sub(r"(?<!\\)[%&#$]", r"\\\g<0>", marked).replace(formula, "$")


def _formula(found: re.Match[str]) -> str:
    """Return what stands between two dollars, its raised and lowered signs as characters; without them if it is a formula."""
    content, following = found[1], found.string[found.end() : found.end() + 1]
    if not _FORMULA_SIGNS.search(content) and (following.isdigit() or not re.fullmatch(r"[\w.+-]+", content)):
        return found[0].replace("$", "\\$")
    moved = _MOVED.sub(
        lambda sign: (raised if sign[1] == "^" else lowered)(sign[2] or sign[3] or "∘").replace("\\circ", "°"), content
    )
    return f"${moved}$"


def unknown_commands(text: str) -> list[str]:
    """Return the names of the LaTeX commands in a text of which nothing is known, so that they are left out."""
    names = dict.fromkeys(re.findall(r"\\([A-Za-z]+)", text)) if "\\" in text else {}
    return [name for name in names if name not in _WITHOUT_TEXT and _commands().get_macro_spec(name) is None]


@cache
def _decoder() -> Callable[[str], str]:
    from pylatexenc import latex2text

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    decode: Callable[[str], str] = latex2text.LatexNodes2Text(latex_context=_commands(), math_mode="text").latex_to_text
    return decode


@cache
def _commands() -> Any:
    """Return the library's commands with those it lacks, or knows without their text."""
    from pylatexenc import latex2text

    commands = latex2text.get_default_latex_context_db()
    more = {**_SYMBOLS, **dict.fromkeys(("textsuperscript", "textsubscript"), "%s"), **dict.fromkeys(_AS_WRITTEN, "%s")}
    macros = [latex2text.MacroTextSpec(name, simplify_repl=text) for name, text in more.items()]
    commands.add_context_category("briefing", prepend=True, macros=macros)
    return commands
