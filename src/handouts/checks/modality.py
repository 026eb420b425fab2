"""What a patient must do stays a duty, what may happen stays a possibility."""

from collections.abc import Iterator

from handouts.checks._case import Case
from handouts.findings import Finding
from handouts.inline import plain


def duties_stay_duties(case: Case) -> Iterator[Finding]:
    """Ask about a “must” or a “may” that only one side says."""
    ours, theirs = case.ours.lexicon.modality, case.theirs.lexicon.modality
    soft = case.ours.finder(*ours.soft)
    for word, english_words, their_words in (
        ("must", ours.must, theirs.must),
        ("may", ours.may, theirs.may),
    ):
        if not their_words:
            continue
        english, here = case.ours.finder(*english_words), case.theirs.finder(*their_words)
        for domain, message, text in case.pairs():
            said = english.any(plain(message.text))
            here_said = here.any(plain(text))
            if said and not here_said:
                what = f"The English says “{word}” or the like; nothing here does."
            elif here_said and not said and not soft.any(plain(message.text)):
                what = f"This says “{word}” or the like; the English does not."
            else:
                continue
            hint = "Check that a duty stays a duty, and a possibility a possibility."
            yield case.question(f"modality-{word}", domain, message, what, hint, text)
