-- The core: installations as the truth, what begins and ends them, the inbox, and Orleans' own tables.
-- Instants are Unix milliseconds by the database's clock. Everything that belongs to an installation refers to it with
-- "on delete cascade", in an indexed column.

-- Declared stable, though the clock moves, so that comparisons with it can use an index: it is read once for a scan.
create function now_ms() returns bigint language sql stable parallel safe as
$$ select (extract(epoch from clock_timestamp()) * 1000)::bigint $$;

create table installations(
  id uuid primary key,
  shop text not null,
  shop_hash bytea not null check (octet_length(shop_hash) = 32),
  shop_id bigint not null,
  generation integer not null check (generation > 0),
  app_installation_id text not null,
  scopes text not null,
  started_at bigint not null,
  ended_at bigint,
  ended_cause integer,
  access_lost_at bigint,
  grant_state text not null check (grant_state in ('held', 'destroyed')),
  grant_ciphertext bytea,
  profile_ciphertext bytea,
  data_key bytea not null,
  unique (shop_hash, generation),
  check ((ended_at is null) = (ended_cause is null)),
  check (ended_at >= started_at),
  check ((grant_state = 'held') = (grant_ciphertext is not null))
);
create unique index installations_current on installations(shop) where ended_at is null;
create index installations_shop on installations(shop);

-- Ends without an authentic delivery or an operator, for the hourly limit on them. Refers to nobody.
create table unattested_ends(
  id uuid primary key,
  ended_at bigint not null
);
create index unattested_ends_ended_at on unattested_ends(ended_at);

create table install_intents(
  id uuid primary key,
  shop text not null,
  expires_at bigint not null
);
create index install_intents_shop on install_intents(shop);
create index install_intents_expires_at on install_intents(expires_at);

create table permits(
  id uuid primary key,
  shop text not null,
  installation_id uuid not null,
  expires_at bigint not null
);
create index permits_shop on permits(shop);
create index permits_installation_id on permits(installation_id);
create index permits_expires_at on permits(expires_at);

-- No foreign key to the installation: a delivery is recorded before anything is looked up, and bound when it is
-- claimed.
create table webhook_inbox(
  id bigint generated always as identity primary key,
  shop text not null,
  topic text not null,
  lane smallint not null check (lane in (0, 1)),
  delivery_hash bytea not null check (octet_length(delivery_hash) = 32),
  triggered_at bigint,
  recorded_at bigint not null,
  due_at bigint not null,
  attempts integer not null default 0 check (attempts between 0 and 10),
  dead_at bigint,
  error_code text,
  installation_id uuid,
  payload bytea not null
);
create index webhook_inbox_due on webhook_inbox(shop, due_at) where dead_at is null;
create index webhook_inbox_order on webhook_inbox(shop, lane, id);
create index webhook_inbox_installation_id on webhook_inbox(installation_id) where installation_id is not null;

-- SHA-256 of Shopify's id of a delivery, for 72 hours. Refers to no shop.
create table webhook_ids(
  delivery_hash bytea primary key check (octet_length(delivery_hash) = 32),
  verdict smallint not null,
  recorded_at bigint not null
);
create index webhook_ids_recorded_at on webhook_ids(recorded_at);

-- No foreign key to the installation: the teardown outlives its row until the certificate is written.
create table teardowns(
  id uuid primary key,
  installation_id uuid not null unique,
  shop_hash bytea not null check (octet_length(shop_hash) = 32),
  generation integer not null check (generation > 0),
  status integer not null check (status between 1 and 3),
  next_attempt_at bigint,
  version bigint not null check (version > 0),
  body_hash text,
  opened_at bigint not null,
  ended_at bigint,
  redact_seen boolean not null default false,
  payload bytea not null
);
create index teardowns_shop_hash on teardowns(shop_hash);
create index teardowns_next_attempt_at on teardowns(next_attempt_at) where next_attempt_at is not null;
create index teardowns_opened_at on teardowns(opened_at, id);

create table grain_state(
  name text not null,
  grain_key text not null,
  installation_id uuid not null references installations(id) on delete cascade,
  version bigint not null,
  payload bytea not null,
  primary key (name, grain_key)
);
create index grain_state_installation_id on grain_state(installation_id);

-- A reminder says nothing but when to wake which grain. Its key (a shop domain, an installation id) stands apart, so
-- that what would wake an erased shop or installation can be found.
create table reminders(
  grain_id text not null,
  grain_key text not null,
  name text not null,
  grain_hash bigint not null check (grain_hash between 0 and 4294967295),
  start_at bigint not null,
  period_ms bigint not null check (period_ms > 0),
  version bigint not null,
  primary key (grain_id, name)
);
create index reminders_grain_hash on reminders(grain_hash);
create index reminders_grain_key on reminders(grain_key);
