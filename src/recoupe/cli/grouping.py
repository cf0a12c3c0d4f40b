"""What belongs to `recoupe stories`: the log, and a person's decisions about which article stands where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import click
from msgspec.structs import replace

from recoupe.cli.decisions import apply_decisions, deciding_options
from recoupe.cli.failure import DONE
from recoupe.cli.layout import find_width, wrap
from recoupe.cli.options import json_option, load_settings, read_store, settings_options
from recoupe.cli.output import print_json
from recoupe.cli.program import Told
from recoupe.decisions import add_decisions, decide, decisions_file, now
from recoupe.messages import Messages
from recoupe.records import Article, Decision, DecisionAction, Story, StoryChange, Target
from recoupe.settings import Settings
from recoupe.store.port import Store
from recoupe.view.controls import show_controls
from recoupe.view.load import find_story
from recoupe.view.targets import article_target, story_target

GROUP = "stories"
SHORT = 10  # letters of an id that tell it from others: « story-3f2a »
TWO = 2


def subcommands(say: Messages) -> list[Told]:
    """The commands of `recoupe stories`."""
    return [
        _log(say),
        _several(say, "merge", "merge"),
        _several(say, "keep-apart", "keep_apart"),
        _move(say),
        _split(say),
        _rename(say),
    ]


# --- the log ------------------------------------------------------------------------------------------


def _log(say: Messages) -> Told:
    def log(story: str | None, *, as_json: bool, **options: object) -> int:
        with read_store(_settings(options).store) as store:
            mine = store.of(StoryChange, find_story(store, story)) if story else tuple(store.all(StoryChange))
            changes = sorted(mine, key=lambda c: (c.on, c.story_id, c.action != "opened", c.id))
            if as_json:
                print_json(changes)
                return DONE
            for line in write_log(say, store, changes, find_width()):
                click.echo(line)
        return DONE

    argument = click.Argument(["story"], required=False)
    return Told(
        "log", say, group=GROUP, callback=log, params=[argument, *settings_options(say), json_option(say)]
    )


def write_log(say: Messages, store: Store, changes: Sequence[StoryChange], width: int) -> Iterator[str]:
    """A paragraph a line of the log: the day, what happened, and why."""
    if not changes:
        yield say("stories.no_log")
    for change in changes:
        articles = store.some(Article, change.article_ids)
        names = ", ".join(say("decisions.label", text=_title(article)) for article in articles)
        head = f"{change.on or '?':10}  {change.story_id[:SHORT]}  "
        yield from wrap(show_controls(say(f"log.{change.action}", names=names)), width, " " * 4, head)
        yield from wrap(show_controls(change.why), width, " " * 6, " " * 4)


def _title(article: Article) -> str:
    return f"{article.headline or article.page} ({article.outlet})"


# --- decisions ----------------------------------------------------------------------------------------


def _several(say: Messages, name: str, action: DecisionAction) -> Told:
    """`merge` and `keep-apart`: two stories or more."""

    def decided(story: tuple[str, ...], *, note: str | None, by: str | None, quiet: bool, **o: object) -> int:
        def make(store: Store) -> Decision:
            targets = [story_target(store, find_story(store, s)) for s in story]
            if len({t.id for t in targets}) < max(TWO, len(targets)):
                raise click.UsageError(say("entities.same"), click.get_current_context())
            return decide(action, targets, at=now(), note=note, by=by)

        return _take(say, _settings(o), make, quiet=quiet)

    argument = click.Argument(["story"], nargs=-1, required=True)
    return Told(name, say, group=GROUP, callback=decided, params=[argument, *deciding_options(say)])


def _move(say: Messages) -> Told:
    def decided(
        article: str, story: str, *, note: str | None, by: str | None, quiet: bool, **o: object
    ) -> int:
        def make(store: Store) -> Decision:
            targets = [
                article_target(store, _article(store, article, say)),
                story_target(store, find_story(store, story)),
            ]
            return decide("move", targets, at=now(), note=note, by=by)

        return _take(say, _settings(o), make, quiet=quiet)

    arguments = [click.Argument(["article"]), click.Argument(["story"])]
    return Told("move", say, group=GROUP, callback=decided, params=[*arguments, *deciding_options(say)])


def _split(say: Messages) -> Told:
    def decided(
        story: str, article: tuple[str, ...], *, note: str | None, by: str | None, quiet: bool, **o: object
    ) -> int:
        def make(store: Store) -> Decision:
            whole = story_target(store, find_story(store, story))
            leaves = {_article(store, a, say) for a in article}
            part = tuple(place for place in whole.evidence if place.article_id in leaves)
            if len(part) < len(leaves) or len(part) == len(whole.evidence):
                raise click.UsageError(say("stories.no_part", name=whole.label), click.get_current_context())
            return decide("split", [whole, replace(whole, evidence=part)], at=now(), note=note, by=by)

        return _take(say, _settings(o), make, quiet=quiet)

    arguments = [click.Argument(["story"]), click.Argument(["article"], nargs=-1, required=True)]
    return Told("split", say, group=GROUP, callback=decided, params=[*arguments, *deciding_options(say)])


def _rename(say: Messages) -> Told:
    def decided(story: str, name: str, *, note: str | None, by: str | None, quiet: bool, **o: object) -> int:
        if not name.strip():
            raise click.UsageError(say("entities.no_name"), click.get_current_context())

        def make(store: Store) -> Decision:
            target = story_target(store, find_story(store, story))
            return decide("rename", [target], at=now(), value=name.strip(), note=note, by=by)

        return _take(say, _settings(o), make, quiet=quiet)

    arguments = [click.Argument(["story"]), click.Argument(["name"])]
    return Told("rename", say, group=GROUP, callback=decided, params=[*arguments, *deciding_options(say)])


def _take(say: Messages, settings: Settings, make: Callable[[Store], Decision], *, quiet: bool) -> int:
    """Write a decision, apply it, and say in which stories its articles are now."""
    with read_store(settings.store) as store:
        decision = make(store)
    add_decisions(decisions_file(settings), [decision])
    status = apply_decisions(settings, say, quiet=quiet)
    with read_store(settings.store) as store:
        for line in _outcome(say, store, decision.targets):
            click.echo(line)
    return status


def _outcome(say: Messages, store: Store, targets: Sequence[Target]) -> Iterator[str]:
    """The stories that hold the articles of a decision, each once."""
    article_ids = [place.article_id for target in targets for place in target.evidence]
    found = dict.fromkeys(store.story_id(article_id) for article_id in article_ids)
    for story_id in found:
        if story_id is not None:
            story = store.one(Story, story_id)
            n = say.count("unit.article", len(story.article_ids))
            yield say("stories.now", name=show_controls(story.headline), id=story.id[:SHORT], n=n)


def _article(store: Store, wanted: str, say: Messages) -> str:
    """Id of the article of an id, of its beginning, or of a page.

    Raises:
        UsageError: If there is none, or several.
    """
    found = [
        article.id
        for article in store.all(Article)
        if article.id == wanted
        or (len(wanted) >= SHORT and article.id.startswith(wanted))
        or f"/{article.page}".endswith(f"/{wanted}")
    ]
    if len(found) != 1:
        key = "stories.no_article" if not found else "stories.several_articles"
        raise click.UsageError(say(key, name=show_controls(wanted)), click.get_current_context())
    return found[0]


def _settings(options: dict[str, object]) -> Settings:
    return load_settings(**{k: options.get(k) for k in ("store", "processes", "config")})  # type: ignore[arg-type]
