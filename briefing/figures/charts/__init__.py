"""Charts of a desk's own numbers, drawn with matplotlib's `Axes` in one style; docs/charts.md says how a form is added."""
