-- name: note
update installations set access_checked_at = @at where id = @installation and ended_at is null
