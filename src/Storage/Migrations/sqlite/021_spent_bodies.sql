-- Keyed hashes, with commas between, of the other bodies that told of a stay's end, or of one before it: they prove
-- nothing against a later one.
alter table teardowns add column spent_bodies text;
alter table certificates add column spent_bodies text;
