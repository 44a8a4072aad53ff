-- As in erasure.postgres.sql: a batch reads its own rows, whatever the planner knows of the table. A row that changes
-- meanwhile has another place, and is left for the next round.
-- name: drop-jobs
delete from jobs
where sequence = any (array(
    select sequence from jobs where finished_at < now_ms() - @kept order by finished_at limit @rows))

-- name: drop-api-logs
delete from api_logs
where ctid = any (array(select ctid from api_logs where at < now_ms() - @kept order by at limit @rows))

-- name: drop-dead-letters
delete from webhook_inbox
where id = any (array(select id from webhook_inbox where dead_at < now_ms() - @kept order by dead_at limit @rows))

-- name: drop-seen-resources
delete from seen_resources
where ctid = any (array(select ctid from seen_resources where seen_at < now_ms() - @kept order by seen_at limit @rows))

-- name: drop-audit-log
delete from audit_log
where id = any (array(select id from audit_log where at < now_ms() - @kept order by at limit @rows))

-- name: drop-request-keys
delete from request_keys
where key_hash = any (array(select key_hash from request_keys where at < now_ms() - @kept order by at limit @rows))

-- name: drop-cache-entries
delete from cache_entries
where ctid = any (array(
    select ctid from cache_entries where expires_at <= now_ms() - @kept order by expires_at limit @rows))

-- name: drop-sessions
delete from sessions
where ctid = any (array(
    select ctid from sessions where expires_at <= now_ms() - @kept order by expires_at limit @rows))
