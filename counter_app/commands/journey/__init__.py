"""The main job as a play (実演): one family moves in, through the real windows."""
