"""A town in a box: the hub, organisations, Juki-net, card holder and printer, all on this machine."""
