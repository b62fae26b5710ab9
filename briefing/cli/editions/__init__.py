"""`briefing editions`: look up, compare, verify, copy and withdraw published editions."""

from __future__ import annotations

import typer

from briefing.cli.editions import comparison, copies, listing, verification, withdrawal

app = typer.Typer(
    help="List, compare, verify and withdraw editions.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("list")(listing.list_editions)
app.command("show")(listing.show)
app.command("diff")(comparison.diff)
app.command("restore")(copies.restore)
app.command("rebuild")(comparison.rebuild)
app.command("verify")(verification.verify)
app.command("export")(copies.export)
app.command("withdraw")(withdrawal.withdraw)
app.command("site")(listing.site)
