-- name: truncate-log
pragma wal_checkpoint(truncate)
