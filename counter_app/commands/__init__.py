"""The commands of `counter-app`, one module each: `add` declares arguments, `run` does it."""
