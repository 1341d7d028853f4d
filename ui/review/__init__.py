"""The supervisor's window (監督者): what waits for a person, the day, the record."""
