"""The examples in the help of each command, and its summary in the list of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

EXAMPLES = {
    "briefing": (
        "briefing new harbour-2024",
        "briefing build harbour-2024",
        "briefing publish harbour-2024",
        "briefing status",
    ),
    "briefing build": (
        "briefing build",
        "briefing build harbour-2024 --watch",
        "briefing build briefs/harbour-2024 --draft --out /tmp",
        "briefing build country-report --matrix countries.csv --jobs 4",
    ),
    "briefing check": (
        "briefing check harbour-2024 --strict",
        "briefing check --format sarif",
        "briefing check harbour-2024 --text port=notice.pdf",
    ),
    "briefing publish": (
        'briefing publish harbour-2024 --note "Second day"',
        "briefing publish harbour-2024 --minor --sign",
    ),
    "briefing send": (
        "briefing send harbour-2024@2 --to people.csv --dry-run",
        "briefing send harbour-2024@2 --to people.csv",
        "briefing send harbour-2024@1 --notice withdrawal",
        "briefing send briefs/harbour-2024 --draft-to aissa@ministry.example",
    ),
    "briefing ledger": (
        "briefing ledger harbour-2024",
        "briefing ledger harbour-2024@2 --json",
    ),
    "briefing status": (
        "briefing status",
        "briefing status --json",
    ),
    "briefing source": ("briefing source add notice.pdf --in harbour-2024 --id port",),
    "briefing source add": (
        "briefing source add notice.pdf --in harbour-2024 --id port",
        "briefing source add saved-page.html --publisher Reuters --url https://news.example/strike",
        "briefing source add agency-report.txt --in harbour-2024 --id agency --withhold",
    ),
    "briefing source receipt": (
        "briefing source receipt --in harbour-2024",
        "briefing source receipt --in harbour-2024 --text agency=agency-report.txt",
    ),
    "briefing source list": ("briefing source list --in harbour-2024",),
    "briefing source show": ("briefing source show port --in harbour-2024 --para 2",),
    "briefing source impact": (
        "briefing source impact port",
        "briefing source impact port harbour-2024 border-2024",
    ),
    "briefing data": ("briefing data import powell_thyne_coups_final.txt",),
    "briefing data import": ("briefing data import powell_thyne_coups_final.txt --version 2024.04.01",),
    "briefing data show": (
        "briefing data show --countries NER,MLI,BFA --since 1960",
        'briefing data show --countries "region:Central Africa,TCD" --as-of 2023-08-30',
    ),
    "briefing data compare": ("briefing data compare bundled colpus-v2024 --region NER,MLI,BFA",),
    "briefing data regions": ("briefing data regions", "briefing data regions ECOWAS --as-of 2023-07-27"),
    "briefing editions": ("briefing editions list",),
    "briefing editions list": (
        "briefing editions list",
        "briefing editions list harbour-2024 --up-to TLP:GREEN",
    ),
    "briefing editions show": ("briefing editions show harbour-2024@2",),
    "briefing editions diff": ("briefing editions diff harbour-2024@1 harbour-2024@2 --pdf changes.pdf",),
    "briefing editions restore": ("briefing editions restore harbour-2024@1 first-edition",),
    "briefing editions rebuild": ("briefing editions rebuild harbour-2024@2",),
    "briefing editions verify": (
        "briefing editions verify",
        "briefing editions verify harbour-2024 --quick",
        "briefing editions verify --since 90d",
    ),
    "briefing editions export": ("briefing editions export harbour-2024@2 --bag harbour-2024.zip",),
    "briefing editions withdraw": (
        'briefing editions withdraw harbour-2024@1 --reason "Wrong figures" --replaced-by 2',
    ),
    "briefing editions site": ("briefing editions site reading-room --up-to TLP:GREEN",),
    "briefing verify": (
        "briefing verify harbour-2024-edition-2.pdf",
        "briefing verify received.pdf --archive editions --trust authorities.pem",
    ),
    "briefing new": (
        "briefing new harbour-2024",
        "briefing new quake-2025 --kind disaster",
        "briefing new --template",
    ),
    "briefing schema": ("briefing schema > briefing.schema.json",),
}
"""Command lines for each command; every one of them is accepted."""


def add_examples(app: typer.Typer, name: str) -> None:
    """Give an application and its commands their examples, and summaries that the list of commands shows whole."""
    app.info.epilog = _as_text(name)
    for command in app.registered_commands:
        words = command.name or command.callback.__name__ if command.callback else ""
        command.epilog = _as_text(f"{name} {words}")
        command.short_help = _summary(command.callback.__doc__ if command.callback else "")
    for group in app.registered_groups:
        if group.typer_instance:
            group.short_help = _summary(str(group.typer_instance.info.help))


def _as_text(name: str) -> str:
    # After \b, Typer keeps the lines of a paragraph as they are.
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in EXAMPLES.get(name, ()))))


def _summary(text: str | None) -> str:
    """Return the first sentence of a text, without its full stop."""
    return (text or "").strip().split("\n\n")[0].replace("\n", " ").split(". ")[0].removesuffix(".")
