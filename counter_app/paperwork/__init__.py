"""Paperwork (書類づくり): what forms are filled from, which sheets and tasks a household needs."""
