"""A chart of 500 days as a plain pyplot script draws it: the font, axes and label of ours, and none of its checks.

Usage: plain_chart.py FILE.svg
"""

from __future__ import annotations

import math
import sys
from datetime import date, timedelta
from pathlib import Path

import fontpkg_fira_sans
import matplotlib as mpl
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
from matplotlib import font_manager

mpl.use("svg")
for style in ("Regular", "SemiBold"):
    font_manager.fontManager.addfont(str(Path(fontpkg_fira_sans.ROOT, "files", f"FiraSans-{style}.ttf")))
plt.rcParams.update({"font.family": "Fira Sans", "font.size": 7.2, "svg.fonttype": "none", "svg.hashsalt": "x"})

days = [date(2022, 1, 1) + timedelta(days=number) for number in range(500)]
cases = [round(math.sin(number / 30) * 100 + number) for number in range(500)]
figure, axes = plt.subplots(figsize=(170 / 25.4, 68 / 25.4))
# matplotlib's types leave dates out.
axes.plot(days, cases, color="#9e1b1b", linewidth=1.6)  # type: ignore[arg-type]
axes.plot(days[-1:], cases[-1:], "o", color="#9e1b1b", markersize=3.6)  # type: ignore[arg-type]
end = (mdates.date2num(days[-1]), cases[-1])  # type: ignore[no-untyped-call]
axes.annotate(
    f"Cases {cases[-1]:,}", end, (14, 0), textcoords="offset points", va="center", color="#9e1b1b", weight=600
)
axes.set_title("people", loc="left", fontsize=7.2, color="#5f5f5f")
axes.spines[:].set_visible(False)
axes.tick_params(length=0, labelcolor="#5f5f5f")
axes.grid(axis="y", color="#eceae5", linewidth=0.5)
axes.axhline(0, color="#5f5f5f", linewidth=0.6)
locator = mdates.MonthLocator(interval=3)  # type: ignore[no-untyped-call]
axes.xaxis.set_major_locator(locator)
axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
axes.yaxis.set_major_formatter("{x:,.0f}")
figure.savefig(sys.argv[1], bbox_inches="tight")
