"""The schema's revisions (Alembic), numbered `0001`, `0002` …; `HEAD` is the newest."""

HEAD = "0006"
