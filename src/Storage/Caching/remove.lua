-- Removes an entry. KEYS: entries, expiries. ARGV: field.
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('HDEL', KEYS[1], ARGV[1])
