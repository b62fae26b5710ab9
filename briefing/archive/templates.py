"""The templates of what the archive shows in a browser: its catalogue, and a redline of two editions."""

from __future__ import annotations

from functools import cache

from jinja2 import StrictUndefined
from jinja2.loaders import FileSystemLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.resources import TEMPLATES


def fill(template: str, /, **values: object) -> str:
    """A template with its values, each escaped."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
