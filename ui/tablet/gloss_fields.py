"""Which fields of a form an explanation means (説明の対象欄), by the shape of their names."""

import re
from functools import cache


@cache
def fields_named(*keys: str) -> re.Pattern[str]:
    """What the name of a field must match: # is any place in a list, a dot at the end all below."""
    shapes = (re.escape(k).replace(r"\#", r"\d+") + ("" if k.endswith(".") else "$") for k in keys)
    return re.compile("|".join(shapes))
