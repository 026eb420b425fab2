"""What a rule is given to look at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from handouts import content
from handouts.catalog import Catalog
from handouts.content import Message
from handouts.document import Document, Sources
from handouts.findings import Finding, error
from handouts.inline import SourceText
from handouts.library import GLOSSARY, LABELS, Library
from handouts.reading import shown


@dataclass(frozen=True)
class Case:
    """One topic in one language, with what it was made from, on a given day."""

    library: Library
    sources: Sources
    catalogs: Mapping[str, Catalog]
    document: Document
    today: date

    def pairs(self) -> Iterator[tuple[str, Message, str]]:
        """Go through all translated messages: catalog, English message, translation."""
        spoken = {
            self.sources.topic.id: self.document.topic,
            GLOSSARY: self.document.glossary,
            LABELS: self.document.labels,
        }
        for domain, words in self.sources.domains().items():
            theirs = content.messages(spoken[domain])
            for message, translation in zip(content.messages(words), theirs, strict=True):
                if not isinstance(translation.text, SourceText):
                    yield domain, message, translation.text

    def fault(self, rule: str, domain: str, message: Message, what: str, hint: str) -> Finding:
        """Report a translation, with its catalog and context."""
        language = self.document.language
        catalog = self.catalogs.get(domain)
        entry = catalog.entries.get(message.context) if catalog else None
        return error(
            rule,
            what,
            hint,
            file=shown(catalog.path) if catalog else "",
            line=entry.line if entry else 0,
            language=language.tag,
            where=message.context,
        )
