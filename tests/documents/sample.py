"""A page as the agreements room makes them: all the shared print parts, long enough for several pages."""

from __future__ import annotations

import datetime as dt

from portal.documents import pages

MADE = dt.datetime(2026, 3, 3, 13, 12, tzinfo=dt.UTC)

TEMPLATE = """
{% extends "documents/print/base.html" %}
{% block content %}
<h1>{{ title }}</h1>
<table class="facts"><tbody>
<tr><th scope="row">Huurder</th><td>Mw. W. ter Ællenbroek-Łukasik, Vlierdijk 19p-8</td></tr>
<tr><th scope="row">Medehuurder</th><td>Ç. Öztürk-van der Wijde · <bdi lang="ar" dir="rtl">محمد الأمين</bdi> · <span lang="ti">ተስፋይ</span> · <span lang="uk">Олена</span></td></tr>
<tr><th scope="row">Looptijd</th><td>{{ made|date_nl }} tot 3 maart 2027</td></tr></tbody></table>
{% for number in range(1, 13) %}
<section><h2>{{ number }}. Geluid in de nacht</h2>
<div class="pair"><div class="legal"><p>Huurder onthoudt zich tussen 22.00 uur en 07.00 uur van het veroorzaken van geluid
dat buiten het gehuurde als hinderlijk wordt ervaren. {% for i in range(4) %}Dit geldt ook voor huisgenoten en bezoek. {% endfor %}</p></div>
<div class="plain"><p class="plain-title">In gewone woorden</p><p>Na 22.00 uur maakt u geen hard geluid.</p></div></div></section>
{% endfor %}
<h2>Leefgebieden</h2>
<table><caption>Scores bij de intake en nu</caption><thead><tr><th scope="col">Leefgebied</th><th scope="col">Intake</th><th scope="col">Verloop</th><th scope="col">Nu</th></tr></thead><tbody>
{% for name, before, after in [("Wonen", 2, 4), ("Geld", 3, 2), ("Werk en dag", 3, 3)] %}
<tr><th scope="row">{{ name }}</th><td>{{ before }}</td><td>{{ score_track(before, after, target=4) }}</td><td>{{ after }}</td></tr>{% endfor %}
</tbody></table>
<ol><li>Eerst een gesprek.</li><li>Dan een brief, zie <a href="https://portaal.example/verificatie">de verificatie</a>.</li></ol>
<h2>Handtekeningen</h2>
<div class="signatures"><div class="row"><div class="signature"><div class="field">{{ ink("M10 40 L60 20 L90 60 L150 30", 320, 120, "Getekende handtekening van de huurder") }}</div><p class="name">W. ter Ællenbroek-Łukasik</p><p>Huurder · {{ made|moment_nl }}</p></div>
<div class="signature"><div class="field"><p class="typed">S. de Boer</p></div><p class="name">S. de Boer</p><p>Expert</p></div></div></div>
{% endblock %}
"""


def sample(title: str = "Gedragsafspraak") -> str:
    """The HTML of a sample agreement."""
    return (
        pages.environment()
        .from_string(TEMPLATE)
        .render(
            title=title, publisher="Bureau Driehoek", mark="D-2026-0001 · versie 3", digest="7f3a91c2" * 8, made=MADE
        )
    )


def tiny(body: str, head: str = "") -> str:
    """A page around *body*."""
    return f'<!doctype html><html lang="nl"><head><title>Proef</title>{head}</head><body>{body}</body></html>'
