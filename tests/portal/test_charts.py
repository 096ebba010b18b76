"""Charts: right sizes, Turkish numbers, a table behind, nothing inline."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from turkcell_hub.portal import charts
from turkcell_hub.portal.charts import Series


def heights(svg: str) -> list[float]:
    return [float(h) for h in re.findall(r'<rect class="bar [^>]*? height="([\d.]+)"', svg)]


def test_a_bar_twice_the_value_is_twice_as_high():
    svg = charts.bars([("A", 50), ("B", 100)], title="Gönderim")
    small, large = heights(svg)
    assert abs(large / small - 2) < 0.02


def test_days_without_anything_keep_their_place():
    points = charts.every_day(
        dt.date(2026, 11, 20), dt.date(2026, 11, 22), {dt.date(2026, 11, 21): 5}
    )
    assert points == [("20 Kas", 0), ("21 Kas", 5), ("22 Kas", 0)]
    svg = charts.bars(points, title="Günlük")
    assert len(heights(svg)) == 1
    assert "20 Kas" in svg


def test_the_table_behind_the_picture_says_every_number_in_turkish():
    svg = charts.stacked(
        ["Ocak"], [Series("Teslim", [12345]), Series("İade", [1.5])], title="Aylar"
    )
    assert "<td>12.345</td><td>1,5</td>" in svg
    assert "Tablo olarak göster" in svg


def test_a_chart_has_a_name_and_no_inline_style_and_escapes_its_words():
    drawn = [
        charts.bars([("<b>", 1)], title="<i>"),
        charts.lines(["<b>"], [Series("<u>", [1])], title="<i>"),
        charts.funnel([("<b>", 1)], title="<i>"),
        charts.sparkline([1, 2], title="<i>"),
    ]
    for svg in drawn:
        assert 'role="img"' in svg
        assert "style=" not in svg
        assert not re.search("<[biu]>", svg)


def test_a_funnel_says_each_steps_share():
    svg = charts.funnel([("Gönderildi", 200), ("Teslim", 150)], title="Huni")
    assert "150 (%75)" in svg
    shares = [float(w) for w in re.findall(r'class="bar"[^>]* width="([\d.]+)%"', svg)]
    assert shares == [100, 75]
    assert len(re.findall(r'<text x="0"', svg)) == 2  # seen on a phone without scrolling
    assert "viewBox" not in svg  # nor is its first bar cut off there: pictures of a size are wide
    rules = Path("static/hub/parts.css").read_text(encoding="utf-8")
    assert re.findall(r"(.*) \{ min-width: 480px; \}", rules) == [".hub-chart-picture svg[viewBox]"]


def test_nothing_to_draw_is_no_fault():
    for svg in (
        charts.bars([], title="Boş"),
        charts.bars([("A", 0)], title="Boş"),
        charts.lines([], [Series("A", [])], title="Boş"),
        charts.funnel([], title="Boş"),
        charts.funnel([("A", 0)], title="Boş"),
    ):
        assert "<svg" in svg
    assert charts.sparkline([], title="Boş") == ""


def test_lying_bars_are_as_long_as_their_amounts_and_their_labels_lead_on():
    svg = charts.ranked(
        [("<b>Saha & Satış ekibi İzmir bölgesi</b>", 100), ("5321000001", 50), ("x", -3)],
        title="Hatlar", name="Tutar", address="/bills/?number=",
    )  # fmt: skip
    bars = [float(share) for share in re.findall(r'class="bar"[^>]* width="([\d.]+)%"', svg)]
    assert bars == [100, 50, 0.5]
    assert "viewBox" not in svg  # a phone would cut the amounts off
    assert svg.count('text-anchor="end"') == 3
    assert 'href="/bills/?number=5321000001"' in svg
    assert "<b>" not in svg
    assert "₺100,00" in svg
    assert "-₺3,00" in svg


def test_days_that_do_not_fit_the_screen_show_the_newest_first():
    days = charts.every_day(dt.date(2026, 11, 1), dt.date(2026, 11, 30), {})
    assert "is-by-time" in charts.bars(days, title="Günlük", by_time=True)
    assert "is-by-time" not in charts.bars([("Mesaj", 3), ("Arama", 2)], title="Kanal")
    rule = Path("static/hub/parts.css").read_text(encoding="utf-8").split(".is-by-time {")[1]
    assert "row-reverse" in rule.split("}")[0]  # a reversed box begins at its end
