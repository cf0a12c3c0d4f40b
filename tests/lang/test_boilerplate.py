"""Every furniture rule takes its example and spares the article."""

from __future__ import annotations

import re

import pytest

from recoupe.lang import packs
from recoupe.lang.boilerplate import CutNote, LineRule, TranslationNote
from recoupe.text.page.furniture import LinePattern

RULES = [pytest.param(r, id=f"{c}-{r.example[:30]}") for c, p in packs().items() for r in p.boilerplate.line]
ALL = [r for p in packs().values() for r in p.boilerplate.line]
CUTS = [n for p in packs().values() for n in p.boilerplate.cut]
NOTES = [n for p in packs().values() for n in p.boilerplate.translated]
SENTENCES = [  # of articles; no rule of any language may take one
    "La maire a annoncé mardi que le pont serait fermé jusqu'à l'été.",
    "« Nous lirons la suite du rapport », a répondu l'adjoint.",
    "Par ailleurs, trente habitants ont signé une pétition.",
    "Source de tensions depuis dix ans, le barrage sera démonté.",
    "Publiée lundi, l'enquête cite deux anciens salariés.",
    "Les photos prises par le drone montrent une fissure de deux mètres.",
    "Recherche de témoins : la gendarmerie lance un appel.",
    "The council voted to close the bridge on Monday.",
    "By Monday evening, three hundred people had signed.",
    "Share holders will meet in March, the company said.",
    "Comments by the mayor drew anger in the valley.",
]


def compiled(rule: LineRule) -> LinePattern:
    return LinePattern(
        role=rule.role,
        label=rule.label,
        pattern=re.compile(rule.pattern, re.IGNORECASE),
        max_chars=rule.max_chars,
    )


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_takes_its_example_and_spares_the_article(rule: LineRule) -> None:
    pattern = compiled(rule)
    assert pattern.takes(rule.example)
    assert rule.spare is None or not pattern.takes(rule.spare)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_rule_takes_a_sentence_of_an_article(sentence: str) -> None:
    assert [r.pattern for r in ALL if compiled(r).takes(sentence)] == []


@pytest.mark.parametrize("note", NOTES, ids=lambda n: n.example)
def test_a_translation_note_is_recognised(note: TranslationNote) -> None:
    assert re.search(note.pattern, note.example, re.IGNORECASE)


@pytest.mark.parametrize("note", CUTS, ids=lambda n: n.example)
def test_a_paywall_s_cut_is_recognised(note: CutNote) -> None:
    assert re.search(note.pattern, note.example, re.IGNORECASE)
    assert note.spare is None or not re.search(note.pattern, note.spare, re.IGNORECASE)


def test_examples_of_one_rule_are_its_own() -> None:
    assert len({r.example for r in ALL}) == len(ALL)
