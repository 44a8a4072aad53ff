-- Subscriptions are wanted by name now, with filter and fields, and each record says what became of it and what stands
-- at Shopify. webhook_subscriptions stays as it is, for processes of the release before that still run, and goes with
-- the next release. Its records are copied, and their name is made of their topic, as the one of a topic that is
-- configured alone. What such a process records after this is found at Shopify, and adopted. state: 1 in place,
-- 2 missing, 3 being created, 4 different, 5 refused. The lists and what is actually there are JSON.
create table subscription_records (
    installation_id text not null references installations (id) on delete cascade,
    name text not null,
    topic text not null,
    uri text not null,
    filter text,
    include_fields text not null default '[]',
    metafield_namespaces text not null default '[]',
    shopify_id text,
    state integer not null check (state between 1 and 5),
    reason text,
    actual text,
    checked_at integer not null,
    primary key (installation_id, name),
    constraint subscription_records_in_place check (state <> 1 or (shopify_id is not null and reason is null))
) strict;

insert into subscription_records (installation_id, name, topic, uri, shopify_id, state, reason, checked_at)
select installation_id, replace(replace(topic, '/', '-'), '.', '-'), topic, uri, shopify_id,
    case
        when shopify_id is not null then 1
        when missing_because is null or missing_because = 'being-created' then 3
        when missing_because like 'refused%' then 5
        else 2
    end,
    missing_because, checked_at
from webhook_subscriptions;

create index subscription_records_missing on subscription_records (reason) where shopify_id is null;

-- When a stay's subscriptions are compared with Shopify next, and which wanted set they were compared with last; null:
-- with none yet. due_at is null while Shopify refuses the grant. marks counts what asked for a comparison, so that one
-- that is asked for during another is not lost. cause: 1 timer, 2 deploy, 3 shedding, 4 access regained, 5 scopes.
-- job_id: the last job that was enqueued because the stay was due, not by an install. failure: why
-- the last comparison came to no end.
create table subscription_checks (
    installation_id text primary key references installations (id) on delete cascade,
    wanted_hash text,
    checked_at integer,
    due_at integer,
    cause integer not null default 1 check (cause between 1 and 5),
    marks integer not null default 0,
    job_id text,
    failed_at integer,
    failure text
) strict;
create index subscription_checks_due on subscription_checks (due_at) where due_at is not null;

-- Those installed are compared with the new release's wanted set by and by.
insert into subscription_checks (installation_id, wanted_hash, due_at, cause)
select id, '', 0, 2 from installations where ended_at is null;

-- The wanted set that was announced last: what a silo of an older release wants is not undone and done in turns.
create table wanted_subscriptions (
    id integer primary key check (id = 1),
    hash text not null,
    announced_at integer not null
) strict;

create index jobs_open_of_kind on jobs (kind) where status in (1, 2);
