-- name: read
select data_key from installations where id = @installation
