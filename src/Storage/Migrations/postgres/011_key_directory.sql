-- Which key directory this database belongs to, so that a process with another one is refused. Quick: a new, empty
-- table; the first process that starts afterwards fills it.
create table key_directory(
  id smallint primary key,
  hash_fingerprint bytea not null,
  ring_proof bytea not null,
  constraint key_directory_one check (id = 1),
  constraint key_directory_fingerprint check (octet_length(hash_fingerprint) = 32)
);
