"""What a rule is given to look at, and the way it reports."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import itemgetter
from pathlib import Path

from handouts import lexicon, walk
from handouts.catalog import Catalog
from handouts.content import Words
from handouts.document import Document, Sources
from handouts.findings import Finding, Severity, error
from handouts.inline import SourceText, plain
from handouts.language import SOURCE, Language
from handouts.lexicon import Vocabulary
from handouts.library import GLOSSARY, LABELS, Library
from handouts.reading import shown
from handouts.walk import Message

# Web and e-mail addresses, and telephone numbers: not every row of digits and signs is one.
_WEB = r"(?:https?://|www\.)[A-Za-z0-9/._~:?#@!$&'*+,;=%-]{1,500}(?<![.,;:!?'])"
_MAIL = r"(?<![\w.+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
_PHONE = (
    r"\+\d[\d ()./\u00a0-]{6,25}\d"  # +1 555 010 0199
    r"|(?<!\d)(?:\d-)?\(?\d{3}\)?[ .\u00a0-]{1,2}\d{3}[ .\u00a0-]\d{4}(?!\d)"  # 1-555-010-0199
    r"|(?<![\d-])\d{3}-\d{4}(?![\d-])"  # 555-0199
)
ADDRESS = re.compile(f"{_WEB}|{_MAIL}|{_PHONE}")


@dataclass(frozen=True)
class Case:
    """One topic in one language, with what it was made from, on a given day."""

    library: Library
    sources: Sources
    catalogs: Mapping[str, Catalog]
    document: Document
    today: date

    @cached_property
    def ours(self) -> Vocabulary:
        """Answer what is known of the words of the source language."""
        return self._vocabulary(Language(SOURCE))

    @cached_property
    def theirs(self) -> Vocabulary:
        """Answer what is known of the words of the document's language."""
        return self._vocabulary(self.document.language)

    def _vocabulary(self, language: Language) -> Vocabulary:
        return Vocabulary(lexicon.load(self.library.lexicon(language)), language)

    def asked_of(self) -> tuple[object, ...]:
        """Answer all that rules look at: what finds the same here finds it in an equal case."""
        lexicons = (
            self.library.lexicon(lang) for lang in (Language(SOURCE), self.document.language)
        )
        words = tuple(path.read_bytes() if path.is_file() else b"" for path in lexicons)
        places = self.library.root, Path.cwd()  # files are named as they are seen from here
        return self.sources, self.catalogs, self.document.language, self.today, words, places

    def pairs(self) -> list[tuple[str, Message, str]]:
        """List all translated messages: catalog, English message, translation."""
        return self._pairs

    @cached_property
    def _pairs(self) -> list[tuple[str, Message, str]]:
        if self.document.language.is_source:
            return []
        return [pair for pair in self.spoken() if not isinstance(pair[2], SourceText)]

    def spoken(self) -> Iterator[tuple[str, Message, str]]:
        """Go through all that the document says: catalog, English message, what stands for it."""
        parts: dict[str, Words] = {
            self.sources.topic.id: self.document.topic,
            GLOSSARY: self.document.glossary,
            LABELS: self.document.labels,
        }
        for domain, words in self.sources.domains().items():
            said = walk.messages(parts[domain])
            for message, here in zip(walk.messages(words), said, strict=True):
                yield domain, message, here.text

    def raw(self, domain: str, message: Message) -> str:
        """Answer a translation as the file has it, invisible characters included."""
        entry = self.catalogs[domain].entries.get(message.context)
        return entry.raw if entry else ""

    def without_addresses(self, text: str) -> str:
        """Take out what another rule compares: telephone numbers and other addresses."""
        return ADDRESS.sub(" ", text)

    def fault(
        self, rule: str, domain: str, message: Message, what: str, hint: str, text: str
    ) -> Finding:
        """Report a text that is wrong: catalog and line, and of a translation the two texts."""
        catalog = self.catalogs.get(domain)
        entry = catalog.entries.get(message.context) if catalog else None
        return error(
            rule,
            what,
            hint,
            file=shown(catalog.path) if catalog else "",
            line=entry.line if entry else 0,
            language=self.document.language.tag,
            where=message.context,
            source="" if self.document.language.is_source else message.text,
            text=text,
        )

    def question(
        self,
        rule: str,
        domain: str,
        message: Message,
        what: str,
        hint: str,
        text: str,
        part: str = "",
    ) -> Finding:
        """Report a translation that a person must judge: mended, or acknowledged with a reason.

        ``part`` tells several questions of one rule about one message apart.
        """
        finding = self.fault(rule, domain, message, what, hint, text)
        return replace(finding, severity=Severity.QUESTION, catalog=domain, part=part)

    def placed(self, finding: Finding) -> Finding:
        """Say at which message a renderer's finding stands, and its two texts.

        A renderer knows the text that it laid out, not where it came from. What is no translation,
        such as the clinic's name, stays as it is.
        """
        near = [
            (not message.context.startswith(finding.where), len(text), domain, message, text)
            for domain, message, text in self.pairs()
            if any(map(str.isalpha, finding.text)) and _spaced(finding.text) in _spaced(text)
        ]
        if not near:
            return finding
        *_, domain, message, text = min(near, key=itemgetter(0, 1))
        told = self.fault(finding.rule, domain, message, finding.message, finding.hint, text)
        return replace(told, edition=finding.edition, paper=finding.paper, page=finding.page)


def _spaced(text: str) -> str:
    """Take the markup out of a text, and let a space be one that may break."""
    return plain(text).replace("\u00a0", " ")
