from __future__ import annotations

import msgspec
import pytest

from recoupe.records import HeadingLine, HeadingPart
from recoupe.text.headings import apart, part_at
from tests.stages.articles import article_from


def lines(*pairs: tuple[HeadingPart, str]) -> tuple[HeadingLine, ...]:
    out, at = [], 0
    for part, text in pairs:
        out.append(HeadingLine(start=at, end=at + len(text), part=part, page_start=at + 7, page_end=at + 9))
        at += len(text) + 2
    return tuple(out)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("'We lost it all', says keeper", "“We lost it all”, says keeper"),
        ("Keeper’s plea: ‘We lost it all’", "Keeper's plea: “We lost it all”"),
        ("'It's over', say keepers' sons", "“It's over”, say keepers' sons"),
        ("L’aveu de l’armateur", "L'aveu de l'armateur"),
        ("Keepers' sons say 'it ends here.'", "Keepers' sons say “it ends here.”"),
    ],
)
def test_marks_become_those_of_a_body_and_the_length_stays(line: str, read: str) -> None:
    article = msgspec.structs.replace(
        article_from("Texte.", "en"), headings=line, heading_lines=lines(("headline", line))
    )
    assert apart(article).text == read
    assert len(read) == len(line)


def test_each_line_is_a_paragraph_at_its_place() -> None:
    article = msgspec.structs.replace(
        article_from("Le phare ferme.", "fr"),
        headings="Le phare ferme\n\nPar Jeanne Morvan",
        heading_lines=lines(("headline", "Le phare ferme"), ("byline", "Par Jeanne Morvan")),
    )
    beside = apart(article)
    assert [beside.text[p.start : p.end] for p in beside.paragraphs] == [
        "Le phare ferme",
        "Par Jeanne Morvan",
    ]
    assert [(p.page_start, p.page_end) for p in beside.paragraphs] == [(7, 9), (23, 25)]
    assert (beside.id, beside.headings, beside.heading_lines) == (article.id, "", ())
    assert [part_at(article, at) for at in (0, 13, 16, 32)] == ["headline", "headline", "byline", "byline"]


def test_the_case_of_a_line_that_signs_stays() -> None:
    line = "Par Jeanne Morvan Pour Le Fanal"
    article = msgspec.structs.replace(
        article_from("Pour le phare, par ici.", "fr"), headings=line, heading_lines=lines(("byline", line))
    )
    assert apart(article).text == line
