-- What the app's code caches by installation, for all silos. Unlogged: after a crash of the database it is empty, and
-- nothing of it is in the write-ahead log or on a replica. Quick: a new, empty table.
create unlogged table cache_entries (
    installation_id uuid not null references installations (id) on delete cascade,
    key_hash bytea not null check (octet_length(key_hash) = 32),
    expires_at bigint not null,
    payload bytea not null,
    primary key (installation_id, key_hash)
);
create index cache_entries_expires_at on cache_entries (expires_at);
create index cache_entries_of_installation on cache_entries (installation_id, expires_at);
