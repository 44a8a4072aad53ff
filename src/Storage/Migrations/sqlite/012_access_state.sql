-- What Shopify makes of an installation's token: 0 fine, 1 refused, 2 needs a new grant, 3 frozen, 4 closed, 5 locked,
-- 6 forbidden; access_lost_at says since when it is not fine. access_checked_at: when a check last told.
-- access_check_at: when the next one is due, null until it is planned. access_claimed_at: when a silo last took a check
-- upon itself.
alter table installations add column access_state integer not null default 0;
alter table installations add column access_checked_at integer;
alter table installations add column access_check_at integer;
alter table installations add column access_claimed_at integer;
update installations set access_state = 1 where access_lost_at is not null;
create index installations_access_check on installations(access_check_at) where ended_at is null;
create index installations_access_claimed on installations(access_claimed_at) where access_claimed_at is not null;
