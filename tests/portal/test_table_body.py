"""The list's rows are written by Python; they say what the template beside says."""

from __future__ import annotations

import re

import pytest
from django.template import engines
from django.utils.html import escape

from turkcell_hub.portal import cells, links, render, table_body
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.resources import Column, Resource
from turkcell_hub.tenancy.scope import firm_scope

# The same rows in Django's template language, which escapes by itself.
ROWS = """{% load i18n portal %}{% for row in rows %}
<tr data-pk="{{ row.pk }}" data-url="{{ row.url }}" tabindex="{% if forloop.first %}0{% else %}-1
{%- endif %}" class="hub-row{% if row.is_new %} is-new is-selected{% endif %}">
<td class="hub-check"><input type="checkbox" class="form-check-input" name="ids"
 value="{{ row.pk }}" form="selection" {% if row.is_new %}checked{% endif %}
 aria-label="{% blocktranslate with name=row.label %}Seç: {{ name }}{% endblocktranslate %}"></td>
{% for column, cell in row.cells %}<td data-label="{{ column.label }}"
 class="hub-cell-{{ column.kind }}{% if column.primary %} hub-primary{% endif %}">{{ cell }}</td>
{% endfor %}<td class="hub-more"><button type="button" class="hub-icon-button" data-row-menu
 aria-haspopup="menu" aria-label="{% blocktranslate with name=row.label %}İşlemler: {{ name }}
{%- endblocktranslate %}">{% icon "dots" %}</button></td></tr>{% endfor %}"""
EVIL = "<b onclick=\"x()\">A & 'B'</b>"


def _tidy(html: str) -> str:
    html = re.sub(r"\s+", " ", html)
    return re.sub(r"\s*(<|>)\s*", r"\1", html)


@pytest.mark.requirement("L-007")
@pytest.mark.django_db
def test_rows_are_those_of_the_template_with_everything_escaped(actor, brand, rf):
    from tests.portal.brands import BrandResource

    brand("A", "Akasya")
    brand("B", EVIL, is_active=False)
    resource = BrandResource()
    with firm_scope(actor.firm_id):
        listing = Listing(resource, actor, rf.get("/test-brands/").GET)
        rows = listing.page.rows
        new = rows[0].pk
        written = table_body.html(listing, rows, new)
        shown = [
            {
                "pk": row.pk,
                "url": (url := links.to(resource, "detail", row.pk)),
                "label": resource.label_of(row),
                "cells": [(c, render.cell(c, row, actor, url)) for c in listing.columns],
                "is_new": row.pk == new,
            }
            for row in rows
        ]
        template = engines["django"].from_string(ROWS.replace("\n{%-", "{%"))
        expected = template.render({"rows": shown})
    assert _tidy(written) == _tidy(expected)
    assert "<b onclick" not in written
    assert escape(EVIL) in written


class Row:
    pk = 7
    text = EVIL
    empty = ""
    number = 1_234_567
    flag = True


@pytest.mark.parametrize(
    ("column", "html"),
    [
        (Column("text", "Ad"), escape(EVIL)),
        (Column("text", "Ad", primary=True), f'<a href="/7/?a=1&amp;b=2">{escape(EVIL)}</a>'),
        (
            Column("text", "Ad", href=lambda row: '/"><script>'),
            f'<a href="/&quot;&gt;&lt;script&gt;">{escape(EVIL)}</a>',
        ),
        (Column("text", "Ad", href=lambda row: None), escape(EVIL)),
        (
            Column("text", "Ad", kind="state", badge=lambda raw: '"><script>'),
            f'<span class="state state-secondary">{escape(EVIL)}</span>',
        ),
        (Column("empty", "Boş"), '<span class="text-secondary">—</span>'),
        (Column("missing", "Yok", primary=True), '<a href="/7/?a=1&amp;b=2">—</a>'),
        (Column("number", "Sayı", kind="number"), "1.234.567"),
    ],
)
def test_a_cell_is_escaped_whatever_it_holds(actor, column, html):
    assert render.cell(column, Row(), actor, "/7/?a=1&b=2") == html


def test_a_masked_number_is_masked_in_every_way_to_write_it(actor):
    column = Column("phone", "Numara", kind="phone", value=lambda row: "+905321234567")
    blind = type(actor)(firm_id=actor.firm_id, label="x", rights=frozenset())
    assert "4567" not in render.cell(column, Row(), blind)
    assert cells.text(column, Row(), blind) == "+90 532 *** ** 67"


def test_a_resource_without_rows_has_no_row(actor, rf):
    listing = Listing(Resource.__new__(_Empty), actor, rf.get("/").GET)
    assert table_body.html(listing, []) == ""


class _Empty(Resource):
    slug = "test-brands"
    columns = ()
