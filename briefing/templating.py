"""Fill the shipped templates: one sandboxed Jinja environment for page, mail, redline and catalogue.

The only module that names Jinja and its MarkupSafe.
"""

from __future__ import annotations

from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.i18n import Translator
from briefing.problems import FigureError, Problem
from briefing.resources import TEMPLATES

__all__ = ["Markup", "css_string", "fill_template"]


def fill_template(name: str, translator: Translator, /, **values: object) -> str:
    """Return a template of `templates/` filled with values; in HTML, each value is escaped unless it is Markup.

    The template finds the translator's phrases as `_`, `ngettext` and `pgettext`, and its tag as `language`.
    Raises FigureError (`template`) where the template is wrong or names a value that is not given.
    """
    phrases = {"_": translator.gettext, "ngettext": translator.ngettext, "pgettext": translator.pgettext}
    try:
        return _environment().get_template(name).render({"language": translator.tag, **phrases, **values})
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or name}:{getattr(error, 'lineno', None) or 1}"
        hint = "correct the template, or restore the shipped one"
        raise FigureError(Problem("template", f"{where}: {error}", hint=hint)) from error


def css_string(text: str) -> Markup:
    """Return a text as a quoted CSS string that is safe inside a style element."""
    # The space after an escape belongs to it, and is not printed.
    safe = "".join(c if c.isalnum() or c in " .,:;-–" else f"\\{ord(c):06x} " for c in text)
    return Markup('"{}"').format(Markup(safe))  # noqa: S704 - every character that means anything is escaped above


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html.j2",), disabled_extensions=("txt.j2",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css"] = css_string
    return environment
