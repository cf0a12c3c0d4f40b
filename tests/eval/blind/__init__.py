"""Passages written before the rules were tuned to them: who says what, span by span.

Three sets, each one TOML file a language: `statements` was written before any rule was tuned to it, `second`
when the rules stood, to see what they do with what they have not seen, `third` likewise before they were
looked at again, from other fields of news. A `[[passage]]` is a short article
(paragraphs parted by a blank line) with the `construction` it was written for; `said` lists what others say
in it, in text order:

    content     what is said: exact words of the text, without « que » and without the marks that hold all
                of it; where an insert interrupts it, from its first word to its last
    cue         exact words of the verb or preposition; absent where none reports (a quotation that goes on)
    source      exact words naming who says it; absent where they stand in an earlier sentence
    speaker     who that is, by the name the text gives him; the source's own words when absent; `WITNESS`
                for the outlet's own reporter
    anonymous   true where the text names nobody
    modality    how firmly it is put; asserted when absent
    chain       speaker first, then those and the media through whom the outlet has it; the speaker alone
                when absent
    medium      of the occasion, where the text names one
    no_comment  true where the content is a refusal to speak

A passage of the construction `trap` says nothing that anybody reports: whatever is found there is wrong. A
content that stands in a text twice is the first one.
"""
