"""Where creatures are painted. The checker hides this folder from confined code that it judges."""

from workshop.data.creatures.studio.bodies import BODIES
from workshop.data.creatures.studio.painting import NUMBERS, paint

__all__ = ["BODIES", "NUMBERS", "paint"]
