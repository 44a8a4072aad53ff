-- The compliance desk: what Shopify asks for customers and merchants, in a row of its own from the moment at which the
-- delivery is recorded. It names a shop by keyed hash only; whom it is about, and the export, are encrypted under the
-- key ring and gone once the row is closed. Quick: a new, empty table and nullable columns without a default.
create table compliance_requests(
  id text primary key,
  topic text not null check (topic in ('customers/data_request', 'customers/redact', 'shop/redact')),
  origin text not null check (origin in ('delivery', 'watchdog')),
  shop_hash blob not null check (length(shop_hash) = 32),
  installation_id text,
  state integer not null check (state between 1 and 5),
  code text,
  recorded_at integer not null,
  due_at integer not null,
  attempts integer not null default 0,
  next_attempt_at integer,
  repeated integer not null default 0,
  delivery_hash blob,
  request_hash blob not null check (length(request_hash) = 32),
  evidence text not null,
  certificate_id text,
  version integer not null default 1,
  payload blob,
  bundle blob,
  bundle_at integer,
  closed_at integer,
  closed_by text,
  constraint compliance_requests_closed check ((state = 5) = (closed_at is not null)),
  constraint compliance_requests_dropped check (closed_at is null or (payload is null and bundle is null)),
  constraint compliance_requests_bundle check ((bundle is null) = (bundle_at is null))
) strict;

-- The same request by another delivery is the same row, as long as it is open and about the same stay of the shop.
-- Which stay a shop/redact is about is known later: of that, a shop has one.
create unique index compliance_requests_open on compliance_requests(
  request_hash,
  (case when topic = 'shop/redact' then '00000000-0000-0000-0000-000000000000' else installation_id end))
  where closed_at is null;
create unique index compliance_requests_watchdog on compliance_requests(installation_id) where origin = 'watchdog';
create index compliance_requests_next_attempt_at on compliance_requests(next_attempt_at)
  where next_attempt_at is not null;
create index compliance_requests_due_at on compliance_requests(due_at, id);
create index compliance_requests_shop_hash on compliance_requests(shop_hash, due_at, id);
create index compliance_requests_installation_id on compliance_requests(installation_id);
create index compliance_requests_delivery_hash on compliance_requests(delivery_hash) where delivery_hash is not null;
create index compliance_requests_bundle_at on compliance_requests(bundle_at) where bundle_at is not null;
create index compliance_requests_stalled on compliance_requests(recorded_at)
  where state = 4 and payload is not null;
create index compliance_requests_closed_at on compliance_requests(closed_at) where closed_at is not null;

-- For how long a shop/redact has been awaited.
alter table certificates add column ended_at integer;
create index certificates_awaiting_redact on certificates(issued_at) where not redact_seen;

-- The request that an order or a reading was about.
alter table audit_log add column request_id text;
