-- A user's online token stands with his session: encrypted under the installation's data key, and dropped with the row
-- once it has expired. Sessions that are recorded already have none. Silos of the version before go on working: they
-- neither read nor write these columns.
alter table sessions add column expires_at bigint;
alter table sessions add column token bytea check ((token is null) = (expires_at is null));
create index sessions_expires on sessions (expires_at) where expires_at is not null;

-- Since when the scopes are as they stand: news that come late or twice change nothing.
alter table installations add column scopes_at bigint;
