-- name: use
insert into used_states (state_hash, used_at) values (@stateHash, now_ms())
on conflict do nothing

-- name: drop-old
delete from used_states where used_at < now_ms() - @age
