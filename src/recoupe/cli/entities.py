"""`recoupe entities`: people, bodies and places of the collection; merge, split, rename, keep apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

import click
import msgspec

from recoupe.cli.decisions import apply_decisions, deciding_options, undo_command, write_taken
from recoupe.cli.failure import DONE
from recoupe.cli.layout import bold, dim, find_width, wrap
from recoupe.cli.options import json_option, load_settings, read_store, settings_options
from recoupe.cli.output import print_json
from recoupe.cli.program import Told, ToldGroup
from recoupe.decisions import add_decisions, decide, decisions_file, in_force, now, read_decisions
from recoupe.messages import Messages
from recoupe.records import Article, Cluster, Decision, DecisionAction, Entity, Target
from recoupe.settings import Settings
from recoupe.store.port import Store
from recoupe.text.names import fold
from recoupe.view.controls import show_controls
from recoupe.view.targets import entity_target
from recoupe.view.wording import write_link_evidence, write_link_rule

GROUP = "entities"
SHORT = 11  # letters of an id shown: « entity-3f2a »
LIKELY = (
    0.75  # likeness from which another spelling is proposed: « Haumon » for « Haumont », not « pont » for it
)
NEAREST = 3  # names proposed where nothing bears the one asked for
LISTED = 50  # entities listed unless all are asked for


class MergeRow(msgspec.Struct, frozen=True):
    """Why the mentions of one article belong to an entity."""

    article_id: str
    page: str
    outlet: str
    name: str
    rule: str
    evidence: str


class EntityRow(msgspec.Struct, frozen=True):
    """One entity of the list; `rules` are the reasons of its merges with their number, most first."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    wikidata: str | None
    n_articles: int
    rules: tuple[tuple[str, int], ...]
    merges: tuple[MergeRow, ...]


def build(say: Messages) -> click.Command:
    """Make the command and its own; without one of them it lists."""

    def entities(name: str | None, *, as_json: bool, everything: bool, **options: object) -> int:
        return _list(say, name, _settings(options), as_json=as_json, everything=everything)

    named = click.Option(["--named", "name"], metavar="NAME", help=say("help.entity_name"))
    commands = [
        Told("list", say, group=GROUP, callback=entities, params=[named, *_listing_options(say)]),
        _show(say),
        _several(say, "merge", "merge"),
        _several(say, "keep-apart", "keep_apart"),
        _split(say),
        _rename(say),
        undo_command(say, group=GROUP),
    ]
    params = [named, *_listing_options(say)]
    return ToldGroup(GROUP, say, callback=entities, commands=commands, params=params)


def _listing_options(say: Messages) -> list[click.Parameter]:
    everything = click.Option(["--all", "everything"], is_flag=True, help=say("help.all_entities"))
    return [everything, *settings_options(say), json_option(say)]


def _list(say: Messages, name: str | None, settings: Settings, *, as_json: bool, everything: bool) -> int:
    """List entities, most articles first; of one name only, with the reason of each merge."""
    with read_store(settings.store) as store:
        found = list(store.all(Entity)) if name is None else _named(store, name, say)
        rows = sorted((_row(store, e) for e in found), key=lambda r: (-r.n_articles, fold(r.name), r.id))
    if as_json:
        print_json(rows)
        return DONE
    shown = rows if everything or name is not None else rows[:LISTED]
    for line in _lines(say, shown, find_width(), merges=name is not None):
        click.echo(line)
    if len(rows) > len(shown):
        click.echo(say.count("unit.more", len(rows) - len(shown)))
    return DONE


def _show(say: Messages) -> Told:
    """`show NAME`: what `--named NAME` lists."""

    def show(entity: str, *, as_json: bool, **options: object) -> int:
        return _list(say, entity, _settings(options), as_json=as_json, everything=True)

    params = [click.Argument(["entity"]), *settings_options(say), json_option(say)]
    return Told("show", say, group=GROUP, callback=show, params=params)


def _several(say: Messages, name: str, action: DecisionAction) -> Told:
    """`merge` and `keep-apart`: two entities or more."""

    def decided(
        entity: tuple[str, ...], *, note: str | None, by: str | None, quiet: bool, **o: object
    ) -> int:
        def make(store: Store) -> Decision:
            targets = [_target(store, e, say) for e in entity]
            if len({t.id for t in targets}) < len(targets) or len(targets) < 2:  # noqa: PLR2004 - two of them
                raise click.UsageError(_not_two(say, entity, targets), click.get_current_context())
            return decide(action, targets, at=now(), note=note, by=by)

        return _take(say, _settings(o), make, quiet=quiet)

    argument = click.Argument(["entity"], nargs=-1, required=True)
    return Told(name, say, group=GROUP, callback=decided, params=[argument, *deciding_options(say)])


def _not_two(say: Messages, asked: Sequence[str], targets: Sequence[Target]) -> str:
    """Say that one thing was given, and which command parts what its two names are."""
    one, *others = targets
    other = next((a for a, t in zip(asked[1:], others, strict=True) if t.id == one.id), "")
    if fold(other) in ("", fold(asked[0])):
        return say("entities.same")
    return show_controls(say("entities.already_one", a=asked[0], b=other, name=one.label))


def _split(say: Messages) -> Told:
    def decided(
        entity: str, part: tuple[str, ...], *, note: str | None, by: str | None, quiet: bool, **o: object
    ) -> int:
        def make(store: Store) -> Decision:
            whole = _one(store, entity, say)
            clusters = [store.one(Cluster, m.cluster_id) for m in whole.members]
            leaves = [c for c in clusters if _is_part(store, c, part)]
            if not leaves or len(leaves) == len(clusters):
                key = "entities.no_part" if not leaves else "entities.all_parts"
                raise click.UsageError(say(key, name=whole.name), click.get_current_context())
            gone = {c.id for c in leaves}
            stay = entity_target(store, whole.id, [c.id for c in clusters if c.id not in gone])
            leave = entity_target(store, whole.id, gone)
            leave = msgspec.structs.replace(leave, label=", ".join(sorted({c.name for c in leaves})))
            return decide("split", [stay, leave], at=now(), note=note, by=by)

        return _take(say, _settings(o), make, quiet=quiet)

    arguments = [click.Argument(["entity"]), click.Argument(["part"], nargs=-1, required=True)]
    return Told("split", say, group=GROUP, callback=decided, params=[*arguments, *deciding_options(say)])


def _rename(say: Messages) -> Told:
    def decided(entity: str, name: str, *, note: str | None, by: str | None, quiet: bool, **o: object) -> int:
        if not name.strip():
            raise click.UsageError(say("entities.no_name"), click.get_current_context())

        def make(store: Store) -> Decision:
            target = _target(store, entity, say)
            return decide("rename", [target], at=now(), value=name.strip(), note=note, by=by)

        return _take(say, _settings(o), make, quiet=quiet)

    arguments = [click.Argument(["entity"]), click.Argument(["name"])]
    return Told("rename", say, group=GROUP, callback=decided, params=[*arguments, *deciding_options(say)])


def _take(say: Messages, settings: Settings, make: Callable[[Store], Decision], *, quiet: bool) -> int:
    """Write a decision, apply it from `link` on, and say what changed."""
    with read_store(settings.store) as store:
        decision = make(store)
        before = _held(store)
    path = decisions_file(settings)
    if known := _same_before(read_decisions(path), decision):
        click.echo(write_taken(say, known, again=True))
        return DONE
    add_decisions(path, [decision])
    click.echo(write_taken(say, decision))
    status = apply_decisions(settings, say, quiet=quiet)
    with read_store(settings.store) as store:
        after = _held(store)
    if decision.action == "keep_apart" and before == after:
        click.echo(say("entities.apart"))
        return status
    for line in write_changes(say, before, after):
        click.echo(line)
    return status


def _same_before(made: Sequence[Decision], decision: Decision) -> Decision | None:
    """The last decision about these entities if it says the same."""

    def key(d: Decision) -> tuple[object, ...]:
        return d.action, d.value, frozenset(t.id for t in d.targets)

    ids = {t.id for t in decision.targets}
    about = [d for d in in_force(made) if any(t.id in ids for t in d.targets)]
    return (
        about[-1] if about and key(about[-1]) == key(decision) and decision.action == "keep_apart" else None
    )


Held = Mapping[str, tuple[str, frozenset[str]]]


def _held(store: Store) -> Held:
    """Name and clusters of every entity, by id."""
    return {e.id: (e.name, frozenset(m.cluster_id for m in e.members)) for e in store.all(Entity)}


def write_changes(say: Messages, before: Held, after: Held) -> Iterator[str]:
    """What a decision changed: entities gone, new, renamed, larger or smaller."""
    changed = False
    for entity_id in sorted(before.keys() | after.keys()):
        old, new = before.get(entity_id), after.get(entity_id)
        if old == new:
            continue
        changed = True
        name = say("decisions.label", text=show_controls((new or old or ("", frozenset()))[0]))
        if new is None:
            yield say("entities.gone", name=name)
        elif old is None:
            yield say("entities.new", name=name, n=say.count("unit.article", len(new[1])))
        elif old[1] != new[1]:
            was, now_is = (say.count("unit.article", len(x[1])) for x in (old, new))
            yield say("entities.size", name=name, before=was, after=now_is)
        else:
            was = say("decisions.label", text=show_controls(old[0]))
            yield say("entities.renamed", before=was, after=name)
    if not changed:
        yield say("entities.unchanged")


def _target(store: Store, entity: str, say: Messages) -> Target:
    return entity_target(store, _one(store, entity, say).id)


def _one(store: Store, wanted: str, say: Messages) -> Entity:
    """The entity of an id, of its beginning, or of a name in any spelling.

    Raises:
        UsageError: If there is none, or several.
    """
    found = _named(store, wanted, say)
    if len(found) > 1:
        listed = ", ".join(f"{e.name} ({e.id[:SHORT]})" for e in found[:5])
        message = say("entities.several", name=wanted, found=listed)
        raise click.UsageError(show_controls(message), click.get_current_context())
    return found[0]


def _named(store: Store, wanted: str, say: Messages) -> list[Entity]:
    """Entities of an id or name: the id first, then the shown name, then other spellings."""
    every = list(store.all(Entity))
    tests: tuple[Callable[[Entity], bool], ...] = (
        lambda e: e.id == wanted or (len(wanted) >= SHORT - 3 and e.id.startswith(wanted)),
        lambda e: e.name == wanted,
        lambda e: fold(e.name) == fold(wanted),
        lambda e: fold(wanted) in map(fold, e.aliases),
    )
    for test in tests:
        if fold(wanted) and (found := [e for e in every if test(e)]):
            return found
    error = click.UsageError(say("entities.unknown", name=show_controls(wanted)), click.get_current_context())
    error.possibilities = _nearest(every, wanted)  # type: ignore[attr-defined]
    raise error


def _nearest(every: Iterable[Entity], wanted: str) -> list[str]:
    """Names that hold the words that were asked for, else those spelled most like it; a few of either."""
    words = set(fold(wanted).split())
    spelled = {fold(n): show_controls(e.name) for e in every for n in (e.name, *e.aliases)}
    holding = [name for folded, name in sorted(spelled.items()) if words and words <= set(folded.split())]
    alike = [spelled[n] for n in get_close_matches(fold(wanted), spelled, n=NEAREST, cutoff=LIKELY)]
    return list(dict.fromkeys(holding or alike))[:NEAREST]


def _is_part(store: Store, cluster: Cluster, parts: Iterable[str]) -> bool:
    """Tell whether one of the given words means a cluster: a spelling, an article's id, or its page."""
    spellings = {fold(n) for n in (cluster.name, *cluster.aliases)}
    page = store.one(Article, cluster.article_id).page
    return any(
        fold(p) in spellings
        or f"/{page}".endswith(f"/{p}")
        or (len(p) >= SHORT and cluster.article_id.startswith(p))
        for p in parts
    )


def _row(store: Store, entity: Entity) -> EntityRow:
    clusters = [store.one(Cluster, m.cluster_id) for m in entity.members]
    articles = {c.article_id: store.one(Article, c.article_id) for c in clusters}
    return EntityRow(
        id=entity.id,
        name=entity.name,
        type=entity.type,
        aliases=entity.aliases,
        wikidata=entity.wikidata,
        n_articles=len(articles),
        rules=tuple(Counter(m.rule for m in entity.members).most_common()),
        merges=tuple(
            MergeRow(
                article_id=c.article_id,
                page=articles[c.article_id].page,
                outlet=articles[c.article_id].outlet,
                name=c.name,
                rule=m.rule,
                evidence=m.evidence,
            )
            for c, m in zip(clusters, entity.members, strict=True)
        ),
    )


def _lines(say: Messages, rows: Sequence[EntityRow], width: int, *, merges: bool) -> Iterator[str]:
    """Two lines an entity; with each merge, its reason and evidence below where one is asked for."""
    if not rows:
        yield say("entities.none")
    for row in rows:
        head = f"{show_controls(row.name)}  {say(f'entity.{row.type}')}  {dim(row.id[:SHORT])}"
        yield bold(head) if merges else head
        facts = [say.count("unit.article", row.n_articles)]
        if row.aliases:
            facts.append(say("entities.also", names=", ".join(map(show_controls, row.aliases))))
        facts += [
            say("entities.rule", rule=write_link_rule(say, rule), n=say.number(n)) for rule, n in row.rules
        ]
        yield from wrap(" · ".join(facts), width, "  ")
        for merge in row.merges if merges else ():
            why = f"{write_link_rule(say, merge.rule)} ({write_link_evidence(say, merge.evidence)})"
            text = f"{merge.outlet}, {merge.page}: {merge.name} — {why}"
            yield from wrap(show_controls(text), width, "      ", "    ")


def _settings(options: dict[str, object]) -> Settings:
    return load_settings(**{k: options.get(k) for k in ("store", "processes", "config")})  # type: ignore[arg-type]
