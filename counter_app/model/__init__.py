"""Values and state machines of the counter. Imports nothing but the failures."""
