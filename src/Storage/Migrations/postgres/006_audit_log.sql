-- What operators ordered, and the Idempotency-Keys of requests. Quick: new, empty tables.
-- A row is written before the order is carried out; without an outcome nobody knows how it ended. It names a shop by
-- keyed hash only; the note is encrypted under the key ring.
create table audit_log (
    id uuid primary key,
    at bigint not null,
    actor text not null,
    action text not null,
    shop_hash bytea check (octet_length(shop_hash) = 32),
    installation_id uuid,
    teardown_id uuid,
    step text,
    participant text,
    reason text,
    note bytea,
    status integer,
    outcome text,
    completed_at bigint,
    constraint audit_log_completed check ((outcome is null) = (completed_at is null))
);
create index audit_log_at on audit_log (at, id);
create index audit_log_shop on audit_log (shop_hash, at, id);

-- Keyed hashes of keys and of the requests that they came with, so that a repeated request is known again.
create table request_keys (
    key_hash bytea primary key check (octet_length(key_hash) = 32),
    request_hash bytea not null check (octet_length(request_hash) = 32),
    at bigint not null,
    answer text,
    answer_id uuid,
    constraint request_keys_answered check ((answer is null) = (answer_id is null))
);
create index request_keys_at on request_keys (at);
