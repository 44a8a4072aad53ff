-- name: lock-by-installation
select payload from teardowns where installation_id = @installation for update
