-- What the app's code caches by installation. Quick: a new, empty table.
create table cache_entries (
    installation_id text not null references installations (id) on delete cascade,
    key_hash blob not null check (length(key_hash) = 32),
    expires_at integer not null,
    payload blob not null,
    primary key (installation_id, key_hash)
) strict;
create index cache_entries_expires_at on cache_entries (expires_at);
create index cache_entries_of_installation on cache_entries (installation_id, expires_at);
