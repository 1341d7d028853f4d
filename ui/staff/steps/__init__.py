"""One module a step of the counter: connects its screen to the use cases."""
