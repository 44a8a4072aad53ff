-- Dormant shops by reason; and how often a call to Shopify was sent.
create index installations_access_state on installations(access_state) where ended_at is null and access_state <> 0;
alter table api_logs add column attempts integer not null default 1;
