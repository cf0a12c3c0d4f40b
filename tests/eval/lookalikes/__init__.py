"""Forty look-alike events of one small town in two languages: a hard set for stories, never tuned on.

Five strikes, five fires, five votes … by the same few people in the same places, from January to September
2026, some of one kind five days or three weeks apart. Each is told by five to seven articles: French and
English reports in other words, a later one that recalls older events of the same kind, now and then an agency
copy with cuts or a translation. The facts stand in `events.toml`, what reports of one kind have in common in
`types.toml`; `SEED` fixes every choice.

The set was written and its seed fixed before the stages that it measures were rewritten, and no threshold was
chosen on it: rules were fitted on other articles, and the set was measured once for each change.
"""

from __future__ import annotations

import csv
import html
import random
import re
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

SEED = 2026
FOLDER = Path(__file__).parent
CHOICE = re.compile(r"\{([^{}]*)\}")
SLOT = re.compile(r"<(\w+)>")
FRENCH = ("La Feuille de la Vauze", "Vaubrun Matin", "Radio Montcel", "Le Fil du Causse", "Sud Hebdo")
ENGLISH = ("The Vauze Post", "Causse Courier", "Southern Ledger")
AGENCY = "Agence du Causse"
MONTHS = [
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
]  # fmt: skip
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
ENGLISH_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
ENGLISH_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
LOOK_BACK_FR = (
    "{Le <date>, la ville avait déjà connu|On se souvient encore, ici, de} <recall>{, le <date>|}.",
    "{L'affaire rappelle|Certains y voient un écho de} <recall>, {le <date>|en <month>}.",
)
LOOK_BACK_EN = (
    "The town has not forgotten <recall> {on <date>|in <month>}.",
    "It comes after <recall>{ on <date>|, in <month>}.",
)
HEADLINES_FR = {
    "strike": "{Cordelane : le bras de fer|Vaubrun : la colère devant l'usine|Grève chez Cordelane}",
    "fire": "{Cordelane en feu|Vaubrun sous la fumée|Incendie à l'usine Cordelane}",
    "council": "{Vaubrun : un vote sous tension|Ce qu'a décidé le conseil"
    "|Conseil municipal : la majorité passe}",
    "court": "{Au tribunal de Vaubrun|Un procès qui divise|Vaubrun : jour d'audience}",
    "river": "{La Vauze malade|Alerte sur la Vauze|Vaubrun : la rivière inquiète}",
    "hospital": "{Sainte-Odile : l'inquiétude|L'hôpital de Vaubrun dans le doute"
    "|Sainte-Odile, ce qui change}",
    "road": "{Accident sur la D12|D12 : encore|Drame de la route près de Vaubrun}",
    "school": "{Au collège Jean-Rostand|Vaubrun : les parents s'inquiètent|Collège : que s'est-il passé ?}",
}
HEADLINES_EN = {
    "strike": "{Stoppage at Cordelane|Vaubrun workers walk out}",
    "fire": "{Fire at Cordelane plant|Vaubrun factory in flames}",
    "council": "{Vaubrun council votes|Town hall vote divides Vaubrun}",
    "court": "{In court in Vaubrun|Vaubrun trial}",
    "river": "{Alarm over the Vauze|Vauze river in trouble}",
    "hospital": "{Worry at Sainte-Odile|Vaubrun hospital news}",
    "road": "{Crash on the D12|D12 closed after crash}",
    "school": "{Trouble at Jean-Rostand|Vaubrun school in the news}",
}


class Written(msgspec.Struct, frozen=True):
    """One article of the set: who printed it when, and the event it tells of."""

    name: str
    event: str
    outlet: str
    language: str
    published: str
    headline: str
    paragraphs: tuple[str, ...]
    credit: str | None = None


def articles(seed: int = SEED) -> list[Written]:
    """The whole set; the same seed gives the same articles."""
    kinds = tomllib.loads((FOLDER / "types.toml").read_text("utf-8"))
    events = tomllib.loads((FOLDER / "events.toml").read_text("utf-8"))["event"]
    writer = _Writer(kinds, sorted(events, key=lambda e: e["day"]), random.Random(seed))  # noqa: S311
    return [article for k in range(len(events)) for article in writer.tell(k)]


def write_pages(folder: Path, written: Sequence[Written]) -> None:
    """Write one HTML page an article and their manifest into a folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as handle:
        rows = csv.writer(handle)
        rows.writerow(["file", "url", "outlet"])
        for article in written:
            (folder / f"{article.name}.html").write_text(_page(article), "utf-8")
            slug = re.sub(r"\W+", "-", article.outlet.casefold())
            rows.writerow([f"{article.name}.html", f"https://{slug}.example/{article.name}", article.outlet])


def _page(article: Written) -> str:
    body = "\n".join(f"<p>{html.escape(p)}</p>" for p in article.paragraphs)
    credit = f"<p class='credit'>{html.escape(article.credit)}</p>" if article.credit else ""
    linked = msgspec.json.encode(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.headline,
            "datePublished": article.published,
            "publisher": {"@type": "Organization", "name": article.outlet},
            **({"author": {"@type": "Organization", "name": article.credit}} if article.credit else {}),
        }
    ).decode()
    head = html.escape(article.headline)
    return (
        f"<!doctype html><html lang='{article.language}'><head><meta charset='utf-8'><title>{head}</title>"
        f"<script type='application/ld+json'>{linked}</script></head><body><article><h1>{head}</h1>"
        f"{body}{credit}</article></body></html>\n"
    )


class _Writer:
    """Writes articles about events that are known in order of time."""

    def __init__(
        self, kinds: dict[str, Any], events: Sequence[dict[str, Any]], chance: random.Random
    ) -> None:
        self._kinds, self._events, self._chance = kinds, events, chance

    def tell(self, k: int) -> list[Written]:
        """Five to seven articles about one event."""
        event, chance = self._events[k], self._chance
        first = self._article(k, "a", "fr", 0, facts=5, own=1)
        out = [
            first,
            self._article(k, "b", "fr", chance.randint(0, 1), facts=4, own=2),
            self._article(k, "c", "en", chance.randint(0, 1), facts=chance.randint(3, 5), own=2),
            self._article(k, "d", "fr", chance.randint(1, 3), facts=3, own=2, recalls=2),
        ]
        if chance.random() < 0.6:
            out.append(self._article(k, "e", "en", chance.randint(1, 4), facts=3, own=1, recalls=1))
        if chance.random() < 0.6:
            out.append(self._copy(first, event))
        if chance.random() < 0.5 or len(out) < 5:
            out.append(self._article(k, "t", "en", 1, facts=5, own=1))
        return out

    def _article(  # noqa: PLR0913  # what kind of article
        self, k: int, letter: str, language: str, late: int, *, facts: int, own: int, recalls: int = 0
    ) -> Written:
        event, chance = self._events[k], self._chance
        day = date.fromisoformat(event["day"]) + timedelta(days=late)
        told = sorted(chance.sample(range(5), facts))
        sentences = [self._fact(event, language, fact, day) for fact in told]
        for sentence in chance.sample(event[f"own_{language}"], own):
            sentences.insert(chance.randint(1, len(sentences)), self._spin(sentence))
        back = [self._look_back(k, language) for _ in range(recalls if k else 0)]
        hour = f"{chance.randint(6, 21):02d}:{chance.randint(0, 59):02d}"
        outlets = FRENCH if language == "fr" else ENGLISH
        place = {"a": 0, "b": 1, "c": 0, "d": 2, "e": 1, "t": 2}[letter]
        return Written(
            name=f"{event['id']}-{letter}",
            event=event["id"],
            outlet=outlets[place],
            language=language,
            published=f"{day.isoformat()}T{hour}:00+01:00",
            headline=self._headline(event, language),
            paragraphs=(*_pairs(sentences), *back),
        )

    def _fact(self, event: dict[str, Any], language: str, fact: int, day: date) -> str:
        wordings = self._kinds[event["kind"]][language][fact]
        wording = self._chance.choice(wordings) if isinstance(wordings, list) else wordings
        slots = {**event["slots"], **event[language], **self._when(event, language, day)}
        return _capital(self._fill(self._spin(wording), slots))

    def _when(self, event: dict[str, Any], language: str, day: date) -> dict[str, str]:
        """How an article of some day says when the event was."""
        happened = date.fromisoformat(event["day"])
        french, english = DAYS[happened.weekday()], ENGLISH_DAYS[happened.weekday()]
        if language == "fr":
            whole = f"{french} {_ordinal(happened.day)} {MONTHS[happened.month - 1]}"
            told = self._chance.choice([french, whole, f"{french} matin"])
        else:
            whole = f"on {happened.day} {ENGLISH_MONTHS[happened.month - 1]}"
            told = self._chance.choice([f"on {english}", whole])
        return {"when": told, "When": _capital(told)}

    def _look_back(self, k: int, language: str) -> str:
        """A sentence or two about an older event, rather of the same kind."""
        event, older = self._events[k], self._events[:k]
        like = [e for e in older if e["kind"] == event["kind"]]
        other = self._chance.choice(like[-2:] if like and self._chance.random() < 0.7 else older)
        on = date.fromisoformat(other["day"])
        months = MONTHS if language == "fr" else ENGLISH_MONTHS
        slots = {
            "recall": other[f"recall_{language}"],
            "month": months[on.month - 1],
            "date": f"{_ordinal(on.day) if language == 'fr' else on.day} {months[on.month - 1]}",
        }
        told = self._chance.choice(LOOK_BACK_FR if language == "fr" else LOOK_BACK_EN)
        sentences = [_capital(self._fill(self._spin(told), slots))]
        if self._chance.random() < 0.5:
            sentences.append(self._spin(self._chance.choice(other[f"own_{language}"])))
        return " ".join(sentences)

    def _copy(self, first: Written, event: dict[str, Any]) -> Written:
        """An agency text printed again without its end, under another headline."""
        return msgspec.structs.replace(
            first,
            name=f"{event['id']}-s",
            outlet=FRENCH[3 + self._chance.randint(0, 1)],
            published=first.published[:11] + "22:15:00+01:00",
            headline=self._headline(event, "fr"),
            paragraphs=first.paragraphs[: max(2, len(first.paragraphs) - self._chance.randint(0, 1))],
            credit=AGENCY,
        )

    def _headline(self, event: dict[str, Any], language: str) -> str:
        """Half of the headlines tell the event, half would do for any of its kind."""
        recall = _capital(str(event[f"recall_{language}"]))
        if self._chance.random() < 0.5:
            return f"Vaubrun : {recall[0].lower()}{recall[1:]}" if language == "fr" else recall
        return self._spin((HEADLINES_FR if language == "fr" else HEADLINES_EN)[event["kind"]])

    def _spin(self, text: str) -> str:
        return CHOICE.sub(lambda m: self._chance.choice(m.group(1).split("|")), text)

    def _fill(self, text: str, slots: dict[str, str]) -> str:
        return SLOT.sub(lambda m: slots[m.group(1)], text)


def _pairs(sentences: Sequence[str]) -> list[str]:
    """Paragraphs of two sentences."""
    return [" ".join(sentences[k : k + 2]) for k in range(0, len(sentences), 2)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ordinal(day: int) -> str:
    return "1er" if day == 1 else str(day)
