-- name: find
select payload, expires_at - now_ms() as expires_in
from cache_entries
where installation_id = @installation and key_hash = @keyHash and expires_at > now_ms()

-- name: save
insert into cache_entries (installation_id, key_hash, expires_at, payload)
values (@installation, @keyHash, now_ms() + @lifetime, @payload)
on conflict (installation_id, key_hash) do update
set expires_at = excluded.expires_at, payload = excluded.payload

-- name: count
select count(*) from cache_entries where installation_id = @installation

-- name: drop-next-to-expire
delete from cache_entries
where installation_id = @installation and key_hash in (
    select key_hash from cache_entries
    where installation_id = @installation and key_hash <> @keyHash
    order by expires_at
    limit @rows)

-- name: remove
delete from cache_entries where installation_id = @installation and key_hash = @keyHash

-- name: clear
delete from cache_entries
where installation_id = @installation and key_hash in (
    select key_hash from cache_entries where installation_id = @installation order by key_hash limit @rows)

-- The data key of an installation that is current: what is written outside the database is written only with it.
-- name: current-key
select data_key from installations where id = @installation and ended_at is null
