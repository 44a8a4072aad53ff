-- When the merchant authorized the app again: what was claimed of an end before that was of an earlier one.
alter table installations add column reauthorized_at bigint;
