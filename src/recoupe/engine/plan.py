"""What each stage has to do: its units, the digest of what each reads, and how to load it.

Digests form a chain: what a unit reads is summed up by the digests of the outputs it reads, which were made
from their own inputs. So a unit is redone exactly when something it reads came out differently, or when a
tool it uses was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from recoupe.engine.tools import tools_digest
from recoupe.engine.weeks import LOOSE, Weeks
from recoupe.ids import digest
from recoupe.pipeline import Each, Gather, Given
from recoupe.records import Article, Decision, Dossier, Page, Record, Story, Window
from recoupe.settings import Settings
from recoupe.store.dossier import decisions_about, decisions_in, derivations_of, dossier_of, entities_of
from recoupe.store.kinds import encode, owner_of
from recoupe.store.port import Store, Unit

COLLECTION = "collection"
READ = "read"  # the stage that pages come from
DECIDE = "decide"  # the stage that decisions come from, a unit for each thing they are about


class Plan(msgspec.Struct, frozen=True):
    """A stage, its units in the order of their ids, and how to load what one of them reads."""

    stage: Each | Gather
    units: Sequence[Unit]
    load: Callable[[str], Given]


class Passage(msgspec.Struct, frozen=True):
    """A stage that goes through weeks in order: what one reads is known when those before are done."""

    stage: Gather
    weeks: Sequence[str]
    unit: Callable[[str], Unit]
    load: Callable[[str], Given]


class Planner:
    """Plans one run, stage after stage, each when all before it are done."""

    def __init__(self, store: Store, settings: Settings, stages: Sequence[Each | Gather]) -> None:
        self._store = store
        self._stages = stages
        self._tools = {
            use: tools_digest(use, settings)
            for use in sorted({use for stage in stages for use in stage.uses})
        }

    def plan(self, stage: Each | Gather) -> Plan:
        """Plan one stage that does not go by weeks; a unit whose input failed is left out."""
        if isinstance(stage, Gather):
            if stage.by == "loose":
                return self._loose(stage)
            if stage.by == "collection":
                return Plan(stage, [self._collection(stage)], lambda _: self._load_all(stage))
            return Plan(stage, list(self._stories(stage)), lambda story_id: self._load_story(stage, story_id))
        if stage.of == "page":
            return Plan(stage, list(self._pages(stage)), lambda page_id: self._load_page(stage, page_id))
        return Plan(
            stage, list(self._articles(stage)), lambda article_id: self._load_article(stage, article_id)
        )

    # --- units ---------------------------------------------------------------------------------------

    def _pages(self, stage: Each) -> Iterator[Unit]:
        beside = [self._by_page(kind) for kind in stage.reads if kind is not Page]
        for page_id, made in self._store.outputs(READ).items():
            yield Unit(page_id, self._digest(stage, [made, *(of.get(page_id, "") for of in beside)]))

    def _by_page(self, kind: type[Record]) -> dict[str, str]:
        """Digest of each page's record of a kind that is gathered, such as what its outlet repeats."""
        records = self._store.all(kind)
        return {owner_of(record) or "": digest([encode(record)]) for record in records}

    def _articles(self, stage: Each) -> Iterator[Unit]:
        sources = self._outputs(stage.reads)
        for article_id, page_id in self._page_by_article.items():
            made = [outputs.get(article_id) or outputs.get(page_id) for outputs in sources]
            if all(made):
                yield Unit(article_id, self._digest(stage, [m for m in made if m]))

    def _collection(self, stage: Gather) -> Unit:
        made = (f"{unit} {out}" for outputs in self._outputs(stage.reads) for unit, out in outputs.items())
        decided = self._store.outputs(DECIDE).get(stage.decided or "", "")
        return Unit(COLLECTION, self._digest(stage, [decided, *made]))

    def passage(self, stage: Gather) -> Passage:
        """Plan a stage that goes by weeks."""
        weeks = self._weeks
        return Passage(
            stage,
            tuple(weeks.frames),
            lambda week: Unit(week, self._digest(stage, [weeks.inputs(stage, week)])),
            lambda week: Given({Window: (weeks.load(stage, week),)}),
        )

    def _loose(self, stage: Gather) -> Plan:
        weeks = self._weeks
        made = weeks.loose_inputs()
        units = [] if made is None else [Unit(LOOSE, self._digest(stage, [made]))]
        return Plan(stage, units, lambda _: Given({Window: (weeks.load_loose(),)}))

    @cached_property
    def _weeks(self) -> Weeks:
        return Weeks(self._store, self._givers)

    @cached_property
    def _givers(self) -> dict[type[Record], str]:
        return {kind: stage.name for stage in self._stages for kind in stage.gives}

    def _stories(self, stage: Gather) -> Iterator[Unit]:
        before = self._outputs(kind for kind in stage.reads if kind is not Dossier)
        for story_id, dossier in self._dossiers.items():
            made = [outputs.get(story_id) for outputs in before]
            if all(made):
                yield Unit(story_id, self._digest(stage, [dossier, *(m for m in made if m)]))

    def _digest(self, stage: Each | Gather, made: Iterable[str]) -> str:
        return digest([*(self._tools[use] for use in stage.uses), "", *made])

    def _outputs(self, kinds: Iterable[type[Record]]) -> list[dict[str, str]]:
        """Output digests of the stages that give some kinds, in the order of the pipeline."""
        wanted = set(kinds)
        return [self._store.outputs(s.name) for s in self._stages if wanted & set(s.gives)]

    @cached_property
    def _page_by_article(self) -> dict[str, str]:
        return self._store.owners(Article)

    @cached_property
    def _claim_decisions(self) -> tuple[Decision, ...]:
        return decisions_about(self._store, "claim")

    @cached_property
    def _dossiers(self) -> dict[str, str]:
        """Digest of every story's dossier; of its articles by what was made of each, see `dossier_of`."""
        per_article = [s.name for s in self._stages if isinstance(s, Each) and _is_of_article(s)]
        outputs = [self._store.outputs(name) for name in per_article]
        out = {}
        for story in self._store.all(Story):
            parts = [encode(story)]
            for article_id in story.article_ids:
                page_id = self._page_by_article[article_id]
                parts += [(o.get(article_id) or o.get(page_id) or "").encode() for o in outputs]
            parts += [encode(entity) for entity in entities_of(self._store, story.article_ids)]
            parts += [encode(derivation) for derivation in derivations_of(self._store, story.article_ids)]
            parts += [encode(decision) for decision in decisions_in(self._claim_decisions, story.article_ids)]
            out[story.id] = digest(parts)
        return out

    # --- loading -------------------------------------------------------------------------------------

    def _load_page(self, stage: Each, page_id: str) -> Given:
        records = {kind: self._store.of(kind, page_id) for kind in stage.reads if kind is not Page}
        return Given({**records, Page: (self._store.page(page_id),)})

    def _load_article(self, stage: Each, article_id: str) -> Given:
        return Given({kind: self._of(kind, article_id) for kind in stage.reads})

    def _load_all(self, stage: Gather) -> Given:
        records: dict[type[Record], tuple[Record, ...]] = {
            kind: tuple(self._store.all(kind)) for kind in stage.reads
        }
        if stage.decided is not None:
            records[Decision] = decisions_about(self._store, stage.decided)
        return Given(records)

    def _load_story(self, stage: Gather, story_id: str) -> Given:
        story = self._store.one(Story, story_id)
        records: dict[type[Record], tuple[Record, ...]] = {
            kind: self._store.of(kind, story_id) for kind in stage.reads if kind is not Dossier
        }
        if Dossier in stage.reads:
            records[Dossier] = (dossier_of(self._store, story),)
        return Given(records)

    def _of(self, kind: type[Record], article_id: str) -> tuple[Record, ...]:
        if kind is Article:
            return (self._store.one(Article, article_id),)
        return self._store.of(kind, article_id)


def _is_of_article(stage: Each) -> bool:
    """Tell whether a stage gives articles or what is known of one, and not only of its page."""
    return stage.of == "article" or Article in stage.gives


def settings_digest(settings: Settings) -> str:
    """Digest of the settings that may change what stages give."""
    return digest(f"{language} {model}" for language, model in sorted(settings.models.items()))
