-- name: shared
select pg_advisory_xact_lock_shared(@key)

-- name: exclusive
select pg_advisory_xact_lock(@key)
