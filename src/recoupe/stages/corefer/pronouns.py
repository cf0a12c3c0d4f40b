"""Who is meant by a pronoun that is a source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from recoupe.records import NOBODY, Excerpt, Statement
from recoupe.stages.corefer.bearers import PARAGRAPH
from recoupe.stages.corefer.documents import Speaker
from recoupe.stages.corefer.groups import Group
from recoupe.stages.corefer.nominals import Nominals
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.words import Address, lower
from recoupe.text.names import fold


class Pronouns(Nominals):
    """Resolves sources that are pronouns."""

    def _pronoun(self, pronoun: Address, source: Excerpt, statement: Statement) -> Speaker:
        if pronoun.plural:
            if self.several:
                return Speaker(group=self.several[-1], form="pronoun")
            pair = self._pair(source.start)
            return Speaker(name=pair or NOBODY)
        singles = [g for g in self.groups if not g.plural and (g.type == "PER" or self._may_speak(g))]
        singles = self._others(singles, statement, source)
        phrase = lower(source.text)
        if phrase in self.words.latter:
            group = self.last_named(source.start, pronoun, singles)
        elif phrase in self.words.concerned:
            group = self.best(source.start, pronoun, self._concerned(singles))
        else:
            group = self.best(source.start, pronoun, singles)
            group = group or self._coming(source, pronoun) or self._subject_noun(source.start, pronoun)
            group = group or self._body_meant(pronoun, source)
        if group and group.type == "PER" and group.gender is None and " " in group.full:
            group.gender = pronoun.gender  # « Dominique … dit-elle »: from here on a woman
        return Speaker(group=group, name=None if group else NOBODY, form="pronoun")

    def _others(self, groups: list[Group], statement: Statement, source: Excerpt) -> list[Group]:
        """« L'ambassadeur X, convoqué selon lui hier, … »: who is told of is not who tells it."""
        if not statement.rule.startswith("according") or statement.start >= source.start:
            return groups
        told = [n for n in self.names if statement.start <= n.start < source.start and self._is_subject(n)]
        return [g for g in groups if all(self.group_of[n.range] is not g for n in told)] or groups

    def _body_meant(self, pronoun: Address, source: Excerpt) -> Group | None:
        """« L'assureur Norlys a confirmé un vol, qui touche selon lui … »: a body that spoke last."""
        last = self.spoken[-1][1] if self.spoken else None
        if pronoun.things or last is None or last.type != "ORG":
            return None
        return self.best(source.start, msgspec.structs.replace(pronoun, things=True), [last])

    def _may_speak(self, g: Group) -> bool:
        """No pronoun means the outlet itself; other bodies may be meant, newspapers too."""
        return fold(g.full) != self.outlet

    def _coming(self, source: Excerpt, pronoun: Address) -> Group | None:
        """« « Tant mieux », lâche-t-il. X n'a jamais … »: the subject of the very next sentence."""
        here = self.grid.sentence_at(source.start)
        quoting = any(self.grid.sentence_at(q.end - 1) == here for q in self.quotations)
        for n in self.names:
            g = self.group_of[n.range]
            if self.grid.sentence_at(n.start) == here + 1 and n.type == "PER" and self._is_subject(n):
                fits = quoting and not g.roles and g.gender in (pronoun.gender, None)
                return g if fits and PARAGRAPH not in self.text[source.end : n.start] else None
        return None

    def _subject_noun(self, at: int, pronoun: Address) -> Group | None:
        """« Le chef d'orchestre a livré ses projets. …, a-t-il glissé »: whom nobody of the article bears."""
        here = self.grid.sentence_at(at)
        tokens = self.grid.tokens
        for k in range(self.grid.at(at) - 1, 0, -1):
            start, end = tokens.starts[k], tokens.ends[k]
            if self.grid.sentence_at(start) < here - 1:
                return None
            if tokens.deps[k].startswith("nsubj") and tokens.pos[k] == "NOUN":
                first = lower(self.text[tokens.starts[k - 1] : tokens.ends[k - 1]])
                opens = first in self.words.determiners or first in self.words.possessives
                phrase = self._whole_noun(tokens.starts[k - 1], end)
                head = head_of(lower(phrase.text), self.words)
                shown = pronoun.gender is None or self.shown_gender(lower(phrase.text)) in (
                    pronoun.gender,
                    None,
                )
                if (
                    opens
                    and shown
                    and (head in self.words.roles or (pronoun.things and head in self.words.bodies))
                ):
                    return self._fresh(phrase, "PER" if head in self.words.roles else "ORG").group
        return None

    def _concerned(self, groups: Sequence[Group]) -> list[Group]:
        """« l'intéressé » answers what others said: he is not the one who spoke last, if there is another."""
        last = self.spoken[-1][1] if self.spoken else None
        others = [g for g in groups if g is not last and g.type == "PER"]
        return others or list(groups)

    def _pair(self, at: int) -> str | None:
        """« X et Y … ils disent »: two people joined in the sentence or the one before."""
        floor = self.grid.sentence_at(at) - 1
        people = [n for n in self.names if n.type == "PER" and n.start < at]
        for one, other in reversed(list(pairwise(people))):
            if self.grid.sentence_at(one.start) < floor:
                return None
            if self.text[one.end : other.start].strip() in self.words.joints:
                return f"{self.group_of[one.range].full}, {self.group_of[other.range].full}"
        return None
