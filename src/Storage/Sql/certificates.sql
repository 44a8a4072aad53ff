-- name: find
select id, teardown_id, installation_id, generation, jws, nonce, result, issued_at, body_hash, redact_seen, billing
from certificates where id = @certificate

-- name: find-by-teardown
select id, teardown_id, installation_id, generation, jws, nonce, result, issued_at, body_hash, redact_seen, billing
from certificates where teardown_id = @teardown

-- name: list
select id, teardown_id, installation_id, generation, jws, nonce, result, issued_at, body_hash, redact_seen, billing
from certificates
where ((issued_at, id) < (@at, @id) or @at is null)
order by issued_at desc, id desc
limit @rows

-- name: list-of-shop
select id, teardown_id, installation_id, generation, jws, nonce, result, issued_at, body_hash, redact_seen, billing
from certificates
where shop_hash = @shopHash and ((issued_at, id) < (@at, @id) or @at is null)
order by issued_at desc, id desc
limit @rows

-- name: insert
insert into certificates (
    id, teardown_id, installation_id, generation, shop_hash, nonce, jws, result, body_hash, redact_seen,
    redact_body_hash, spent_bodies, issued_at, ended_at, billing)
values (
    @id, @teardownId, @installation, @generation, @shopHash, @nonce, @jws, @result, @bodyHash, @redactSeen,
    @redactBodyHash, @spentBodies, @issuedAt, @endedAt, @billing)
