-- True for a subscription that stood at another's address before it was wanted here: another deployment goes by it.
-- What was adopted before this is not told apart from what was made here.
alter table subscription_records add column is_shared integer not null default 0 check (is_shared in (0, 1));
