"""Two made-up outlets with ten pages each: one writes markup, one is saved as text, both repeat odd lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from recoupe.records import MediaType, Page

PLACES = ("Kerlan", "Bourgneuf", "Trevignon", "Saint-Guen", "Lanvaux", "Pornevez", "Ploumel", "Querrien",
          "Rosporden", "Locmaria")  # fmt: skip
THINGS = ("la criée", "le bac", "la piscine", "le lycée", "la gare", "le marché", "le cinéma", "la digue",
          "le stade", "la poste")  # fmt: skip
TOWNS = ("Brackwater", "Olney", "Farrow", "Stenhouse", "Kilmory", "Draycott", "Penbury", "Wexcombe",
         "Tilford", "Ashmere")  # fmt: skip
SHEDS = ("ferry", "library", "clinic", "bridge", "school", "museum", "market", "harbour", "stadium", "mill")
# what no lexicon knows
SLOGAN = "Un café, un quai, une histoire"
BUTTON = "Ma vigie personnelle"
ODD = "Le carnet de bord du capitaine"
CORNER = "The Lamplighter's corner"
KNOT = "Tie a knot in it"
# what must stay: a background paragraph and a short sentence of a running story, a crosshead
BACKGROUND = "Le port est fermé aux chalutiers depuis la rupture d'une écluse, qui avait blessé deux dockers."
SENTENCE = "Une enquête est ouverte."
CROSSHEAD = "Ce que dit la mairie"
# on pages of both
SHARED = "Sous réserve de l'avis du capitaine"


def paragraphs(n: int) -> list[str]:
    """An article of the French outlet; every paragraph names what it is about."""
    thing, place, other = THINGS[n], PLACES[n], PLACES[(n + 3) % 10]
    return [
        f"À {place}, {thing} ne rouvrira pas avant la fin du printemps, a annoncé lundi le conseil.",
        f"Les habitants de {place} demandent depuis l'hiver que {thing} soit rénové par la commune.",
        f"« Nous avons attendu trop longtemps », regrette une élue de {place}, qui vise {thing}.",
        f"Selon la commune voisine de {other}, {thing} de {place} coûte plus cher que prévu cette année.",
        f"Le budget de {place} sera voté mardi, et {thing} devrait y figurer en première ligne.",
    ]


def markup(n: int) -> Page:
    """A page of « Le Phare de Kerlan »."""
    first, second, third, fourth, fifth = (f"<p>{p}</p>" for p in paragraphs(n))
    running = f"<p>{BACKGROUND}</p><p>{SENTENCE}</p>" if n < 5 else ""
    head = f"<h2>{CROSSHEAD}</h2>" if n % 2 else ""
    shared = f"<p>{SHARED}</p>" if n in (2, 4, 6) else ""
    html = f"""<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta property="og:site_name" content="Le Phare de Kerlan"><title>{THINGS[n]} de {PLACES[n]}</title></head>
<body><nav><a href="/">Accueil</a></nav><article><h1>Pas de réouverture pour {THINGS[n]} à {PLACES[n]}</h1>
{first}<p>{SLOGAN}</p>{second}{running}{head}{third}<div>{BUTTON}</div>{fourth}{shared}<p>{ODD}</p>{fifth}
</article><p>{SLOGAN}</p></body></html>"""
    return page(html, "html", url=f"https://phare.example/{n}")


def dump(n: int) -> Page:
    """A page of « The Brackwater Herald », saved as text."""
    town, shed, other = TOWNS[n], SHEDS[n], TOWNS[(n + 4) % 10]
    lines = [
        CORNER,
        f"No new {shed} for {town} this year",
        "",
        f"The {shed} in {town} will stay shut until the end of May, the council said on Monday.",
        "",
        f"Residents of {town} have asked since the winter for repairs to the old {shed}.",
        "",
        KNOT,
        "",
        f'"We have waited far too long," a councillor from {other} said of the {shed} in {town}.',
        "",
        f"The budget of {town} will be voted on Tuesday, and the {shed} is expected to be in it.",
        *(["", SHARED] if n == 0 else []),
        "",
        CORNER,
    ]
    return page("\n".join(lines), "text", outlet="The Brackwater Herald")


def page(content: str, media_type: MediaType, *, url: str | None = None, outlet: str | None = None) -> Page:
    raw = content.encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    return Page(
        id=f"page-{sha256[:20]}", location=f"{sha256[:8]}.txt", media_type=media_type, sha256=sha256,
        content=raw, url=url, outlet=outlet,
    )  # fmt: skip


def site_of(numbers: Sequence[int] = range(10)) -> list[Page]:
    """Pages of both outlets."""
    return [made(n) for n in numbers for made in (markup, dump)]
