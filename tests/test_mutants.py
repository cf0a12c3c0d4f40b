"""Pages broken at random: each ends as an article or as a rejection; the bench `mutants` does 10,000."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.engine.local import LocalEngine
from recoupe.lang import packs
from recoupe.pipeline import STAGES, Each, Given, Item
from recoupe.records import Article, Page, Rejection, Repeated
from recoupe.settings import Settings
from recoupe.stages.clean import clean
from recoupe.stages.lines import lines
from tests.mutants import MUTATIONS, mutants, originals, page_of

CLEAN = next(stage for stage in STAGES if isinstance(stage, Each) and stage.name == "clean")
PAGES = 80


def test_no_page_is_lost_and_none_breaks_the_reader() -> None:
    pages = list(mutants(PAGES, seed=7))
    items = [Item(page.id, Given({Page: (page,), Repeated: ()})) for page in pages]
    with LocalEngine(Settings(processes=2)) as engine:
        outcomes = list(engine.each(CLEAN, items, total=PAGES))
    assert [o.unit_id for o in outcomes] == [p.id for p in pages]
    assert [o.failed for o in outcomes] == [None] * PAGES
    reasons = {r.reason for o in outcomes for r in o.records if isinstance(r, Rejection)}
    assert not reasons & {"crashed", "too_slow", "too_much_memory"}
    assert sum(isinstance(r, Article) for o in outcomes for r in o.records) > PAGES / 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3))
def test_any_mutation_of_any_page_is_read_or_rejected(chance: object, todo: list[object]) -> None:
    name, content = chance.choice(originals())  # type: ignore[attr-defined]  # a Random
    for mutation in todo:
        content = mutation(content, chance)[:200_000]  # type: ignore[operator]  # a Mutation
    page = page_of(content, name)
    marks = lines(page, packs=packs()).short
    repeated = Repeated(id="repeated", page_id=page.id, marks=marks)
    made = clean(page, packs=packs(), repeated=repeated)
    assert isinstance(made, Article | Rejection)
    if isinstance(made, Article):
        assert all(made.text[p.start : p.end].strip() for p in made.paragraphs)
