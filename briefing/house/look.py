"""What a desk's pages look like besides ours, as one frozen value that is handed to every step that prints."""

from __future__ import annotations

from dataclasses import dataclass, field

SETTINGS = "briefing.toml"
TEMPLATE_FOLDER = "templates"
PRINT_STYLE = "print.css"
"""The desk's style sheet for the page, in its `templates/`; it is added after ours."""

DESK_STYLE = "desk.css"
"""Its name beside the page, where `print.css` is ours."""


@dataclass(frozen=True)
class Typeface:
    """A font family of an installed package: its name, the package, and its files by name.

    `width` is how wide its letters are, as a multiple of those of the shipped sans-serif.
    """

    family: str
    distribution: str
    files: tuple[tuple[str, bytes], ...] = field(repr=False)
    width: float = 1.0


@dataclass(frozen=True)
class Logo:
    """A desk's logo: an SVG or PNG file by its name beside the page, and the words that stand for it."""

    file: str
    content: bytes = field(repr=False)
    words: str


@dataclass(frozen=True)
class House:
    """The look of a desk; empty where it has none of its own.

    `accent` is a colour as #rrggbb. `templates` are the texts of Jinja templates by the name of the shipped one that each
    extends, `style` is a style sheet that comes after ours. `stored` are the files that an edition keeps of all this.
    """

    name: str = ""
    logo: Logo | None = None
    accent: str = ""
    serif: Typeface | None = None
    sans: Typeface | None = None
    footer: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    style: str = ""
    stored: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)

    @property
    def typefaces(self) -> tuple[Typeface, ...]:
        """The font families that it brings, each once."""
        return tuple(dict.fromkeys(one for one in (self.serif, self.sans) if one))

    @property
    def changes_pages(self) -> bool:
        """Whether templates or styles of the desk's own could have changed what is on the pages."""
        return bool(self.templates or self.style)

    @property
    def measure(self) -> float:
        """By how much what is measured in the shipped sans-serif may be wider in that of the desk; 1 at least."""
        return max(1.0, self.sans.width) if self.sans else 1.0

    def files(self) -> dict[str, bytes]:
        """Return the files that its pages refer to, by name."""
        files = {f"fonts/{name}": content for face in self.typefaces for name, content in face.files}
        if self.logo:
            files[self.logo.file] = self.logo.content
        if self.style:
            files[DESK_STYLE] = self.style.encode()
        return files


NO_HOUSE = House()
