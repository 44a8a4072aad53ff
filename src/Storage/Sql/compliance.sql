-- States: 1 open, 2 ready, 3 waiting, 4 stalled, 5 closed.

-- A shop/redact that came after the watchdog's stand-in was closed: about the same stay, as the note of it will be.
-- name: group-with-watchdog
update compliance_requests
set repeated = repeated + 1, delivery_hash = @deliveryHash
where id = (
    select compliance_requests.id
    from compliance_requests
    join certificates on certificates.installation_id = compliance_requests.installation_id
    where compliance_requests.shop_hash = @shopHash and compliance_requests.origin = 'watchdog'
        and compliance_requests.closed_at is not null and not certificates.redact_seen
    order by certificates.generation
    limit 1)

-- It is about the shop's newest stay until more is known. Without any stay there is nothing to do: then it is closed,
-- and says what was counted. The same request about the same stay that is still open is counted again instead.
-- name: record
insert into compliance_requests(
    id, topic, origin, shop_hash, installation_id, state, code, recorded_at, due_at, next_attempt_at, delivery_hash,
    request_hash, evidence, payload, closed_at)
select
    @id, @topic, 'delivery', @shopHash, newest.installation_id,
    case when newest.installation_id is null then 5 else @state end,
    case when newest.installation_id is null and @state <> 5 then 'nothing-held' else @code end,
    now_ms(), now_ms() + @dueWithin,
    case when newest.installation_id is not null and @state = 1 then now_ms() end,
    @deliveryHash, @requestHash,
    case when newest.installation_id is null then
        '{"Counts":[{"Store":"installations","Count":0},{"Store":"teardowns","Count":0},'
            || '{"Store":"certificates","Count":0}]}'
        else '{}' end,
    case when newest.installation_id is not null and @state <> 5 then @payload
        else (select payload from compliance_requests where 1 = 0) end,
    case when newest.installation_id is null or @state = 5 then now_ms() end
from (
    select (
        select installation_id from (
            select id as installation_id, generation from installations where shop_hash = @shopHash
            union all
            select installation_id, generation from teardowns where shop_hash = @shopHash
            union all
            select installation_id, generation from certificates where shop_hash = @shopHash
        ) known
        order by generation desc limit 1) as installation_id
) newest
where 1 = 1
on conflict (
    request_hash,
    (case when topic = 'shop/redact' then '00000000-0000-0000-0000-000000000000' else installation_id end))
    where closed_at is null do update
set repeated = compliance_requests.repeated + 1
returning id, repeated, topic, state, evidence

-- Asked again by whoever asked before: what came in between is meant, too, and what it was given up for may be mended.
-- Work that is under way writes nothing any more.
-- name: take-up-again
update compliance_requests
set state = 1, code = null, next_attempt_at = now_ms(), version = version + 1, evidence = @evidence,
    recorded_at = case when topic = 'customers/redact' then now_ms() else recorded_at end,
    payload = @payload, delivery_hash = @deliveryHash
where id = @id

-- name: find-due
select id from compliance_requests where next_attempt_at <= now_ms() order by next_attempt_at limit @limit

-- name: find
select id, topic, origin, shop_hash, installation_id, state, code, recorded_at, due_at, attempts, next_attempt_at,
    repeated, delivery_hash, evidence, certificate_id, bundle_at, closed_at, closed_by, version
from compliance_requests where id = @request

-- name: list
select id, topic, origin, shop_hash, installation_id, state, code, recorded_at, due_at, attempts, next_attempt_at,
    repeated, delivery_hash, evidence, certificate_id, bundle_at, closed_at, closed_by, version
from compliance_requests
where (shop_hash = @shopHash or @shopHash is null)
    and (state = @state or @state is null)
    and (topic = @topic or @topic is null)
    and (due_at < @dueBefore or @dueBefore is null)
    and ((due_at, id) > (@at, @id) or @at is null)
order by due_at, id
limit @rows

-- name: read-payload
select payload from compliance_requests where id = @request

-- name: list-asked-before
select payload from compliance_requests
where shop_hash = @shopHash and topic = 'customers/data_request' and closed_at is null and payload is not null
    and recorded_at <= @until

-- name: read-bundle
select bundle from compliance_requests where id = @request

-- Found by whatever is left of it: its row, its teardown, its certificate.
-- name: find-stay
select installations.shop, installations.shop_id,
    coalesce(installations.generation, teardowns.generation, certificates.generation) as generation,
    coalesce(installations.ended_at, teardowns.ended_at, certificates.ended_at) as ended_at,
    teardowns.status as teardown_status, certificates.id as certificate_id
from (select 1 as one) always
left join installations on installations.id = @installation
left join teardowns on teardowns.installation_id = @installation
left join certificates on certificates.installation_id = @installation

-- name: is-delivery-waiting
select id from webhook_inbox where shop = @shop and delivery_hash = @deliveryHash and dead_at is null

-- name: save
update compliance_requests
set state = @state, code = @code, attempts = @attempts, next_attempt_at = @nextAttemptAt, evidence = @evidence,
    certificate_id = @certificate, version = version + 1,
    payload = case when @isClosed then null else payload end,
    bundle = case when @isClosed then null else coalesce(@bundle, bundle) end,
    bundle_at = case when @isClosed then null when @bundle is not null then now_ms() else bundle_at end,
    closed_at = case when @isClosed then now_ms() end,
    closed_by = @closedBy
where id = @id and version = @version and closed_at is null

-- Without those that stand still for another reason than a participant: waiting would change nothing.
-- name: count-unexported
select count(*) from compliance_requests
where installation_id = @installation and topic = 'customers/data_request'
    and (state = 1 or (state = 4 and code like 'participant-%'))

-- name: hurry
update compliance_requests
set state = 1, next_attempt_at = now_ms(), version = version + 1
where installation_id = @installation and topic = 'customers/data_request'
    and (state = 1 or (state = 4 and code like 'participant-%'))

-- name: give-up
update compliance_requests
set state = 5, code = 'not-exported', next_attempt_at = null, closed_at = now_ms(), version = version + 1,
    payload = null, bundle = null, bundle_at = null
where installation_id = @installation and topic = 'customers/data_request'
    and (state = 1 or (state = 4 and code like 'participant-%'))

-- Which stay a shop/redact is about is known once it is noted.
-- name: bind-redact
update compliance_requests
set installation_id = coalesce(
        (select installation_id from teardowns where shop_hash = @shopHash and generation = @generation),
        (select installation_id from certificates where shop_hash = @shopHash and generation = @generation),
        installation_id),
    next_attempt_at = now_ms(), version = version + 1
where delivery_hash = @deliveryHash and topic = 'shop/redact' and closed_at is null

-- The certificate answers what asked for the erasure; an export that is ready is still to be handed over.
-- name: close-by-certificate
update compliance_requests
set state = 5,
    code = case
        when topic <> 'customers/data_request' then 'done-by-erasure'
        when recorded_at < @endedAt then 'not-exported'
        else 'nothing-held' end,
    next_attempt_at = null, certificate_id = @certificate, closed_at = now_ms(), version = version + 1,
    payload = null, bundle = null, bundle_at = null
where installation_id = @installation and closed_at is null and state <> 2

-- What asks to erase a customer goes on for the new stay, which has the shop's deliveries. The rest is about the stay
-- that ends: its data is exported from there, and its certificate answers a shop/redact. Done once more before the
-- certificate: one that was being recorded meanwhile knew of the old stay only.
-- name: move-to-successor
update compliance_requests
set installation_id = @successor, version = version + 1,
    state = case when state = 3 then 1 else state end,
    next_attempt_at = case when state = 3 then now_ms() else next_attempt_at end
where installation_id = @installation and topic = 'customers/redact' and closed_at is null
    and not exists (
        select 1 from compliance_requests other
        where other.installation_id = @successor and other.request_hash = compliance_requests.request_hash
            and other.closed_at is null)

-- What the new stay is asked already is asked of it once more by one that can't move there.
-- name: take-up-at-successor
update compliance_requests
set state = 1, code = null, recorded_at = now_ms(), next_attempt_at = now_ms(), repeated = repeated + 1,
    evidence = '{}', version = version + 1
where installation_id = @successor and topic = 'customers/redact' and closed_at is null
    and coalesce(code, '') <> 'body-not-of-topic'
    and request_hash in (
        select request_hash from compliance_requests
        where installation_id = @installation and topic = 'customers/redact' and closed_at is null)

-- Resets are among them, which only the payload tells: whoever reads it pages on until there are enough of the others.
-- name: list-unredacted-teardowns
select id, installation_id, shop_hash, ended_at, payload from teardowns
where ended_at < now_ms() - @within and not redact_seen
    and ((ended_at, id) > (@at, @id) or @at is null)
    and not exists (
        select 1 from compliance_requests
        where compliance_requests.topic = @topic
            and (compliance_requests.installation_id = teardowns.installation_id
                or (compliance_requests.shop_hash = teardowns.shop_hash and compliance_requests.closed_at is null)))
order by ended_at, id
limit @limit

-- name: list-unredacted-certificates
select installation_id, shop_hash from certificates
where not redact_seen and shop_hash is not null
    and issued_at >= now_ms() - @within - @window
    and coalesce(ended_at, issued_at) < now_ms() - @within
    and not exists (
        select 1 from compliance_requests
        where compliance_requests.topic = @topic
            and (compliance_requests.installation_id = certificates.installation_id
                or (compliance_requests.shop_hash = certificates.shop_hash and compliance_requests.closed_at is null)))
order by issued_at
limit @limit

-- name: open-watch
insert into compliance_requests(
    id, topic, origin, shop_hash, installation_id, state, recorded_at, due_at, next_attempt_at, request_hash, evidence)
values (
    @id, @topic, 'watchdog', @shopHash, @installation, 1, now_ms(), now_ms() + @dueWithin, now_ms(), @requestHash, '{}')
on conflict do nothing

-- name: list-deliveries
select id, delivery_hash, topic, recorded_at, dead_at, payload, hints from webhook_inbox
where shop = @shop and id > @after and recorded_at <= @until
order by id
limit @limit

-- As it was judged: what was dead and is live again is handled first.
-- name: drop-delivery
delete from webhook_inbox
where id = @id and delivery_hash = @deliveryHash and (dead_at is not null) = @isDead

-- Also what participants have answered to a request that waits for others. Of a stay that is erased there is nothing to
-- export any more: its request is closed.
-- name: drop-expired-bundles
update compliance_requests
set state = case when certified.id is null then 4 else 5 end, code = 'export-expired', next_attempt_at = null,
    bundle = null, bundle_at = null, version = version + 1, certificate_id = certified.id,
    payload = case when certified.id is null then payload end,
    closed_at = case when certified.id is not null then now_ms() end
from (
    select expired.id as request_id, certificates.id
    from compliance_requests expired
    left join certificates on certificates.installation_id = expired.installation_id
    where expired.bundle_at < now_ms() - @kept order by expired.bundle_at limit @rows) certified
where compliance_requests.id = certified.request_id

-- Whom a request is about is not kept without end either. It stays in sight, and nothing can carry it out any more.
-- name: forget-stalled
update compliance_requests
set code = 'subject-expired', payload = null, bundle = null, bundle_at = null, version = version + 1
where id in (
    select id from compliance_requests
    where state = 4 and payload is not null and topic <> 'shop/redact' and recorded_at < now_ms() - @kept
    order by recorded_at limit @rows)

-- name: drop-closed
delete from compliance_requests
where id in (
    select id from compliance_requests where closed_at < now_ms() - @kept order by closed_at limit @rows)
