-- Locked, so that a confirmation that is saved at this moment comes before the fence or is refused after it.
-- name: find-teardown
select version, payload from teardowns where installation_id = @installation for update
