-- name: take-up-delivery
delete from webhook_inbox where id = @id and delivery_hash = @deliveryHash

-- name: set-verdict
update webhook_ids set verdict = @verdict where delivery_hash = @deliveryHash

-- name: insert
insert into teardowns (
    id, installation_id, shop_hash, generation, status, next_attempt_at, version, body_hash, opened_at, ended_at,
    payload)
values (
    @id, @installation, @shopHash, @generation, @status, @nextAttemptAt, @version, @bodyHash, @openedAt, @endedAt,
    @payload)
on conflict (installation_id) do nothing

-- name: lock-by-installation
select payload from teardowns where installation_id = @installation

-- name: find-by-installation
select payload from teardowns where installation_id = @installation

-- name: find
select payload from teardowns where id = @teardown

-- name: find-latest
select payload from teardowns where shop_hash = @shopHash order by generation desc limit 1

-- name: list-of-shop
select payload from teardowns where shop_hash = @shopHash order by generation desc

-- name: list-ended
select payload from teardowns where shop_hash = @shopHash and ended_at is not null order by generation

-- name: find-due
select installation_id from teardowns where next_attempt_at <= now_ms() order by next_attempt_at limit @limit

-- name: save
update teardowns
set status = @status, next_attempt_at = @nextAttemptAt, version = @version, body_hash = @bodyHash, ended_at = @endedAt,
    payload = @payload
where id = @id and version = @version - 1

-- name: delete-unended
delete from teardowns where id = @id and version = @version and ended_at is null

-- name: delete
delete from teardowns where id = @id and version = @version returning redact_seen, redact_body_hash, spent_bodies

-- name: is-certified
select id from certificates where teardown_id = @id

-- name: is-purged
select 1 from installations where id = @installation

-- name: delete-expired-permits
delete from permits where installation_id = @installation and expires_at <= now_ms()

-- What is still bound to the installation when its certificate is written has no other owner any more.
-- name: purge-bound-verdicts
update webhook_ids set verdict = @verdict
where delivery_hash in (select delivery_hash from webhook_inbox where installation_id = @installation)

-- name: purge-bound
delete from webhook_inbox where installation_id = @installation

-- name: has-seen-body
select 1 where
    exists (
        select 1 from certificates
        where shop_hash = @shopHash
            and (body_hash = @bodyHash or redact_body_hash = @bodyHash or spent_bodies like '%' || @bodyHash || '%'))
    or exists (
        select 1 from teardowns
        where shop_hash = @shopHash
            and (body_hash = @bodyHash or redact_body_hash = @bodyHash or spent_bodies like '%' || @bodyHash || '%')
            and ended_at is not null)

-- name: has-told
select 1 from teardowns
where id = @id and (body_hash = @bodyHash or spent_bodies like '%' || @bodyHash || '%')

-- name: note-told
update teardowns set spent_bodies = coalesce(spent_bodies || ',', '') || @bodyHash where id = @id

-- Not what was recorded since the current stay's deliveries begin: that tells of its own end.
-- name: is-of-current
select 1 from installations
where shop_hash = @shopHash and ended_at is null and coalesce(deliveries_since, started_at) <= @recordedAt

-- The stay that ended last, if any did.
-- name: latest-ended
select max(generation) from (
    select generation from teardowns where shop_hash = @shopHash and ended_at is not null
    union all
    select generation from certificates where shop_hash = @shopHash) as ended

-- name: note-spent
update teardowns set spent_bodies = coalesce(spent_bodies || ',', '') || @bodyHash
where shop_hash = @shopHash and generation = @generation and ended_at is not null

-- name: note-spent-certified
update certificates set spent_bodies = coalesce(spent_bodies || ',', '') || @bodyHash
where shop_hash = @shopHash and generation = @generation

-- name: current-generation
select generation from installations where shop_hash = @shopHash and ended_at is null

-- name: list-awaiting-redact
select payload from teardowns
where shop_hash = @shopHash and ended_at is not null and not redact_seen
order by generation

-- name: list-certified-awaiting-redact
select generation from certificates where shop_hash = @shopHash and not redact_seen order by generation

-- name: note-redact
update teardowns set redact_seen = true, redact_body_hash = @bodyHash
where shop_hash = @shopHash and generation = @generation

-- name: note-redact-certified
update certificates set redact_seen = true, redact_body_hash = @bodyHash
where shop_hash = @shopHash and generation = @generation

-- name: list
select id, opened_at, payload from teardowns
where (shop_hash = @shopHash or @shopHash is null)
    and (status = @status or @status is null)
    and ((opened_at, id) < (@at, @id) or @at is null)
order by opened_at desc, id desc
limit @rows
