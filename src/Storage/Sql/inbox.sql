-- name: count-by-shop
select shop, count(*) as deliveries from webhook_inbox where dead_at is null group by shop

-- name: count-put-off
select count(*) from webhook_inbox where dead_at is null and error_code = @code

-- name: find-due-shops
with recursive due(shop) as (
  select (
    select shop from webhook_inbox
    where dead_at is null and due_at <= now_ms() and shop > @after
    order by shop limit 1)
  union all
  select (
    select webhook_inbox.shop from webhook_inbox
    where dead_at is null and due_at <= now_ms() and webhook_inbox.shop > due.shop
    order by webhook_inbox.shop limit 1)
  from due
  where due.shop is not null
)
select shop from due where shop is not null limit @limit

-- name: read-due
select id, shop, topic, delivery_hash, triggered_at, recorded_at, attempts, installation_id, payload, hints,
  trace_parent
from webhook_inbox
where shop = @shop and dead_at is null and due_at <= now_ms()
order by lane, id
limit @limit

-- name: claim
update webhook_inbox
set installation_id = @installation
where id = @delivery
  and (installation_id is null or installation_id = @installation)
  and exists (
    select 1 from installations
    where installations.id = @installation and installations.shop = webhook_inbox.shop
      and (webhook_inbox.installation_id = @installation
        or coalesce(installations.deliveries_since, installations.started_at) <= webhook_inbox.recorded_at))

-- name: delete
delete from webhook_inbox where id = @id and delivery_hash = @deliveryHash

-- name: retry
update webhook_inbox
set attempts = attempts + 1, due_at = now_ms() + @delay, error_code = @errorCode,
  dead_at = case when attempts + 1 >= 10 then now_ms() end
where id = @id and delivery_hash = @deliveryHash and dead_at is null
returning attempts

-- name: bury
update webhook_inbox
set attempts = case when attempts < 10 then attempts + 1 else attempts end, error_code = @errorCode, dead_at = now_ms()
where id = @id and delivery_hash = @deliveryHash and dead_at is null

-- name: put-off
update webhook_inbox
set due_at = now_ms() + @delay, error_code = @errorCode
where id = @id and delivery_hash = @deliveryHash and dead_at is null

-- name: set-verdict
update webhook_ids set verdict = @verdict where delivery_hash = @deliveryHash

-- name: find-verdict
select verdict from webhook_ids where delivery_hash = @deliveryHash

-- name: drop-old-ids
delete from webhook_ids
where delivery_hash in (
  select delivery_hash from webhook_ids
  where recorded_at < now_ms() - @kept
  order by recorded_at limit @limit)
