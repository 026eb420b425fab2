"""The checks: one rule, one module. These tuples are the safety policy.

A rule is a function that answers findings and changes nothing. Write the next one by imitation.
Whether text fits its page is found where it is laid out: see the findings of the renderers.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from handouts import acknowledged
from handouts.checks import (
    addresses,
    bidi,
    consistency,
    english_left,
    facts,
    forbidden,
    glyphs,
    header,
    kept,
    known_words,
    leftovers,
    length,
    markup,
    modality,
    negation,
    number_order,
    numbers,
    placeholders,
    review_due,
    scripts,
    sentence_count,
    style,
    terms,
    translated,
    units,
    untranslated,
    weights,
)
from handouts.checks._case import Case
from handouts.findings import Finding

Rule = Callable[[Case], Iterable[Finding]]

# Asked once of each topic.
TOPIC_RULES: tuple[Rule, ...] = (
    facts.every_fact_is_carried,
    review_due.source_review_is_in_force,
)

# Asked of each language of a topic: what they find is to be mended.
LANGUAGE_RULES: tuple[Rule, ...] = (
    header.header_is_right,
    known_words.words_are_known,
    translated.every_message_is_translated,
    markup.markup_is_whole,
    placeholders.placeholders_are_equal,
    numbers.numbers_are_equal,
    units.units_are_equal,
    addresses.addresses_are_equal,
    kept.kept_words_stay,
    forbidden.forbidden_renderings_are_absent,
    scripts.letters_are_the_language_s_own,
    bidi.directions_are_closed,
    leftovers.nothing_is_left_over,
    style.style_is_the_language_s,
    glyphs.every_glyph_is_shipped,
)

# Asked of each language too: what they find a person mends, or acknowledges with a reason.
QUESTIONS: tuple[Rule, ...] = (
    negation.negations_are_on_both_sides,
    modality.duties_stay_duties,
    weights.weights_are_kept,
    number_order.numbers_keep_their_order,
    terms.approved_terms_are_used,
    untranslated.translations_are_no_copies,
    english_left.no_english_is_left,
    length.lengths_are_usual,
    consistency.same_english_has_one_translation,
    sentence_count.sentences_are_as_many,
)


# What was found last, with all that it was found in: an equal case needs no second look.
_remembered: deque[tuple[tuple[object, ...], tuple[Finding, ...]]] = deque(maxlen=6)


def check(case: Case, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Ask each rule in turn."""
    for rule in rules:
        yield from rule(case)


def _found(case: Case) -> Iterator[Finding]:
    """Ask every rule, once for all editions of a text that are made one after the other."""
    asked = case.asked_of()
    for before, findings in _remembered:
        if before == asked:
            return iter(findings)
    found = tuple(check(case, (*TOPIC_RULES, *LANGUAGE_RULES, *QUESTIONS)))
    _remembered.appendleft((asked, found))
    return iter(found)


def check_all(case: Case) -> Iterator[Finding]:
    """Ask every rule, and mark the questions that a person has answered.

    Raises:
        Refused: the language's lexicon or its file of answers cannot be used.
    """
    path = case.library.acknowledged(case.document.language)
    yield from acknowledged.answered(
        _found(case),
        acknowledged.load(path),
        path,
        case.sources.domains(),
    )


__all__ = ["LANGUAGE_RULES", "QUESTIONS", "TOPIC_RULES", "Case", "check", "check_all"]
