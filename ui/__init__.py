"""The windows of the counter. Qt is used here and nowhere else."""
