-- name: list
select id, shop, topic, installation_id, error_code, attempts, recorded_at, dead_at, hints from webhook_inbox
where dead_at is not null
    and (shop = @shop or @shop is null)
    and (topic = @topic or @topic is null)
    and (id < @before or @before is null)
order by id desc
limit @rows

-- name: find
select id, shop, topic, installation_id, error_code, attempts, recorded_at, dead_at, hints from webhook_inbox
where id = @id and dead_at is not null

-- name: count
select count(*) from webhook_inbox where shop = @shop and dead_at is not null

-- name: find-current
select id from installations where shop = @shop and ended_at is null

-- Those that the shop's current installation could claim, the oldest.
-- name: find-replayable
select letters.id, letters.delivery_hash from webhook_inbox letters
join installations on installations.id = @installation and installations.shop = letters.shop
where letters.shop = @shop and letters.dead_at is not null
    and (letters.id = @id or @id is null)
    and (letters.topic = @topic or @topic is null)
    and (letters.installation_id = installations.id
        or (letters.installation_id is null
            and coalesce(installations.deliveries_since, installations.started_at) <= letters.recorded_at))
order by letters.id
limit @rows

-- name: count-replayable
select count(*) from webhook_inbox letters
join installations on installations.id = @installation and installations.shop = letters.shop
where letters.shop = @shop and letters.dead_at is not null
    and (letters.topic = @topic or @topic is null)
    and (letters.installation_id = installations.id
        or (letters.installation_id is null
            and coalesce(installations.deliveries_since, installations.started_at) <= letters.recorded_at))

-- name: replay
update webhook_inbox
set dead_at = null, attempts = 0, error_code = null, due_at = now_ms()
where id = @id and delivery_hash = @deliveryHash and dead_at is not null

-- Not of one that somebody else replayed meanwhile, and that may have been handled since.
-- name: set-verdict
update webhook_ids set verdict = @verdict
where delivery_hash = @deliveryHash
    and exists (select 1 from webhook_inbox where webhook_inbox.id = @id and webhook_inbox.dead_at is null)

-- name: drop
delete from webhook_inbox where id = @id and dead_at is not null
