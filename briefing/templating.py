"""Fill the shipped templates: one sandboxed Jinja environment for page, mail, redline and catalogue.

Where a desk has templates of its own, they are filled in an environment of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import unescape
from traceback import extract_tb
from unicodedata import bidirectional

from jinja2 import BaseLoader, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.house.templates import COUNT_STEP, MAX_CHARACTERS, BoundedEnvironment, DeskLoader, StepCounter, shown_name
from briefing.i18n import Translator
from briefing.problems import FigureError, Place, Problem
from briefing.resources import TEMPLATES
from briefing.text.languages.marked import mark_scripts

__all__ = ["Markup", "css_string", "fill_template", "is_right_to_left", "mark_direction"]

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]")
"""Where Unicode has its right-to-left scripts."""
_BLOCKS = "p|li|h[1-6]|td|th|dt|dd|caption|figcaption|blockquote"
_BLOCK_START = re.compile(rf"<({_BLOCKS})\b([^<>]*)>")
_BLOCK_EDGE = re.compile(rf"</?(?:{_BLOCKS}|ul|ol|dl|table|div|section|figure|tr)\b")
_NO_ATTRIBUTE = re.compile(r"'[\w.]+ object' has no attribute '(\w+)'")
_TAG = re.compile(r"(<[^<>]*>)")
_QUOTED = re.compile(r"(?<=[“«„])[^“”«»„]+(?=[”»“])")


DeskTemplates = tuple[tuple[str, str], ...]
"""The texts of a desk's own templates, by the name of the shipped one that each extends."""


def fill_template(name: str, translator: Translator, desk: DeskTemplates = (), /, **values: object) -> str:
    """Return a template of `templates/` filled with values; in HTML, each value is escaped unless it is Markup.

    In HTML, what runs from the right has its direction, and words in scripts other than the Latin one have their language.
    The template finds the translator's phrases as `_`, `ngettext` and `pgettext`, and its tag as `language`. Blocks of the
    templates of `desk` take the place of ours.
    Raises FigureError (`template`) where the template is wrong or names a value that is not given.
    """
    phrases = {"_": translator.gettext, "ngettext": translator.ngettext, "pgettext": translator.pgettext}
    try:
        given = {"language": translator.tag, **phrases, **values}
        template = (_desk_environment(desk) if desk else _environment()).get_template(name)
        filled = _bounded(template.generate(given, **{COUNT_STEP: StepCounter()})) if desk else template.render(given)
        return mark_scripts(mark_direction(filled)) if name.endswith(".html.j2") else filled
    except (TemplateError, RecursionError, TypeError, ValueError, ArithmeticError) as error:
        if problem := _desk_problem(error, desk):
            raise FigureError(problem) from error
        if not isinstance(error, TemplateError):
            raise
        where = f"{getattr(error, 'name', None) or name}:{getattr(error, 'lineno', None) or 1}"
        hint = "correct the template, or restore the shipped one"
        raise FigureError(Problem("template", f"{where}: {error}", hint=hint)) from error


def _bounded(pieces: Iterable[str]) -> str:
    """Return pieces of text as one. Raises TemplateError where there are too many."""
    found: list[str] = []
    left = MAX_CHARACTERS
    for piece in pieces:
        found.append(piece)
        left -= len(piece)
        if left < 0:
            raise TemplateError(f"the page has more than {MAX_CHARACTERS:,} characters")
    return "".join(found)


def _desk_problem(error: Exception, desk: DeskTemplates) -> Problem | None:
    """Return an error in a desk's template as a problem with its file and line; None where it is not in one."""
    files = {shown_name(name) for name, _ in desk}
    if not files:
        return None
    lines = [
        (frame.filename, frame.lineno or 1) for frame in extract_tb(error.__traceback__) if frame.filename in files
    ]
    file, line = lines[-1] if lines else (", ".join(sorted(files)), 0)
    what = "it includes or calls itself without end" if isinstance(error, RecursionError) else str(error)
    what = _NO_ATTRIBUTE.sub(r'there is no value "\1" here', what)
    hint = "correct the template, or delete the file to print the shipped one"
    return Problem("template", f"cannot be filled: {what}", Place(file, line), hint)


def css_string(text: str) -> Markup:
    """Return a text as a quoted CSS string that is safe inside a style element."""
    # The space after an escape belongs to it, and is not printed.
    safe = "".join(c if c.isalnum() or c in " .,:;-–" else f"\\{ord(c):06x} " for c in text)
    return Markup('"{}"').format(Markup(safe))  # noqa: S704 - every character that means anything is escaped above


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return _set_up(ImmutableSandboxedEnvironment, FileSystemLoader(TEMPLATES))


@lru_cache(maxsize=4)
def _desk_environment(desk: DeskTemplates) -> ImmutableSandboxedEnvironment:
    return _set_up(BoundedEnvironment, DeskLoader(desk))


def _set_up(kind: type[ImmutableSandboxedEnvironment], loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    environment = kind(
        loader=loader,
        autoescape=select_autoescape(("html.j2",), disabled_extensions=("txt.j2",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css"] = css_string
    return environment


def is_right_to_left(text: str) -> bool:
    """Tell whether a paragraph runs from the right: whether its first letter is of a script that does (Annex 9, rule P2)."""
    classes = (bidirectional(character) for character in text)
    return next((found != "L" for found in classes if found in ("L", "R", "AL")), False)


def mark_direction(html: str) -> str:
    """Return HTML with `dir="rtl"` on each paragraph, heading and cell that runs from the right, and on such quotations.

    Without it, the marks at the ends of a sentence are on the wrong side. A quotation in a paragraph of the other direction
    becomes a `span`, if it has no tags in it. HTML without such letters is returned as it is.
    """
    start = html.find("<body")
    if not _RIGHT_TO_LEFT.search(html, max(start, 0)):
        return html
    head, body = html[: max(start, 0)], html[max(start, 0) :]
    body = _BLOCK_START.sub(lambda block: _marked_block(block, body), body)
    return head + "".join(
        part if part.startswith("<") else _QUOTED.sub(_marked_quote, part) for part in _TAG.split(body)
    )


def _marked_block(block: re.Match[str], html: str) -> str:
    edge = _BLOCK_EDGE.search(html, block.end())
    text = unescape(_TAG.sub("", html[block.end() : edge.start() if edge else None]))
    return f'<{block[1]}{block[2]} dir="rtl">' if is_right_to_left(text) else block[0]


def _marked_quote(quote: re.Match[str]) -> str:
    letters = {bidirectional(character) for character in unescape(quote[0])}
    return f'<span dir="rtl">{quote[0]}</span>' if letters & {"R", "AL"} and "L" not in letters else quote[0]
