"""What could change a byte is compared between machines."""

from __future__ import annotations

from briefing.batch.versions import differences, versions_here


def test_each_difference_that_can_change_a_byte_names_both_versions() -> None:
    ours = versions_here()
    assert {"briefing", "python", "weasyprint", "matplotlib", "pango", "harfbuzz", "zlib", "font files"} <= ours.keys()
    assert all(ours[name] for name in ("pango", "harfbuzz", "templates and data", "machine"))
    assert not differences(ours, dict(ours))
    theirs = {**ours, "pango": "0.1", "more": "1"}
    del theirs["zlib"]
    assert differences(ours, theirs) == [
        f"pango 0.1 (here {ours['pango']})",
        f"zlib missing (here {ours['zlib']})",
        "more 1 (here missing)",
    ]
