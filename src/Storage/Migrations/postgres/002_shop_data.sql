-- The data of an installation. Every table refers to it with ON DELETE CASCADE, and every reference has an index: the
-- installation's end finds its rows, and the database itself refuses rows of an installation that is gone.
-- Payloads are encrypted under the installation's data key; users and sessions are found by keyed hashes.

create table sessions (
    installation_id uuid not null references installations (id) on delete cascade,
    id_hash bytea not null check (octet_length(id_hash) = 32),
    is_online boolean not null,
    seen_at bigint not null,
    payload bytea not null,
    primary key (installation_id, id_hash)
);

create table user_preferences (
    installation_id uuid not null references installations (id) on delete cascade,
    user_hash bytea not null check (octet_length(user_hash) = 32),
    updated_at bigint not null,
    payload bytea not null,
    primary key (installation_id, user_hash)
);

create table api_logs (
    installation_id uuid not null references installations (id) on delete cascade,
    id uuid not null,
    at bigint not null,
    operation text not null,
    outcome text not null,
    status integer,
    duration_us bigint not null check (duration_us >= 0),
    cost integer,
    detail bytea,
    primary key (installation_id, id)
);

-- status: 1 queued, 2 running, 3 completed, 4 cancelled, 5 failed, 6 abandoned. A job runs under a lease or not at all.
create table jobs (
    sequence bigint generated always as identity primary key,
    id uuid not null unique,
    installation_id uuid not null references installations (id) on delete cascade,
    kind text not null,
    key_hash bytea check (octet_length(key_hash) = 32),
    arguments bytea not null,
    status integer not null check (status between 1 and 6),
    attempts integer not null default 0 check (attempts >= 0),
    done bigint not null default 0 check (done >= 0),
    total bigint check (total >= 0),
    error_code text,
    cancel_requested boolean not null default false,
    runner text,
    lease_until bigint,
    created_at bigint not null,
    run_at bigint,
    finished_at bigint,
    constraint jobs_lease check ((status = 2) = (runner is not null) and (status = 2) = (lease_until is not null)),
    constraint jobs_open check ((status in (1, 2)) = (run_at is not null)),
    constraint jobs_ended check ((status in (3, 4, 5, 6)) = (finished_at is not null))
);
create unique index jobs_key on jobs (installation_id, kind, key_hash) where key_hash is not null;
create index jobs_installation on jobs (installation_id, sequence);
create index jobs_open_of_installation on jobs (installation_id, run_at, sequence) where status in (1, 2);
create index jobs_due on jobs (run_at, installation_id) where status = 1;
create index jobs_leases on jobs (lease_until, installation_id) where status = 2;

create table webhook_subscriptions (
    installation_id uuid not null references installations (id) on delete cascade,
    topic text not null,
    uri text not null,
    shopify_id text,
    missing_because text,
    checked_at bigint not null,
    primary key (installation_id, topic),
    constraint webhook_subscriptions_there_or_not check (shopify_id is null or missing_because is null)
);

create table catalogue_products (
    installation_id uuid not null references installations (id) on delete cascade,
    product_id text not null,
    seen_at bigint not null,
    payload bytea not null,
    primary key (installation_id, product_id)
);
create index catalogue_products_seen on catalogue_products (installation_id, seen_at);

-- Certificates outlive what they speak of, so they refer to nothing. The shop is found by a keyed hash, which may be
-- forgotten before the certificate is, and so may the nonce that lets its owner prove whom it speaks of.
create table certificates (
    id uuid primary key,
    teardown_id uuid not null unique,
    installation_id uuid not null unique,
    generation integer not null check (generation >= 1),
    shop_hash bytea check (octet_length(shop_hash) = 32),
    nonce text,
    jws text not null,
    result text not null check (result in ('complete', 'complete-with-exceptions')),
    body_hash text,
    redact_seen boolean not null default false,
    issued_at bigint not null
);
create index certificates_shop on certificates (shop_hash, generation);
create index certificates_issued on certificates (issued_at, id);

-- What is left of a shop is looked for by its key, too, and not only by its installation.
create index grain_state_grain_key on grain_state (grain_key);
