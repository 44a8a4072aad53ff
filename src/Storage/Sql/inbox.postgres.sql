-- One statement for a whole batch. Ids go in by hash, so that two batches with common ids never wait for each other in
-- a circle; deliveries go in by their place, which gives them their order.
-- name: record-batch
with given as (
  select *
  from unnest(
    @hashes::bytea[], @shops::text[], @topics::text[], @lanes::smallint[], @triggered::bigint[], @payloads::bytea[],
    @hints::bytea[], @traces::text[])
    with ordinality as rows_given(delivery_hash, shop, topic, lane, triggered_at, payload, hints, trace_parent, place)
), clock as materialized (
  select now_ms() as now
), fresh as (
  insert into webhook_ids(delivery_hash, verdict, recorded_at)
  select given.delivery_hash, 0, clock.now from given cross join clock order by given.delivery_hash
  on conflict do nothing
  returning delivery_hash
)
insert into webhook_inbox(
  shop, topic, lane, delivery_hash, triggered_at, recorded_at, due_at, payload, hints, trace_parent)
select
  given.shop, given.topic, given.lane, given.delivery_hash, given.triggered_at, clock.now, clock.now, given.payload,
  given.hints, given.trace_parent
from given
join fresh using (delivery_hash)
cross join clock
order by given.place
returning delivery_hash

-- name: complete
with handled as (
  delete from webhook_inbox where id = @id and delivery_hash = @deliveryHash returning delivery_hash
)
update webhook_ids set verdict = @verdict
from handled
where webhook_ids.delivery_hash = handled.delivery_hash
