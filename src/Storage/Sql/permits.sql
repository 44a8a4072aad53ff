-- name: drop-expired
delete from permits where expires_at <= now_ms()

-- A row where nothing newer than the stay is known. Whoever took over in a reset counts as the same stay: only what is
-- newer than both is the merchant's coming back. The row says whether that stay, which took over, is current.
-- name: standing
select (select count(*) from installations where id = @successor and ended_at is null) as successor_is_current
from (
  select max(own.generation) as own, max(known.generation) as newest
  from (
    select generation from installations where id = @installation and ended_at is not null
    union all
    select generation from teardowns where installation_id = @installation
  ) as own
  cross join (
    select generation from installations where id in (@installation, @successor)
    union all
    select generation from teardowns where installation_id in (@installation, @successor)
    union all
    select generation from certificates where installation_id in (@installation, @successor)
  ) as known
) as stay
where stay.own is not null
  and not exists (select 1 from installations where shop = @shop and ended_at is null and id <> @successor)
  and not exists (select 1 from installations where shop_hash = @shopHash and generation > stay.newest)
  and not exists (select 1 from teardowns where shop_hash = @shopHash and generation > stay.newest)
  and not exists (select 1 from certificates where shop_hash = @shopHash and generation > stay.newest)

-- name: intents
select count(*) from install_intents where shop = @shop and expires_at > now_ms()

-- name: take
insert into permits(id, shop, installation_id, expires_at)
values (@id, @shop, @installation, now_ms() + @lifetime)

-- name: release
delete from permits where id = @permit

-- name: valid-for
select coalesce(max(expires_at) - now_ms(), 0) from permits where shop = @shop and expires_at > now_ms()

-- name: drop-expired-intents
delete from install_intents where expires_at <= now_ms()

-- name: record-intent
insert into install_intents(id, shop, expires_at) values (@id, @shop, now_ms() + @lifetime)

-- An install's own, as it commits. One that has run out no longer keeps teardowns from their calls.
-- name: use-intent
delete from install_intents where id = @intent and expires_at > now_ms()

-- name: remove-intent
delete from install_intents where id = @intent
