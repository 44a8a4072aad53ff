-- name: drop-jobs
delete from jobs
where sequence in (
    select sequence from jobs where finished_at < now_ms() - @kept order by finished_at limit @rows)

-- name: drop-api-logs
delete from api_logs
where (installation_id, id) in (
    select installation_id, id from api_logs where at < now_ms() - @kept order by at limit @rows)

-- name: drop-dead-letters
delete from webhook_inbox
where id in (select id from webhook_inbox where dead_at < now_ms() - @kept order by dead_at limit @rows)

-- An installation's row stays until its teardown has purged its data: without one, no teardown takes the delivery.
-- name: drop-ownerless-dead-letters
delete from webhook_inbox
where id in (
    select id from webhook_inbox
    where dead_at < now_ms() - @kept
        and not exists (select 1 from installations where installations.shop = webhook_inbox.shop)
    order by dead_at
    limit @rows)

-- name: drop-seen-resources
delete from seen_resources
where (installation_id, resource_group, resource_hash) in (
    select installation_id, resource_group, resource_hash from seen_resources
    where seen_at < now_ms() - @kept
    order by seen_at
    limit @rows)

-- name: drop-audit-log
delete from audit_log
where id in (select id from audit_log where at < now_ms() - @kept order by at limit @rows)

-- name: drop-request-keys
delete from request_keys
where key_hash in (select key_hash from request_keys where at < now_ms() - @kept order by at limit @rows)

-- Whoever died between the two halves of a call, or of an install, gives nothing back.
-- name: drop-permits
delete from permits
where id in (select id from permits where expires_at <= now_ms() - @kept order by expires_at limit @rows)

-- name: drop-install-intents
delete from install_intents
where id in (select id from install_intents where expires_at <= now_ms() - @kept order by expires_at limit @rows)

-- name: drop-cache-entries
delete from cache_entries
where (installation_id, key_hash) in (
    select installation_id, key_hash from cache_entries
    where expires_at <= now_ms() - @kept
    order by expires_at
    limit @rows)

-- name: drop-sessions
delete from sessions
where (installation_id, id_hash) in (
    select installation_id, id_hash from sessions
    where expires_at <= now_ms() - @kept
    order by expires_at
    limit @rows)
