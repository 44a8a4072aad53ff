-- The data of an installation. Every table refers to it with ON DELETE CASCADE, and every reference has an index: the
-- installation's end finds its rows, and the database itself refuses rows of an installation that is gone.
-- Payloads are encrypted under the installation's data key; users and sessions are found by keyed hashes.

create table sessions (
    installation_id text not null references installations (id) on delete cascade,
    id_hash blob not null check (length(id_hash) = 32),
    is_online integer not null check (is_online in (0, 1)),
    seen_at integer not null,
    payload blob not null,
    primary key (installation_id, id_hash)
) strict;

create table user_preferences (
    installation_id text not null references installations (id) on delete cascade,
    user_hash blob not null check (length(user_hash) = 32),
    updated_at integer not null,
    payload blob not null,
    primary key (installation_id, user_hash)
) strict;

create table api_logs (
    installation_id text not null references installations (id) on delete cascade,
    id text not null,
    at integer not null,
    operation text not null,
    outcome text not null,
    status integer,
    duration_us integer not null check (duration_us >= 0),
    cost integer,
    detail blob,
    primary key (installation_id, id)
) strict;

-- status: 1 queued, 2 running, 3 completed, 4 cancelled, 5 failed, 6 abandoned. A job runs under a lease or not at all.
create table jobs (
    sequence integer primary key autoincrement,
    id text not null unique,
    installation_id text not null references installations (id) on delete cascade,
    kind text not null,
    key_hash blob check (length(key_hash) = 32),
    arguments blob not null,
    status integer not null check (status between 1 and 6),
    attempts integer not null default 0 check (attempts >= 0),
    done integer not null default 0 check (done >= 0),
    total integer check (total >= 0),
    error_code text,
    cancel_requested integer not null default 0 check (cancel_requested in (0, 1)),
    runner text,
    lease_until integer,
    created_at integer not null,
    run_at integer,
    finished_at integer,
    constraint jobs_lease check ((status = 2) = (runner is not null) and (status = 2) = (lease_until is not null)),
    constraint jobs_open check ((status in (1, 2)) = (run_at is not null)),
    constraint jobs_ended check ((status in (3, 4, 5, 6)) = (finished_at is not null))
) strict;
create unique index jobs_key on jobs (installation_id, kind, key_hash) where key_hash is not null;
create index jobs_installation on jobs (installation_id, sequence);
create index jobs_open_of_installation on jobs (installation_id, run_at, sequence) where status in (1, 2);
create index jobs_due on jobs (run_at, installation_id) where status = 1;
create index jobs_leases on jobs (lease_until, installation_id) where status = 2;

create table webhook_subscriptions (
    installation_id text not null references installations (id) on delete cascade,
    topic text not null,
    uri text not null,
    shopify_id text,
    missing_because text,
    checked_at integer not null,
    primary key (installation_id, topic),
    constraint webhook_subscriptions_there_or_not check (shopify_id is null or missing_because is null)
) strict;

create table catalogue_products (
    installation_id text not null references installations (id) on delete cascade,
    product_id text not null,
    seen_at integer not null,
    payload blob not null,
    primary key (installation_id, product_id)
) strict;
create index catalogue_products_seen on catalogue_products (installation_id, seen_at);

-- Certificates outlive what they speak of, so they refer to nothing. The shop is found by a keyed hash, which may be
-- forgotten before the certificate is, and so may the nonce that lets its owner prove whom it speaks of.
create table certificates (
    id text primary key,
    teardown_id text not null unique,
    installation_id text not null unique,
    generation integer not null check (generation >= 1),
    shop_hash blob check (length(shop_hash) = 32),
    nonce text,
    jws text not null,
    result text not null check (result in ('complete', 'complete-with-exceptions')),
    body_hash text,
    redact_seen integer not null default 0 check (redact_seen in (0, 1)),
    issued_at integer not null
) strict;
create index certificates_shop on certificates (shop_hash, generation);
create index certificates_issued on certificates (issued_at, id);

-- What is left of a shop is looked for by its key, too, and not only by its installation.
create index grain_state_grain_key on grain_state (grain_key);
