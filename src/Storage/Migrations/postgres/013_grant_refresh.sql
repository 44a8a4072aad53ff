-- What a grant's refresh needs: its version, who is refreshing it and until when, when it expires and when it is due,
-- how often a refresh was refused, which client secret minted it, and how far its migration to a pair has come.
-- Quick: nullable columns and columns with a constant default rewrite no row; grants of before count as without expiry.
alter table installations add column grant_version bigint not null default 0;
alter table installations add column grant_secret text;
alter table installations add column grant_expires_at bigint;
alter table installations add column refresh_until bigint;
alter table installations add column refresh_holder uuid;
alter table installations add column refresh_due_at bigint;
alter table installations add column refresh_refusals integer not null default 0;
alter table installations add column refresh_refused_first_at bigint;
alter table installations add column refresh_refused_last_at bigint;
alter table installations add column migration_mark integer not null default 0;
create index installations_refresh_due_at on installations(refresh_due_at) where refresh_due_at is not null;
create index installations_without_expiry on installations(id)
  where grant_expires_at is null and grant_state = 'held' and ended_at is null;

-- The replacement of tokens without expiry, for all shops together: one row. States: 1 canary, 2 running, 3 stopped.
create table token_migration(
  id smallint primary key,
  state smallint not null,
  begun integer not null,
  migrated integer not null,
  failed integer not null,
  failure_code text,
  changed_at bigint,
  constraint token_migration_one check (id = 1),
  constraint token_migration_state check (state between 1 and 3)
);
insert into token_migration(id, state, begun, migrated, failed) values (1, 1, 0, 0, 0);
