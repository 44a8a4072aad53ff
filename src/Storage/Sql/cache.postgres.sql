-- As in erasure.postgres.sql: a batch reads its own rows, whatever the planner knows of the table.
-- name: drop-next-to-expire
delete from cache_entries
where installation_id = @installation and key_hash = any (array(
    select key_hash from cache_entries
    where installation_id = @installation and key_hash <> @keyHash
    order by expires_at
    limit @rows))

-- name: clear
delete from cache_entries
where installation_id = @installation and key_hash = any (array(
    select key_hash from cache_entries where installation_id = @installation order by key_hash limit @rows))
