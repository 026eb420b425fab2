"""What the pieces of a topic are used for: on which kind of page, in which teaching session.

Apart from the topic itself, so that whoever only asks for an edition need not load how topics are
read.
"""

from typing import Literal

Place = Literal["leaflet", "trifold", "deck"]
Length = Literal["short", "full"]
LENGTHS: dict[Length, int] = {"short": 15, "full": 40}  # of a teaching session, in minutes
