"""Turn patient-education content into translated handouts and teaching decks."""
