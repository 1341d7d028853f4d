"""A department's window (担当課): its tasks, its promises, its decisions."""
