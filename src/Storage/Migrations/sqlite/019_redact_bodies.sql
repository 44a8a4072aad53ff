-- The keyed hash of the shop/redact that was noted with a stay: the same body proves nothing against a later one.
alter table teardowns add column redact_body_hash text;
alter table certificates add column redact_body_hash text;
