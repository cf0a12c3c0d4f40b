"""Every record, in the order of the data's way, from page to account.

Records are immutable and standoff: `Article.text` is fixed by `clean`, all later records hold code-point
offsets into it. Collections are tuples. `None` means "not known", never "not yet computed".
"""

from __future__ import annotations

from typing import Literal

import msgspec

MediaType = Literal["html", "text"]
Reason = Literal[
    "empty",
    "binary",
    "too_large",
    "too_many_links",
    "too_deep",
    "no_text",
    "too_short",
    "not_an_article",
    "unknown_language",
    "duplicate",
    "unreadable",
    "unsupported_type",
    "too_slow",
    "too_much_memory",
    "crashed",
    "bad_url",
    "private_address",
    "too_many_redirects",
    "unreachable",
    "timeout",
    "http_error",
    "robots",
    "bomb",
    "entities",
    "not_a_feed",
]
ParagraphLabel = Literal["body", "standfirst", "heading", "faq"]
HeadingPart = Literal["headline", "byline", "crosshead"]
LeftOutLabel = Literal[
    "heading", "byline", "caption", "teaser", "share", "donation", "comments", "menu", "cookie", "tags",
    "author_box", "source_link", "paywall", "reading_time", "repeated", "other",
]  # fmt: skip
PublishedFrom = Literal["json-ld", "meta", "time", "url", "text", "manifest", "feed", "inferred"]
OutletFrom = Literal["manifest", "json-ld", "site_name", "text", "feed", "domain", "file"]
StatedBy = Literal["manifest", "feed"]
KnownField = Literal["headline", "byline", "outlet", "language"]
KnownFrom = Literal[
    "manifest", "json-ld", "meta", "site_name", "heading", "title", "text", "markup", "feed", "domain", "file"
]
Access = Literal["whole", "subscribers", "cut"]
EntityType = Literal["PER", "ORG", "LOC", "EVENT"]
MentionForm = Literal["name", "nominal", "pronoun", "demonym", "metonym", "possible"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
TimexRole = Literal["at", "since", "until", "after", "before"]
Certainty = Literal["explicit", "resolved", "assumed"]
ReportType = Literal["direct", "indirect", "mixed", "none"]
Modality = Literal["asserted", "conditional", "denied", "planned", "possible"]
SourceKind = Literal[
    "named", "title", "pronoun", "organisation", "document", "anonymous", "collective", "witness", "outlet"
]
Medium = Literal[
    "podcast",
    "interview",
    "press_conference",
    "post",
    "speech",
    "report",
    "press_release",
    "newspaper",
    "wire",
    "other",
]
HopKind = Literal["person", "organisation", "document", "witness", "wire", "channel", "anonymous", "outlet"]
OriginKind = Literal["person", "organisation", "document", "witness", "wire"]
DerivationType = Literal["identical", "syndicated", "excerpt", "aggregate", "rewrite", "translation"]
StoryAction = Literal["opened", "joined", "merged", "split"]
DifferenceType = Literal["number", "date", "place", "polarity", "actor", "detail"]
DifferenceRelation = Literal["contradiction", "apparent", "refinement", "later"]
DecisionAbout = Literal["entity", "story", "claim"]
DecisionAction = Literal[
    "merge", "split", "rename", "keep_apart", "move", "same_origin", "not_same_claim", "undo"
]  # fmt: skip
BESIDE = " | "  # in the evidence of a merge: behind it what both articles name besides
NOBODY = "?"  # name of a hop whose words name nobody that could be read


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every stored record: immutable, keyword-only, strict on decode."""


class Span(Record, frozen=True, kw_only=True, order=True, gc=False):
    """A half-open range of an article's text.

    Attributes:
        start: First code point (Python `str` index), counted from 0.
        end: One past the last code point; always greater than `start`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span: [{self.start}, {self.end})")


class Excerpt(Span, frozen=True, kw_only=True, gc=False):
    """A span together with the characters it holds: `article.text[start:end] == text`."""

    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"excerpt [{self.start}, {self.end}) does not measure {self.text!r}")


# --- page and article --------------------------------------------------------------------------------


class Page(Record, frozen=True, kw_only=True):
    """Bytes as received, with what the way in knows about them.

    Attributes:
        id: Made from the content's digest, `url` and a manifest's `outlet`: the same page read twice is one.
        location: Path or URL as given by the user.
        content: The raw bytes; never changed, kept under `sha256`.
        url: Where it was fetched from after every redirect, or as a manifest or an archive says.
        outlet, published, language: As `stated_by` says; None where it says nothing. `published` is an ISO
            8601 day or instant as written there.
        charset: As the server declared it; None where nobody did.
        stated_by: A manifest is the user's word and goes before what the page says of itself; a feed's
            comes after it.
    """

    id: str
    location: str
    media_type: MediaType
    sha256: str
    content: bytes
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    charset: str | None = None
    stated_by: StatedBy = "manifest"


class Rejection(Record, frozen=True, kw_only=True):
    """A page that gave no article, and why. `detail` is English text for a person, never parsed."""

    id: str
    page: str
    reason: Reason
    detail: str
    page_id: str | None = None


class ShortLines(Record, frozen=True, kw_only=True):
    """What a page shows of lines that may be furniture, to be compared with its outlet's other pages.

    Attributes:
        outlet: Key of the outlet; "" where the page names none, and is compared with no other.
        short: Marks (`text.page.repetition`) of its lines that are no prose.
        prose: Marks of its paragraphs: which pages are versions of one text.
    """

    id: str
    page_id: str
    outlet: str
    short: bytes
    prose: bytes


class Repeated(Record, frozen=True, kw_only=True):
    """Marks of a page's short lines that stand on other pages of its outlet and on no other outlet's."""

    id: str
    page_id: str
    marks: bytes


class Failure(Record, frozen=True, kw_only=True):
    """A stage that broke on one unit: kept, counted, tried again on the next run."""

    id: str
    stage: str
    version: int
    unit_id: str
    cause: str


class Paragraph(Span, frozen=True, kw_only=True, gc=False):
    """One paragraph of an article's text and where it stands in the decoded page.

    Attributes:
        label: `faq` is a question-and-answer block: kept and readable, but never support for a claim.
            `heading` is a line inside the body (a crosshead): read, but no claim is taken from it.
        page_start, page_end: Half-open code-point range in the decoded page (markup included).
    """

    label: ParagraphLabel
    page_start: int
    page_end: int


class HeadingLine(Span, frozen=True, kw_only=True, gc=False):
    """One line above or between an article's paragraphs: a range of `Article.headings`.

    Attributes:
        part: `crosshead` is a line inside the body, which stands in `Article.text` too.
        page_start, page_end: Half-open code-point range in the decoded page; None where no visible line says
            it (a headline or an author that only the page's head states).
    """

    part: HeadingPart
    page_start: int | None = None
    page_end: int | None = None


class LeftOut(Record, frozen=True, kw_only=True, gc=False):
    """A visible block of the page that is not the article: labelled, never deleted."""

    label: LeftOutLabel
    text: str
    page_start: int
    page_end: int


class Published(Record, frozen=True, kw_only=True, gc=False):
    """When an article was published, as a finding with a source.

    Attributes:
        at: ISO 8601 instant with its offset; without one where the page states none (the outlet's local
            time); a day (`2025-08-06`) when no hour is stated.
        earliest, latest: ISO days between which the publication day lies; equal when it is stated.
        certainty: `explicit` stated on page or manifest, `resolved` from the URL, `assumed` inferred.
    """

    at: str
    source: PublishedFrom
    earliest: str
    latest: str
    certainty: Certainty


class Known(Record, frozen=True, kw_only=True, gc=False):
    """Where one field of an article's metadata was taken from, and how sure that is.

    Attributes:
        certainty: `explicit` as page, manifest or feed state it; `resolved` worked out from what they state
            (the outlet cut off a title, or named by the domain); `assumed` guessed (a file's name, a language
            of which the words are not sure).
    """

    field: KnownField
    source: KnownFrom
    certainty: Certainty


class Article(Record, frozen=True, kw_only=True):
    """A page's cleaned text with metadata.

    Attributes:
        text: Body paragraphs joined by a blank line; the ground of every offset. NFC, plain spaces.
        paragraphs: Cover `text` but for the blank lines, in order.
        left_out: What else stood on the page, in page order.
        charset: Codec with which the raw bytes were decoded (Python name).
        published: As stated by page or manifest; None when nowhere stated (then `Dating` infers).
        outlet_from: `file` means the outlet is unknown and stands for itself under its file's name.
        credit: Wire credit as written (« avec AFP »), or None.
        wire: Id of the agency that the credit names, or that publishes the page itself, or None.
        family: Id of the publisher's family, see `lang/data/any/outlets.toml`; None where none is known.
        translated_from: Language of a machine-translated page's note or left-over words, or None.
        known: Source and certainty of headline, byline, outlet and language, as far as there is one.
        updated: ISO 8601 instant or day of the last change that the page states, None where it states none.
            Never used as the day of publication.
        access: `cut` where the page says that the rest is for subscribers, `subscribers` where only its
            metadata say that it is not free. What a cut article does not say, it does not deny.
        headings: Headline, lines that sign and crossheads, joined by a blank line; "" without any. A text of
            its own: no offset into `text` reaches it.
        heading_lines: Cover `headings` but for the blank lines, in order.
    """

    id: str
    page_id: str
    page: str
    outlet: str
    outlet_from: OutletFrom
    language: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    left_out: tuple[LeftOut, ...]
    charset: str
    headline: str | None = None
    byline: str | None = None
    credit: str | None = None
    wire: str | None = None
    family: str | None = None
    domain: str | None = None
    url: str | None = None
    published: Published | None = None
    translated_from: str | None = None
    known: tuple[Known, ...] = ()
    updated: str | None = None
    access: Access = "whole"
    headings: str = ""
    heading_lines: tuple[HeadingLine, ...] = ()


# --- annotations -------------------------------------------------------------------------------------


class Tokens(Record, frozen=True, kw_only=True):
    """Tokens as parallel columns, in text order; all columns have one length.

    `heads` are token indices (a root is its own head). `pos` is the universal part of speech, `deps` the
    universal dependency, `morphs` the universal features (`Mood=Cnd|Number=Sing`). A language without a
    tagger has lemmas equal to lower-cased forms, `pos` "X", `deps` "" and every token its own head.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    morphs: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]


class Annotations(Record, frozen=True, kw_only=True):
    """Sentences and tokens of an article. No sentence crosses a paragraph."""

    id: str
    article_id: str
    tagger: str
    sentences: tuple[Span, ...]
    tokens: Tokens


class Vectors(Record, frozen=True, kw_only=True):
    """Sentence vectors of an article: `rows` is float16, row-major, one row per sentence in order."""

    id: str
    article_id: str
    encoder: str
    dimensions: int
    rows: bytes


class Mention(Record, frozen=True, kw_only=True, gc=False):
    """A span naming or denoting something."""

    id: str
    article_id: str
    start: int
    end: int
    text: str
    type: EntityType
    form: MentionForm


class Names(Record, frozen=True, kw_only=True):
    """What the tagger named in an article, before coreference corrects and completes it; in text order."""

    id: str
    article_id: str
    mentions: tuple[Mention, ...]


class HeadingWords(Record, frozen=True, kw_only=True):
    """What the tagger reads in an article's headings; all offsets are of `Article.headings`."""

    id: str
    article_id: str
    annotations: Annotations
    names: tuple[Mention, ...]


# --- dates -------------------------------------------------------------------------------------------


class Timex(Record, frozen=True, kw_only=True, gc=False):
    """A time expression with its TIMEX3 value.

    Attributes:
        value: `2024-07`, `2025-W12`, `P30D`, `PRESENT_REF`…; "" where the text does not determine one.
        mod: TIMEX3 mod (`START`, `END`, `MID`, `APPROX`…) or None.
        earliest, latest: ISO days, both inclusive; None for durations, sets and vague references.
        anchor: `explicit`, `publication`, or the id of the expression it was read from.
        rule: Name of the rule in the language's timex table.
        certainty: `assumed` when it hangs on an inferred publication date.
        role: What it is to its clause: `at` its time; `since`, `until`, `after`, `before` a bound of it
            (« depuis l'élection de 2016 »).
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    type: TimexType
    value: str
    anchor: str
    rule: str
    certainty: Certainty
    mod: str | None = None
    earliest: str | None = None
    latest: str | None = None
    role: TimexRole = "at"


class Dating(Record, frozen=True, kw_only=True, gc=False):
    """The publication date that every relative expression of an article was read with.

    `published` is the article's own, or inferred from its text; None when nothing determines one.
    """

    id: str
    article_id: str
    published: Published | None


# --- statements --------------------------------------------------------------------------------------


class Channel(Record, frozen=True, kw_only=True):
    """The medium in which something was said (« dans le podcast de … », « sur France Bleu »)."""

    medium: Medium
    excerpt: Excerpt


class Statement(Record, frozen=True, kw_only=True):
    """One attribution relation: a content, and the source and cue that report it.

    The outlet's own voice is a statement too: `report_type` none, `source_kind` outlet, no cue, no source.

    Attributes:
        start, end, text: The content, without « que » and without quotation marks at its ends.
        source: The words naming the source; None for the outlet itself, or where the source is implicit.
        modality: How firmly it is put *here* (a second axis beside the source).
        parent_id: Statement whose content holds this one (a source quoting a source), or None.
        channel, addressee: Where and to whom it was said, when the sentence says so.
        relay: Who passed it on to the outlet, when the sentence says so (« cité par Le Phare »).
        zone: Label of the paragraph it stands in; `faq` is never support.
        rule: Extractor that found it.
        no_comment: True for « n'a pas souhaité commenter »: content is then the refusal itself.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    report_type: ReportType
    modality: Modality
    source_kind: SourceKind
    rule: str
    zone: ParagraphLabel
    cue: Excerpt | None = None
    source: Excerpt | None = None
    parent_id: str | None = None
    channel: Channel | None = None
    relay: Excerpt | None = None
    addressee: Excerpt | None = None
    no_comment: bool = False


class Cluster(Record, frozen=True, kw_only=True):
    """The mentions of one thing within one article.

    Attributes:
        name: Longest proper name, or the fullest description when nothing is named.
        named: False when only roles or pronouns denote it (« le président »).
        roles: Role nouns and titles the text gives it (« maire », « envoyé spécial »), lower-cased.
        fact: What the shipped tables know it as (`person vladimir-poutine`, `territory RU`, `body un`), for a
            title by who held the office on the article's day; None where they know nothing.
        unsure: Capitalised words that the article alone does not show to be a name, all of form `possible`: a
            name only where an entity has the cluster among its members.
        titles: Where a role stands right beside one of its names, the name with it; of a body also its name
            where that says what kind it is.
    """

    id: str
    article_id: str
    name: str
    type: EntityType
    mention_ids: tuple[str, ...]
    aliases: tuple[str, ...]
    named: bool = True
    roles: tuple[str, ...] = ()
    gender: Literal["f", "m"] | None = None
    fact: str | None = None
    unsure: bool = False
    titles: tuple[Excerpt, ...] = ()


class Hop(Record, frozen=True, kw_only=True):
    """One link of a chain.

    `name` is `?` where the words name nobody; `cluster_id` is set for a person or body of the article;
    `inferred` is True when no words say the hop.
    """

    name: str
    kind: HopKind
    cluster_id: str | None = None
    excerpt: Excerpt | None = None
    inferred: bool = False


class Occasion(Record, frozen=True, kw_only=True):
    """When, where and to whom a first utterance was made: who is the chain's first hop.

    `name` is the channel as written (« le podcast de … »); `to` is who was told, by the fullest name in the
    article or as written. None when the text names none. Days are ISO.
    """

    medium: Medium | None = None
    name: str | None = None
    to: str | None = None
    earliest: str | None = None
    latest: str | None = None


class Chain(Record, frozen=True, kw_only=True):
    """Who had a statement from whom: origin first, the outlet last; at least the outlet."""

    id: str
    statement_id: str
    article_id: str
    hops: tuple[Hop, ...]
    occasion: Occasion | None = None


class HeadingMention(Span, frozen=True, kw_only=True, gc=False):
    """A name, or a source's words, in a headline or in the line that signs.

    Attributes:
        cluster_id: The thing of the body that it means; None for what the body never speaks of.
    """

    id: str
    text: str
    type: EntityType
    form: MentionForm
    part: HeadingPart
    cluster_id: str | None = None


class HeadingStatement(Record, frozen=True, kw_only=True):
    """What a headline or crosshead says that somebody says, with the chain behind it."""

    part: HeadingPart
    said: Statement
    chain: Chain


class Headings(Record, frozen=True, kw_only=True):
    """What an article's headings name and say; all offsets are of `Article.headings`.

    They stand apart from `Mention` and `Statement`: a headline repeats its article, and is no second voice.
    Names in crossheads are mentions of the body, since they stand in its text.
    """

    id: str
    article_id: str
    mentions: tuple[HeadingMention, ...] = ()
    statements: tuple[HeadingStatement, ...] = ()


class Member(Record, frozen=True, kw_only=True, gc=False):
    """Why a cluster belongs to an entity: the rule and its evidence.

    `evidence` holds the names compared and, behind `BESIDE`, what both articles name, as
    the cluster's article writes it. Of a cluster that no name stands in, `place` is where an article names
    whom it only calls something; None for all others.
    """

    cluster_id: str
    rule: str
    evidence: str
    place: ArticleExcerpt | None = None


class Entity(Record, frozen=True, kw_only=True):
    """A person, body, place or event across the collection."""

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...]
    members: tuple[Member, ...]
    wikidata: str | None = None


# --- copies and stories ------------------------------------------------------------------------------


class Signature(Record, frozen=True, kw_only=True):
    """What copies and stories compare of an article, small enough to keep many in memory.

    Attributes:
        shingles: Sorted unique 64-bit hashes (little-endian bytes) of word 5-grams outside quotations.
        sketch: Those of them that lead to other articles, sorted: two texts with a dozen words on end in
            common have one of them in common.
        quotes: Same as `shingles` for 4-grams inside quotation marks.
        features: What the article is about, one a line: stems of headline and body without stop words, then
            words of names, ISO days, figures; each sort in its own order.
        sizes: Number of features of each sort: stems, words of names, days, figures.
        keys: 32-bit hash of each feature and its sort, little-endian; names by sound.
        weights: One byte for each: 32 times the logarithm to base 2 of one more than its count, where what
            headline and opening say counts more and what is told of older days counts less.
        details: 32-bit keys of names, days and figures in the order of the text.
        days: The days among its features as bits of one number: day after day, beginning anew after 64.
        event_day: ISO day that the article's own news tells of, None when no expression names one.
        signed: Its byline is a person's full name.
        wire: Id of the agency that its credit names, or that publishes the page itself, or None.
        scale, rows: Sentence vectors in text order: a byte a dimension, and the float32 each row is
            multiplied by.
        vector: Mean of the sentence vectors, float16 bytes.
        earliest, latest: ISO publication days, None when not known.
        published_at: ISO instant or day for ordering, None when not known.
    """

    id: str
    article_id: str
    outlet: str
    language: str
    n_words: int
    shingles: bytes
    sketch: bytes
    quotes: bytes
    features: str
    sizes: tuple[int, int, int, int]
    keys: bytes
    weights: bytes
    details: bytes
    dimensions: int
    vector: bytes
    scale: bytes
    rows: bytes
    days: int = 0
    event_day: str | None = None
    signed: bool = False
    headline: str | None = None
    byline: str | None = None
    credit: str | None = None
    wire: str | None = None
    url: str | None = None
    earliest: str | None = None
    latest: str | None = None
    published_at: str | None = None


class Placing(Record, frozen=True, kw_only=True, gc=False):
    """The day among which an article is looked for others like it, where no date of its own tells it.

    It is no publication date: it only says in which week the article is compared with others.
    """

    id: str
    article_id: str
    day: str
    why: str


class Derivation(Record, frozen=True, kw_only=True, gc=False):
    """`article_id` comes from `from_article_id`.

    `share` is the part of its words outside quotations that it has from there, 0 to 1. An article put
    together from several others (`aggregate`) has one derivation for each.
    """

    id: str
    article_id: str
    from_article_id: str
    type: DerivationType
    share: float
    evidence: str


class Story(Record, frozen=True, kw_only=True):
    """The articles about one event, earliest first; instants as in `Published.at`, None when unknown."""

    id: str
    headline: str
    article_ids: tuple[str, ...]
    first_published_at: str | None = None
    last_published_at: str | None = None


class StoryLink(Record, frozen=True, kw_only=True):
    """Two stories are episodes of one affair; each of the two has a link to the other.

    Attributes:
        story_id, other_id: The story the link belongs to, and the one it leads to.
        relation: Whether the other began before this story or after it.
        why: English text for a person: what the two share.
    """

    id: str
    story_id: str
    other_id: str
    relation: Literal["earlier", "later"]
    why: str


class StoryChange(Record, frozen=True, kw_only=True):
    """A line of the log of stories: what happened to one as the days went by, and why.

    Attributes:
        on: ISO day of the first article that brought it about, "" where it has none.
        article_ids: Articles that opened, joined or were moved, in order of publication.
        other_id: The story that was merged into this one, or split off it; None for other actions.
        why: English text for a person.
    """

    id: str
    story_id: str
    on: str
    action: StoryAction
    article_ids: tuple[str, ...]
    why: str
    other_id: str | None = None


class Profile(Record, frozen=True, kw_only=True):
    """What a story is about, to find other episodes of the same affair by; kept in others, never alone.

    Attributes:
        first_day: ISO day of its first article, "" when not known.
        features: What most of its first articles say, words of names first, one a line.
        keys, weights: As in `Signature`, for each feature.
        n_names: How many of them are words of names.
    """

    story_id: str
    first_day: str
    features: str
    keys: bytes
    weights: bytes
    n_names: int


class OpenStory(Record, frozen=True, kw_only=True):
    """A story as one week leaves it to the next; its id is made from its first article."""

    story: Story
    profile: Profile


class Carry(Record, frozen=True, kw_only=True):
    """What grouping a week leaves to the week after: stories that may still grow, and how alike articles are.

    Attributes:
        week: ISO day of its Monday.
        stories: Stories with an article of this week or of the weeks shortly before.
        article_ids: Articles of the week and those before it that they were compared with.
        n_before: How many of them are of the weeks before.
        pairs: Those that may tell of the same event, as (place of the later, place of the earlier) in
            `article_ids`, little-endian 32-bit; the later one is of the week.
        content, nearness: Their likeness as float32; a nearness below 0 is not known.
    """

    id: str
    week: str
    stories: tuple[OpenStory, ...]
    article_ids: tuple[str, ...]
    n_before: int
    pairs: bytes
    content: bytes
    nearness: bytes


class Closed(Record, frozen=True, kw_only=True):
    """Stories that were closed in a week, for later episodes to be found by."""

    id: str
    week: str
    profiles: tuple[Profile, ...]


class ArticleExcerpt(Record, frozen=True, kw_only=True, gc=False):
    """Characters of one article."""

    article_id: str
    start: int
    end: int
    text: str


# --- decisions ---------------------------------------------------------------------------------------


class Target(Record, frozen=True, kw_only=True):
    """A thing that a decision is about.

    Attributes:
        kind: What it is: an entity, a story, an article, a claim, or an origin of a claim.
        id: Its record's id when the decision was taken; an origin's is that of its claim.
        label: What the person saw: a name, a headline, a sentence.
        evidence: Where it stands in articles. A later run finds the thing there when its id has changed;
            () where the id alone says it (an article).
    """

    kind: Literal["entity", "story", "article", "claim", "origin"]
    id: str
    label: str
    evidence: tuple[ArticleExcerpt, ...] = ()


class Decision(Record, frozen=True, kw_only=True):
    """What a person decided; a line of the decisions file.

    Attributes:
        id: Made from action, instant, value and targets.
        about: Which stages take it in: `entity` is read by `link`, `story` by `stories`, `claim` by the
            stages of one story.
        action: `merge` (targets are one), `split` (the evidence of all targets but the first leaves the
            first), `keep_apart` (targets are never one), `rename` (`value` is the name shown), `move`
            (the first target, an article, belongs to the second, a story), `same_origin` (targets are one
            origin), `not_same_claim` (targets are not one claim), `undo` (takes `undoes` back).
        targets: In the order that the action asks for; () for `undo`.
        at: ISO 8601 instant, UTC. The later of two decisions that clash is the one that counts.
        undoes: Id of the decision that `undo` takes back, None for every other action.
    """

    id: str
    about: DecisionAbout
    action: DecisionAction
    targets: tuple[Target, ...]
    at: str
    value: str | None = None
    note: str | None = None
    by: str | None = None
    undoes: str | None = None

    def __post_init__(self) -> None:
        if (self.action == "undo") != (self.undoes is not None):
            raise ValueError("an undo names the decision it takes back, nothing else does")


# --- one week's evidence ----------------------------------------------------------------------------


class Shelf(msgspec.Struct, eq=False):
    """Where the stages that read one window keep what they work out of it once; no part of what it says.

    Attributes:
        held: The thing worked out, None before.
    """

    held: object | None = None


class Window(Record, frozen=True, kw_only=True):
    """What the stages that go through the collection week by week read; never stored.

    Signatures stand in order of publication.

    Attributes:
        week: ISO day of its Monday; `undated` for articles of which nothing tells the time.
        articles: Signatures of the week.
        before: Those of the weeks before it that may still have to do with it.
        beside: Others, only to know what is rare.
        derivations: Of articles of this week and the one before.
        carried: What the last week with articles left, None for the first.
        last: True when no article of a later week is known.
        closed: Stories that were closed within half a year before, oldest week first.
        decisions: Those about stories, oldest first.
        shelf: What was worked out from `articles`, `before` and `beside`, for the stages that read these too.
    """

    week: str
    articles: tuple[Signature, ...]
    before: tuple[Signature, ...] = ()
    beside: tuple[Signature, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    carried: Carry | None = None
    last: bool = True
    closed: tuple[Closed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    shelf: Shelf = msgspec.field(default_factory=Shelf)


class Redating(Record, frozen=True, kw_only=True):
    """What was read anew of an article that says no day of its own, with the days of its story.

    It stands beside the article's `Dating`, which stays unknown: copies and order rest on that one.

    Attributes:
        published: Days of the story's dated articles, as far as the article can be of them; always inferred.
        timexes: All expressions of the article, in text order; they take the place of those read without.
    """

    id: str
    story_id: str
    article_id: str
    published: Published
    timexes: tuple[Timex, ...]


# --- one story's evidence ----------------------------------------------------------------------------


class Dossier(Record, frozen=True, kw_only=True):
    """Everything the stages of one story read; never stored. All tuples in article order, then text order.

    `decisions` are those about claims that have evidence in the story's articles, oldest first.
    """

    story: Story
    articles: tuple[Article, ...]
    annotations: tuple[Annotations, ...]
    vectors: tuple[Vectors, ...]
    datings: tuple[Dating, ...]
    timexes: tuple[Timex, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    clusters: tuple[Cluster, ...]
    chains: tuple[Chain, ...]
    entities: tuple[Entity, ...]
    derivations: tuple[Derivation, ...]
    decisions: tuple[Decision, ...] = ()


# --- claims ------------------------------------------------------------------------------------------


class Appearance(Record, frozen=True, kw_only=True, gc=False):
    """One place where a claim is made.

    `source` is the name of the chain's first hop, None for the outlet's own voice. A `doubtful` one agrees
    with the claim's other appearances only so far that it may be another claim: its source adds to the
    maximum of origins, never to the minimum.
    """

    article_id: str
    start: int
    end: int
    text: str
    statement_id: str
    modality: Modality
    zone: ParagraphLabel
    source: str | None = None
    doubtful: bool = False


class Claim(Record, frozen=True, kw_only=True):
    """One proposition; `text` is one of its appearances, verbatim.

    Appearances stand in article order, then text order.
    """

    id: str
    story_id: str
    text: str
    appearances: tuple[Appearance, ...]


class Origin(Record, frozen=True, kw_only=True):
    """Where chains end: a first utterance, witness, document or recording, with its occasion.

    Attributes:
        article_ids: Articles whose appearances rest on it, sorted.
        concerned: True when the origin is itself the person or body the claim is about.
    """

    name: str
    kind: OriginKind
    article_ids: tuple[str, ...]
    occasion: str | None = None
    entity_id: str | None = None
    first_hand: bool = False
    concerned: bool = False


class OriginMerge(Record, frozen=True, kw_only=True, gc=False):
    """Two appearances that were counted as one origin: the rule's name, and what was folded into what."""

    rule: str
    from_: str = msgspec.field(name="from")
    into: str


class Drift(Record, frozen=True, kw_only=True):
    """What an appearance makes of its claim, against the accounts nearer to the origin.

    Attributes:
        start, end: The appearance.
        kind: `modality` put more firmly, `attribution` lost, `rounded` a figure given less exactly,
            `detail` a figure, day, place or name that no account nearer to the origin holds: which is not to
            say that it is wrong.
        detail: The rounded figure or the detail, None for the first two kinds.
        nearer: Where an account nearer to the origin gives the figure exactly.
    """

    article_id: str
    start: int
    end: int
    kind: Literal["modality", "attribution", "rounded", "detail"]
    origin_modality: Modality
    modality: Modality
    detail: Excerpt | None = None
    nearer: ArticleExcerpt | None = None


class CommonLink(Record, frozen=True, kw_only=True):
    """In whom the ways of a claim to several outlets meet: of those that most have it through, the nearest.

    Attributes:
        outlets: How many have the claim through it; one that others copy has it too.
        article_ids: Their articles, sorted.
    """

    name: str
    kind: HopKind
    outlets: int
    article_ids: tuple[str, ...]
    entity_id: str | None = None


class Corroboration(Record, frozen=True, kw_only=True):
    """What stands behind one claim (DESIGN §3): the only place where origins are counted.

    `outlets` counts distinct outlets, `documents` articles, `unknown` the anonymous appearances.
    """

    id: str
    claim_id: str
    story_id: str
    outlets: int
    documents: int
    origins: tuple[Origin, ...]
    origins_min: int
    origins_max: int
    unknown: int
    merges: tuple[OriginMerge, ...]
    drift: tuple[Drift, ...]
    modality: Modality
    common_link: CommonLink | None = None


class Contradiction(Record, frozen=True, kw_only=True):
    """Two places that differ, or look as if they did: a line of a list to check, never a verdict.

    Attributes:
        why: A rule name with its values.
        relation: `contradiction`; or what is none: `apparent` (another actor, object or time), `refinement`
            (one says it more exactly), `later` (planned, then done).
        on: What an apparent difference turns on.
    """

    id: str
    story_id: str
    claim_ids: tuple[str, ...]
    type: DifferenceType
    a: ArticleExcerpt
    b: ArticleExcerpt
    why: str
    relation: DifferenceRelation = "contradiction"
    on: Literal["actor", "object", "period"] | None = None


class Event(Record, frozen=True, kw_only=True):
    """Who did what to whom: PLOVER type, actors as entity ids or None, ISO days, one verbatim text.

    Three clocks: `date_…` when it happened, `said_…` when it was first told by whom the text quotes,
    `published_…` when the article came out that it is read from; None where that is not known.
    """

    id: str
    story_id: str
    claim_ids: tuple[str, ...]
    type: str
    modality: Modality
    text: str
    actor: str | None = None
    recipient: str | None = None
    place: str | None = None
    date_earliest: str | None = None
    date_latest: str | None = None
    said_earliest: str | None = None
    said_latest: str | None = None
    published_earliest: str | None = None
    published_latest: str | None = None


# --- account -----------------------------------------------------------------------------------------


class TimelineEntry(Record, frozen=True, kw_only=True):
    """What happened when, by event date. Days are ISO and inclusive; `planned` entries are kept apart.

    Attributes:
        earliest, latest: Days between which it happened, or the days of the bound (`role`).
        claim_ids: Every claim that tells of it, the one shown first.
        excerpt: The place that says most exactly when.
        others: Further places that tell of the same deed of the same actor on days that meet.
        clock: `said` when the words tell only when it was said, not when it happened.
        role: `since`, `until`, `after`, `before` where the words give a bound and not when it happened.
        said_earliest, said_latest: When it was first said; None where no words tell, or nobody is quoted.
        published_earliest, published_latest: When its articles were published, as far as that is known.
    """

    earliest: str
    latest: str
    claim_ids: tuple[str, ...]
    excerpt: ArticleExcerpt
    timex_id: str | None = None
    planned: bool = False
    others: tuple[ArticleExcerpt, ...] = ()
    clock: Literal["happened", "said"] = "happened"
    role: TimexRole = "at"
    said_earliest: str | None = None
    said_latest: str | None = None
    published_earliest: str | None = None
    published_latest: str | None = None


class Fold(Record, frozen=True, kw_only=True):
    """An article and the copies folded under it, earliest known first."""

    article_id: str
    derivation_ids: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


class Account(Record, frozen=True, kw_only=True):
    """What a reader gets for a story, in reading order; ids point at the records that hold the words.

    Attributes:
        claim_ids: Most carried first.
        contradiction_ids: What differs; the three after `cut_articles` name what only seems to.
        timeline: By event date; claims without a date are in `undated_claim_ids`.
        unknown_outlets: Articles whose outlet is not known and counts for itself.
        inferred_dates: Articles whose publication date is inferred or unknown.
        faq_articles: Articles with a question-and-answer block, which supports nothing.
        translated_articles: Articles that look machine-translated.
        cut_articles: Articles of which the page shows a part to readers who do not subscribe.
        n_left_out: Blocks of the story's pages left out by cleaning.
    """

    id: str
    story_id: str
    headline: str
    n_articles: int
    n_outlets: int
    claim_ids: tuple[str, ...]
    timeline: tuple[TimelineEntry, ...]
    undated_claim_ids: tuple[str, ...]
    contradiction_ids: tuple[str, ...]
    folds: tuple[Fold, ...]
    unknown_outlets: tuple[str, ...]
    inferred_dates: tuple[str, ...]
    faq_articles: tuple[str, ...]
    translated_articles: tuple[str, ...]
    n_left_out: int
    first_day: str | None = None
    last_day: str | None = None
    cut_articles: tuple[str, ...] = ()
    apparent_ids: tuple[str, ...] = ()
    refinement_ids: tuple[str, ...] = ()
    later_ids: tuple[str, ...] = ()
