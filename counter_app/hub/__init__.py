"""The way to the hub (情報連携基盤) and to the Juki-net: sealed messages over mutual TLS."""
