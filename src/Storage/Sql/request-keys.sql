-- name: remember
insert into request_keys (key_hash, request_hash, at) values (@keyHash, @requestHash, now_ms())
on conflict do nothing

-- name: find
select request_hash, answer, answer_id from request_keys where key_hash = @keyHash

-- name: answer
update request_keys set answer = @answer, answer_id = @answerId where key_hash = @keyHash and answer is null

-- name: forget
delete from request_keys where key_hash = @keyHash and request_hash = @requestHash and answer is null
