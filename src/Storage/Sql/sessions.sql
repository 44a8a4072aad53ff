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
