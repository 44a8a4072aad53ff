-- Locked, so that a refresh of the grant that is written at this moment is either read here or finds it destroyed.
-- name: read-grant
select data_key, grant_ciphertext from installations where id = @installation and grant_state = 'held' for update
