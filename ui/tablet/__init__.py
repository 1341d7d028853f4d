"""The resident's tablet: one page at a time, in the resident's own language."""
