"""PDF forms of the counter: layouts drawn on A4, sealed, laid over with signatures, printed."""
