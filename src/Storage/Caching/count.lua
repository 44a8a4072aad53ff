-- How many entries a namespace holds, and be it only by their expiries. KEYS: entries, expiries.
return math.max(redis.call('HLEN', KEYS[1]), redis.call('ZCARD', KEYS[2]))
