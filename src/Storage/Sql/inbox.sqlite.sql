-- name: record-id
insert into webhook_ids(delivery_hash, verdict, recorded_at) values (@hash, 0, now_ms()) on conflict do nothing

-- name: record-delivery
insert into webhook_inbox(
  shop, topic, lane, delivery_hash, triggered_at, recorded_at, due_at, payload, hints, trace_parent)
values (@shop, @topic, @lane, @hash, @triggeredAt, now_ms(), now_ms(), @payload, @hints, @traceParent)
