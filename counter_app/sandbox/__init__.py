"""A town in a box: hub, organisations, Juki-net, card holder and printer, all on this machine."""
