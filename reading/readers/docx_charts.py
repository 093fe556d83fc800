"""Eyes, readers: the charts of a Word document. In: the tree of a chart part. Out: its categories and figures as a table.

Reads the figures that Word keeps beside the drawing; the workbook behind it is never opened. Must not draw.
Rule: ECMA-376, part 1, 21.2 (charts).
"""

from collections.abc import Mapping

from lxml import etree

from reading.readers.docx_numbering import whole
from reading.readers.transcript import Line, Table

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MOST_SERIES, _MOST_POINTS = 50, 1_000


def chart_table(root: etree._Element) -> Table:
    """A row for every category, a column for every series, the legend in the first row; empty where Word kept no figures."""
    series = [item for _, item in zip(range(_MOST_SERIES), root.iter(f"{C}ser"), strict=False)]
    shown = next(root.iter(f"{C}legend"), None) is not None  # without a legend the names of the series are printed nowhere
    names = [_points(item.find(f"{C}tx")).get(0, "") if shown else "" for item in series]
    categories = next((found for item in series if (found := _points(item.find(f"{C}cat")))), {})
    values = [_points(item.find(f"{C}val")) for item in series]
    points = sorted(set(categories).union(*values))
    rows = [["", *names]] if any(names) else []
    rows += [[categories.get(at, ""), *(column.get(at, "") for column in values)] for at in points]
    return Table(tuple(tuple((Line(words),) for words in row) for row in rows))


def _points(holder: etree._Element | None) -> Mapping[int, str]:
    """The words or figures that are kept for one part of a series, by their place."""
    found: dict[int, str] = {}
    for point in () if holder is None else holder.iter(f"{C}pt"):
        at, said = whole(point.get("idx"), -1), point.findtext(f"{C}v") or ""
        if 0 <= at < _MOST_POINTS:
            cache = point.getparent()
            form = "" if cache is None else cache.findtext(f"{C}formatCode") or ""
            found[at] = _figure(said, form) if holder is not None and holder.tag == f"{C}val" else " ".join(said.split())
    return found


def _figure(said: str, form: str) -> str:
    """A figure as a chart shows it: a share in per cent where its form says so, without the noise of binary fractions."""
    try:
        number = float(said)
    except ValueError:
        return said.strip()
    return f"{number * 100:.6g}%" if "%" in form else f"{number:.12g}"
