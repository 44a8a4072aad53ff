-- name: claim
insert into key_directory (id, hash_fingerprint, ring_proof) values (1, @fingerprint, @proof)
on conflict do nothing

-- name: read
select hash_fingerprint, ring_proof from key_directory where id = 1
