"""The painted parts every screen is built from, one module each (見本: `python -m ui.gallery`)."""
