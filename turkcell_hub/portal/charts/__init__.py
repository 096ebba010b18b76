"""Charts as SVG, drawn on the server: no script, no inline style, a table behind each."""

from turkcell_hub.portal.charts.bars import bars, stacked
from turkcell_hub.portal.charts.days import every_day
from turkcell_hub.portal.charts.funnel import funnel
from turkcell_hub.portal.charts.lines import lines, sparkline
from turkcell_hub.portal.charts.ranked import ranked
from turkcell_hub.portal.charts.series import Series

__all__ = ["Series", "bars", "every_day", "funnel", "lines", "ranked", "sparkline", "stacked"]
