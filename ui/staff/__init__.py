"""The clerk's window: one reception, six steps, everything by key."""
