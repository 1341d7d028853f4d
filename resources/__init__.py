"""Data of the counter: procedures, layouts, texts, handbook, icons. No code but the loader."""
