"""The town's store: an encrypted SQLite file, its outbox, its link table and its audit log."""
