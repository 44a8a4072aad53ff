-- name: find
select payload from user_preferences where installation_id = @installation and user_hash = @userHash

-- name: save
insert into user_preferences (installation_id, user_hash, updated_at, payload)
values (@installation, @userHash, now_ms(), @payload)
on conflict (installation_id, user_hash) do update
set updated_at = excluded.updated_at, payload = excluded.payload

-- name: delete
delete from user_preferences where installation_id = @installation and user_hash = @userHash
