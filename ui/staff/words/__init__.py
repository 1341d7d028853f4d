"""From the case to the words on the clerk's screens: one module a screen, no Qt and no writing."""
