"""The individual number card (個人番号カード): its commands, readers, dialogue and vault."""
