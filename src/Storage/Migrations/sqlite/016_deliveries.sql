-- What a delivery's unsigned headers say beside shop, topic and time, encrypted like its payload; null for deliveries
-- that were recorded before, or by a silo that does not know the column yet. Quick: a nullable column rewrites no row.
alter table webhook_inbox add column hints blob;

-- Dead letters are listed by their place, of all shops or of one. Quick: there are few of them.
create index webhook_inbox_dead on webhook_inbox (id) where dead_at is not null;
create index webhook_inbox_dead_of_shop on webhook_inbox (shop, id) where dead_at is not null;

-- The newest that was handled of a resource, so that a late delivery does not overwrite it. The resource is a keyed
-- hash. Quick: a new, empty table.
create table seen_resources (
    installation_id text not null references installations (id) on delete cascade,
    resource_group text not null,
    resource_hash blob not null check (length(resource_hash) = 32),
    happened_at integer not null,
    triggered_at integer not null,
    seen_at integer not null,
    primary key (installation_id, resource_group, resource_hash)
) strict;
create index seen_resources_seen_at on seen_resources (seen_at);

-- The shop's subscriptions to the app, as Shopify last told of them. Shopify's id is a keyed hash; name and price are
-- encrypted. Quick: a new, empty table.
create table app_subscriptions (
    installation_id text not null references installations (id) on delete cascade,
    gid_hash blob not null check (length(gid_hash) = 32),
    status text not null,
    updated_at integer not null,
    payload blob not null,
    primary key (installation_id, gid_hash)
) strict;

-- The shop's subscriptions to the app when its installation ended: how many by status, as JSON; null for none. Quick: a
-- nullable column rewrites no row.
alter table certificates add column billing text;
