"""One-stop counter (ワンストップ窓口) of the town people move into."""

__version__ = "0.1.0"
