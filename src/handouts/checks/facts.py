"""Every fact of the topic is carried by at least one block of the leaflet."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding, error
from handouts.reading import shown


def every_fact_is_carried(case: Case) -> Iterator[Finding]:
    """Find facts that no block names: the handout would be silent about them."""
    topic = case.sources.topic
    printed = [block for _, block in topic.blocks() if "leaflet" in block.goes]
    carried = {fact for block in printed for fact in block.facts}
    for fact, text in topic.facts.items():
        if fact not in carried:
            yield error(
                "facts",
                f"No block of the leaflet carries {fact}: {text}",
                f'Say it in a block and add "{fact}" to its facts.',
                file=shown(case.library.topic(topic.id)),
                where=fact,
            )
