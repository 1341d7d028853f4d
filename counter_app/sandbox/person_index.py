"""Which persona of the sandbox a number belongs to: derived anew each time, stored nowhere."""

import hmac
from typing import Final

from counter_app.sandbox.juki_server import network_name

TAKASHI_PERSONA: Final = "takashi"


def identify_persona(number: bytes) -> str:
    """The Juki-net's opaque name of the persona with that individual number, "" for nobody."""
    from counter_app.sandbox.card_holder import PERSONAS, individual_number_of

    for persona in PERSONAS:
        if hmac.compare_digest(individual_number_of(persona), number):
            return network_name(persona.id)
    return ""
