"""Whether the words of a figure fit is told as the engine would lay them out."""

from collections.abc import Mapping

import pytest

from handouts import editions
from handouts.content import Figure
from handouts.document import Document
from handouts.library import Library
from handouts.render import _figures, _html, _pdf, _setting

WIDTHS = (320.0, 400.0, 440.0, 480.0, 520.0)  # points: of a drawing on a page


@pytest.mark.parametrize("tag", ["en", "es", "ar", "zh-Hans"])
def test_words_fit_where_the_engine_sets_them_no_higher_than_their_places(
    documents: Mapping[str, Document], shelf: Library, tag: str
) -> None:
    spoken, edition = documents[tag], editions.load(shelf)["leaflet"]
    language, sizes = spoken.language, _setting.type_of(edition, spoken.language)
    answers = set()
    for _, block in spoken.topic.blocks():
        if not isinstance(block, Figure):
            continue
        drawing = _figures.turned(_figures.shape(spoken, block, edition), language)
        places = drawing.places
        texts = [str(_html.say(block.words[p.name], language, narrow=True)) for p in places]
        ruler = _figures._Ruler(drawing, texts, shelf, language, sizes.leading)
        for width in WIDTHS:
            for size in _setting.figure_sizes(sizes):
                scale = width / drawing.width
                trials = [
                    (_pdf.Text(text, place.width * scale), size)
                    for text, place in zip(texts, places, strict=True)
                ]
                highs = _pdf.heights(trials, shelf, language, sizes.leading)
                rooms = [place.height * scale for place in places]
                fits = all(high <= room for high, room in zip(highs, rooms, strict=True))
                assert (ruler.first([(width, size)]) is not None) is fits
                answers.add(fits)
    assert answers == {True, False}
