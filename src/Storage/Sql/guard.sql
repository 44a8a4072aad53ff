-- name: current
select 1 from installations where id = @installation and ended_at is null
