-- What operators ordered, and the Idempotency-Keys of requests. Quick: new, empty tables.
-- A row is written before the order is carried out; without an outcome nobody knows how it ended. It names a shop by
-- keyed hash only; the note is encrypted under the key ring.
create table audit_log (
    id text primary key,
    at integer not null,
    actor text not null,
    action text not null,
    shop_hash blob check (length(shop_hash) = 32),
    installation_id text,
    teardown_id text,
    step text,
    participant text,
    reason text,
    note blob,
    status integer,
    outcome text,
    completed_at integer,
    constraint audit_log_completed check ((outcome is null) = (completed_at is null))
) strict;
create index audit_log_at on audit_log (at, id);
create index audit_log_shop on audit_log (shop_hash, at, id);

-- Keyed hashes of keys and of the requests that they came with, so that a repeated request is known again.
create table request_keys (
    key_hash blob primary key check (length(key_hash) = 32),
    request_hash blob not null check (length(request_hash) = 32),
    at integer not null,
    answer text,
    answer_id text,
    constraint request_keys_answered check ((answer is null) = (answer_id is null))
) strict, without rowid;
create index request_keys_at on request_keys (at);
