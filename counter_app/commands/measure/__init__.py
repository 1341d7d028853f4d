"""The measurements of `bench`, one module each; every figure is of the run that prints it."""
