-- name: read
select grain_state.installation_id, grain_state.version, grain_state.payload, installations.data_key
from grain_state
join installations on installations.id = grain_state.installation_id
where grain_state.name = @name and grain_state.grain_key = @key

-- name: insert
insert into grain_state(name, grain_key, installation_id, version, payload)
values (@name, @key, @installation, @version, @payload)
on conflict do nothing

-- name: update
update grain_state set installation_id = @installation, version = @version, payload = @payload
where name = @name and grain_key = @key and version = @expected

-- name: delete
delete from grain_state where name = @name and grain_key = @key and version = @expected

-- name: read-version
select version from grain_state where name = @name and grain_key = @key
