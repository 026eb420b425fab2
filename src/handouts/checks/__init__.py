"""The checks: one rule, one module. These two tuples are the safety policy.

A rule is a function that answers findings and changes nothing. Write the next one by imitation.
Whether text fits its page is found where it is laid out: see the findings of the renderers.
"""

from collections.abc import Callable, Iterable, Iterator

from handouts.checks import facts, glyphs, markup, placeholders, review_due, translated
from handouts.checks._case import Case
from handouts.findings import Finding

Rule = Callable[[Case], Iterable[Finding]]

# Asked once of each topic.
TOPIC_RULES: tuple[Rule, ...] = (
    facts.every_fact_is_carried,
    review_due.source_review_is_in_force,
)

# Asked of each language of a topic.
LANGUAGE_RULES: tuple[Rule, ...] = (
    translated.every_message_is_translated,
    markup.markup_is_whole,
    placeholders.placeholders_are_equal,
    glyphs.every_glyph_is_shipped,
)


def check(case: Case, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Ask each rule in turn."""
    for rule in rules:
        yield from rule(case)


__all__ = ["LANGUAGE_RULES", "TOPIC_RULES", "Case", "check"]
