"""The data's way: every stage, in order, with what it reads and what it gives.

     page ──lines──▶ marks ──site──▶ what its outlet repeats
       └──────────────┬────────────────────┘
     article ◀──clean─┘
       └────────────────┬──annotate──▶ sentences, vectors, names
                        │                     │
                        ├──dates──▶ TIMEX3    ├──attribute──▶ statements (source, cue, content, modality)
                        │      values         │                  │
                        │         │           └──corefer──▶ mentions, clusters, chains ──▶ headings
                        │         │                              │       │
                        └──sign───┴──▶ signature ◀───────────────┘       │
                                          │                              │
                    ┌────────place────────┤  week by week                │
                 copies ──▶ derivations   │                              │
                              └────────stories ──▶ stories ──────────▶ link ──▶ entities
                                                      │                            │
                                                      └──────────▶ dossier ◀───────┘
                                                                   │
                                     redate ◀──────────────────────┤   (undated pages, by the story's days)
                                     claims ◀──────────────────────┘   (outlets ≠ origins; contradictions)
                                       ├── events        (who did what to whom, PLOVER)
                                       └── account       (the page a reader sees)

Above `place` a stage works on one page or article at a time (`Each`), but `site`, which like `link` gathers
small records of the whole collection; `copies` and `stories` gather those of one week after the other, the
rest one story (`Gather`). `link` comes behind `stories`, since who is only « la maire » in one article may be
named in another of the same event. What is claimed and what stands behind it are read from one table of the
story's propositions, so that `claims` and `corroborate` are one stage.
Stages are pure functions and never call each other; only this module knows their order. `engine/run.py`
takes pages down the drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, Protocol, TypeVar, cast

import msgspec

from recoupe import records as r
from recoupe.errors import StageFailed
from recoupe.lang.laying import lay_out
from recoupe.lang.outlets import Outlets
from recoupe.lang.pack import LanguagePack
from recoupe.nlp.port import Embedder, Tagger
from recoupe.stages import (
    account,
    annotate,
    attribute,
    claims,
    clean,
    copies,
    corefer,
    corroborate,
    dates,
    events,
    lines,
    link,
    place,
    sign,
    site,
    stories,
)

R = TypeVar("R", bound=r.Record)
Use = Literal["packs", "outlets", "taggers", "embedder"]


class Given:
    """Records that one unit of a stage reads, by kind."""

    def __init__(self, records: Mapping[type[r.Record], tuple[r.Record, ...]]) -> None:
        self._records = records

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a kind, in the store's order."""
        return cast("tuple[R, ...]", self._records[kind])

    def one(self, kind: type[R]) -> R:
        """The only record of a kind."""
        (record,) = self.all(kind)
        return record


class Tools(Protocol):
    """What stages are given beside records; loaded when first asked for."""

    @property
    def packs(self) -> Mapping[str, LanguagePack]:
        """Every installed language pack by ISO 639-1 code."""

    def pack(self, language: str) -> LanguagePack:
        """The pack of a language, or the fallback."""

    @property
    def outlets(self) -> Outlets:
        """What is known of outlets, families and agencies.

        Raises:
            LexiconError: If the user's file cannot be used.
        """

    def tagger(self, language: str) -> Tagger:
        """The tagger of a language; rules where no model is known for it.

        Raises:
            ModelMissing: If its model is known but not installed.
        """

    @property
    def embedder(self) -> Embedder:
        """The sentence encoder."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one unit of a stage may take, and what comes of one that takes more.

    Attributes:
        cpu_s: Seconds of processor time.
        memory_bytes: Beside what a worker has when it starts.
        refuse: From what the unit was given, a reason and its detail to the record kept instead of its own.
    """

    cpu_s: int
    memory_bytes: int
    refuse: Callable[[Given, r.Reason, str], r.Record]


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One stage of the drawing.

    Attributes:
        version: Raised when the stage gives something else for the same input: its outputs are then redone.
        reads: Kinds of record that `apply` finds in what it is given.
        gives: Kinds of record that it may return.
        uses: Tools whose change redoes its outputs.
        apply: From the records of one unit to new records.
        limits: Of a stage that reads what strangers wrote: engines run it in a process of its own.
    """

    name: str
    version: int
    reads: tuple[type[r.Record], ...]
    gives: tuple[type[r.Record], ...]
    apply: Callable[[Given, Tools], Sequence[r.Record]]
    uses: tuple[Use, ...] = ()
    limits: Limits | None = None


class Each(Stage, frozen=True, kw_only=True):
    """A stage that takes one page, or one article with what is known of it, at a time."""

    of: Literal["page", "article"]


class Gather(Stage, frozen=True, kw_only=True):
    """A stage that needs all its records together: of the whole collection, of a week, or of one story.

    A stage `by` week is given a `Window` and goes through the weeks in order: what it gave of one week it
    reads in the next. One `by` loose is given a window too, of all articles without a date of their own.
    A stage of the collection may also read what a person decided: `decided` says about what, and what it is
    given holds these decisions, oldest first. Stages of a story find theirs in the dossier.
    """

    by: Literal["collection", "loose", "week", "story"]
    decided: r.DecisionAbout | None = None


class Item(msgspec.Struct, frozen=True):
    """One unit's work."""

    unit_id: str
    given: Given


class Outcome(msgspec.Struct, frozen=True):
    """What came of one unit: its records, or what broke."""

    unit_id: str
    records: tuple[r.Record, ...] = ()
    failed: StageFailed | None = None


class Engine(Protocol):
    """Who runs stages.

    The contract that `tests/engine/contract.py` holds every engine to:

    - one outcome for every item, in any order; equal items give equal outcomes on every engine;
    - items are pulled as they are needed: a million of them never stand in memory together;
    - an exception inside a stage is an outcome with `failed`, and the rest goes on; so is the death
      of a worker;
    - leaving the `with` block, by an error too, leaves no process behind.
    """

    def each(self, stage: Each, items: Iterable[Item], *, total: int) -> Iterator[Outcome]:
        """Apply a stage to pages or articles one by one; `total` is how many will come."""

    def gather(self, stage: Gather, groups: Iterable[Item], *, total: int) -> Iterator[Outcome]:
        """Apply a stage to whole groups; `total` is how many will come."""


# --- what each stage is given, and what it gives -----------------------------------------------------


def _lines(given: Given, tools: Tools) -> Sequence[r.Record]:
    return (lines.lines(given.one(r.Page), packs=tools.packs, outlets=tools.outlets),)


def _no_lines(given: Given, reason: r.Reason, detail: str) -> r.Record:
    return lines.no_lines(given.one(r.Page))  # `clean` meets the same limit, and says so


def _site(given: Given, tools: Tools) -> Sequence[r.Record]:
    return site.site(given.all(r.ShortLines))


def _clean(given: Given, tools: Tools) -> Sequence[r.Record]:
    repeated = next(iter(given.all(r.Repeated)), None)
    page = given.one(r.Page)
    return (clean.clean(page, packs=tools.packs, outlets=tools.outlets, repeated=repeated),)


def _refuse_page(given: Given, reason: r.Reason, detail: str) -> r.Record:
    return clean.refuse(given.one(r.Page), reason, detail)


def _annotate(given: Given, tools: Tools) -> Sequence[r.Record]:
    article = given.one(r.Article)
    made = annotate.annotate(article, tagger=tools.tagger(article.language), embedder=tools.embedder)
    return (made.annotations, made.vectors, made.names, made.headings)


def _dates(given: Given, tools: Tools) -> Sequence[r.Record]:
    article = given.one(r.Article)
    made = dates.date_expressions(article, given.one(r.Annotations), pack=tools.pack(article.language))
    return (made.dating, *made.timexes)


def _attribute(given: Given, tools: Tools) -> Sequence[r.Record]:
    article = given.one(r.Article)
    names = given.one(r.Names).mentions
    return attribute.attribute(article, given.one(r.Annotations), names, pack=tools.pack(article.language))


def _corefer(given: Given, tools: Tools) -> Sequence[r.Record]:
    article = given.one(r.Article)
    made = corefer.corefer(
        article,
        given.one(r.Annotations),
        given.one(r.Names).mentions,
        given.all(r.Statement),
        given.one(r.Dating),
        pack=tools.pack(article.language),
    )
    return (*made.mentions, *made.clusters, *made.chains)


def _headings(given: Given, tools: Tools) -> Sequence[r.Record]:
    article, words = given.one(r.Article), given.one(r.HeadingWords)
    pack = tools.pack(article.language)
    below = corefer.Body(
        given.one(r.Annotations), given.all(r.Mention), given.all(r.Cluster), given.one(r.Dating)
    )
    reader = corefer.HeadingReader(article, words, below, pack=pack)
    said = attribute.attribute_headings(reader.beside, words.annotations, reader.names, pack=pack)
    return (reader.finish(said),)


def _sign(given: Given, tools: Tools) -> Sequence[r.Record]:
    article = given.one(r.Article)
    made = sign.sign(
        article,
        given.one(r.Annotations),
        given.one(r.Vectors),
        given.all(r.Timex),
        given.all(r.Mention),
        given.all(r.Cluster),
        given.one(r.Dating),
        pack=tools.pack(article.language),
    )
    return (made,)


def _link(given: Given, tools: Tools) -> Sequence[r.Record]:
    return link.link(given.all(r.Cluster), given.all(r.Decision), given.all(r.Story))


def _place(given: Given, tools: Tools) -> Sequence[r.Record]:
    return place.place(given.one(r.Window))


def _copies(given: Given, tools: Tools) -> Sequence[r.Record]:
    return copies.copies(given.one(r.Window))


def _stories(given: Given, tools: Tools) -> Sequence[r.Record]:
    return stories.stories(given.one(r.Window))


def _redate(given: Given, tools: Tools) -> Sequence[r.Record]:
    return dates.date_in_story(given.one(r.Dossier), pack_of=tools.pack)


def _dossier(given: Given) -> r.Dossier:
    """A story's dossier, undated articles as they were read with the story's days."""
    dossier = given.one(r.Dossier)
    anew = {x.article_id: x for x in given.all(r.Redating)}
    if not anew:
        return dossier
    kept = [t for t in dossier.timexes if t.article_id not in anew]
    timexes = (*kept, *(t for x in anew.values() for t in x.timexes))
    return msgspec.structs.replace(dossier, timexes=timexes)


def _claims(given: Given, tools: Tools) -> Sequence[r.Record]:
    dossier, packs = _dossier(given), tools.packs
    table = lay_out(dossier, packs=packs, embed=tools.embedder.embed)
    found = claims.claims(dossier, table, packs=packs)
    behind = corroborate.corroborate(dossier, found, table, packs=packs)
    return (*found, *behind.corroborations, *behind.contradictions)


def _events(given: Given, tools: Tools) -> Sequence[r.Record]:
    return events.events(_dossier(given), given.all(r.Claim), packs=tools.packs)


def _account(given: Given, tools: Tools) -> Sequence[r.Record]:
    made = account.account(
        _dossier(given),
        given.all(r.Claim),
        given.all(r.Corroboration),
        given.all(r.Contradiction),
        given.all(r.Event),
        packs=tools.packs,
    )
    return (made,)


WHOLE_STORY = (r.Dossier, r.Redating)
FORMER = ("corroborate",)  # stages that are no more: what a store holds of them is forgotten
# What is measured of the heaviest pages that `clean` lets through stands in docs/inputs.md.
PAGE_LIMITS = Limits(cpu_s=30, memory_bytes=1_000_000_000, refuse=_refuse_page)
STAGES: tuple[Each | Gather, ...] = (
    Each(
        name="lines",
        of="page",
        version=lines.VERSION,
        reads=(r.Page,),
        gives=(r.ShortLines,),
        uses=("packs", "outlets"),
        apply=_lines,
        limits=msgspec.structs.replace(PAGE_LIMITS, refuse=_no_lines),
    ),
    Gather(
        name="site",
        by="collection",
        version=site.VERSION,
        reads=(r.ShortLines,),
        gives=(r.Repeated,),
        apply=_site,
    ),
    Each(
        name="clean",
        of="page",
        version=clean.VERSION,
        reads=(r.Page, r.Repeated),
        gives=(r.Article, r.Rejection),
        uses=("packs", "outlets"),
        apply=_clean,
        limits=PAGE_LIMITS,
    ),
    Each(
        name="annotate",
        of="article",
        version=annotate.VERSION,
        reads=(r.Article,),
        gives=(r.Annotations, r.Vectors, r.Names, r.HeadingWords),
        uses=("taggers", "embedder"),
        apply=_annotate,
    ),
    Each(
        name="dates",
        of="article",
        version=dates.VERSION,
        reads=(r.Article, r.Annotations),
        gives=(r.Dating, r.Timex),
        uses=("packs",),
        apply=_dates,
    ),
    Each(
        name="attribute",
        of="article",
        version=attribute.VERSION,
        reads=(r.Article, r.Annotations, r.Names),
        gives=(r.Statement,),
        uses=("packs",),
        apply=_attribute,
    ),
    Each(
        name="corefer",
        of="article",
        version=corefer.VERSION,
        reads=(r.Article, r.Annotations, r.Names, r.Statement, r.Dating),
        gives=(r.Mention, r.Cluster, r.Chain),
        uses=("packs",),
        apply=_corefer,
    ),
    Each(
        name="headings",
        of="article",
        version=100 * attribute.VERSION + corefer.VERSION,  # it is both, of other words
        reads=(r.Article, r.HeadingWords, r.Annotations, r.Mention, r.Cluster, r.Dating),
        gives=(r.Headings,),
        uses=("packs",),
        apply=_headings,
    ),
    Each(
        name="sign",
        of="article",
        version=sign.VERSION,
        reads=(r.Article, r.Annotations, r.Vectors, r.Timex, r.Mention, r.Cluster, r.Dating),
        gives=(r.Signature,),
        uses=("packs",),
        apply=_sign,
    ),
    Gather(
        name="place", by="loose", version=place.VERSION, reads=(r.Window,), gives=(r.Placing,), apply=_place
    ),
    Gather(
        name="copies",
        by="week",
        version=copies.VERSION,
        reads=(r.Window,),
        gives=(r.Derivation,),
        apply=_copies,
    ),
    Gather(
        name="stories",
        by="week",
        version=stories.VERSION,
        reads=(r.Window,),
        gives=(r.Story, r.StoryLink, r.StoryChange, r.Carry, r.Closed),
        apply=_stories,
    ),
    Gather(
        name="link",
        by="collection",
        version=link.VERSION,
        reads=(r.Cluster, r.Story),
        gives=(r.Entity,),
        decided="entity",
        uses=("packs",),
        apply=_link,
    ),
    Gather(
        name="redate",
        by="story",
        version=dates.VERSION,
        reads=(r.Dossier,),
        gives=(r.Redating,),
        uses=("packs",),
        apply=_redate,
    ),
    Gather(
        name="claims",
        by="story",
        version=100 * claims.VERSION + corroborate.VERSION,  # it is both
        reads=WHOLE_STORY,
        gives=(r.Claim, r.Corroboration, r.Contradiction),
        uses=("packs", "embedder"),
        apply=_claims,
    ),
    Gather(
        name="events",
        by="story",
        version=events.VERSION,
        reads=(*WHOLE_STORY, r.Claim),
        gives=(r.Event,),
        uses=("packs",),
        apply=_events,
    ),
    Gather(
        name="account",
        by="story",
        version=account.VERSION,
        reads=(*WHOLE_STORY, r.Claim, r.Corroboration, r.Contradiction, r.Event),
        gives=(r.Account,),
        uses=("packs",),
        apply=_account,
    ),
)
