-- name: drop-expired
delete from permits where expires_at <= now_ms()

-- name: take
insert into permits(id, shop, installation_id, expires_at)
select @id, @shop, @installation, now_ms() + @lifetime
from (
  select max(generation) as generation
  from (
    select generation from installations where id = @installation and ended_at is not null
    union all
    select generation from teardowns where installation_id = @installation
  ) as rows_of_its_own
) as own
where own.generation is not null
  and not exists (select 1 from installations where shop = @shop and ended_at is null)
  and not exists (select 1 from install_intents where shop = @shop and expires_at > now_ms())
  and not exists (select 1 from installations where shop_hash = @shopHash and generation > own.generation)
  and not exists (select 1 from teardowns where shop_hash = @shopHash and generation > own.generation)
  and not exists (select 1 from certificates where shop_hash = @shopHash and generation > own.generation)

-- name: release
delete from permits where id = @permit

-- name: valid-for
select coalesce(max(expires_at) - now_ms(), 0) from permits where shop = @shop and expires_at > now_ms()

-- name: drop-expired-intents
delete from install_intents where expires_at <= now_ms()

-- name: record-intent
insert into install_intents(id, shop, expires_at) values (@id, @shop, now_ms() + @lifetime)

-- name: remove-intent
delete from install_intents where id = @intent
