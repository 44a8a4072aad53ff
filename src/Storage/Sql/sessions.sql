-- name: save
insert into sessions (installation_id, id_hash, is_online, seen_at, payload)
values (@installation, @idHash, @isOnline, @seenAt, @payload)
on conflict (installation_id, id_hash) do update
set is_online = excluded.is_online, seen_at = excluded.seen_at, payload = excluded.payload

-- name: list
select id_hash, is_online, seen_at, payload from sessions
where installation_id = @installation
order by seen_at desc, id_hash
limit @limit

-- The session's own row stands as a rule; where it has been dropped since, it comes back.
-- name: save-online
insert into sessions (installation_id, id_hash, is_online, seen_at, payload, expires_at, token)
values (@installation, @idHash, @isOnline, now_ms(), @payload, @expiresAt, @token)
on conflict (installation_id, id_hash) do update
set expires_at = excluded.expires_at, token = excluded.token

-- name: find-online
select expires_at, token from sessions
where installation_id = @installation and id_hash = @idHash and token is not null
