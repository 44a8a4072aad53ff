-- Locked, so that a refresh of the grant that is written at this moment is either read here or finds it destroyed.
-- name: read-grant
select data_key, grant_ciphertext from installations where id = @installation and grant_state = 'held' for update

-- Locked as well: whoever is about to ask has either written so before, or finds the grant destroyed.
-- name: find-asked
select id from installations
where id = @installation and grant_state = 'held'
  and migration_mark = 1 and refresh_until > now_ms()
for update
