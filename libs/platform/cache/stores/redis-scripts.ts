/** Length of the change log. A node further behind empties its L1 cache. */
const MAX_LOG = 4_000;

/**
 * Atomic steps of RedisStore. `P` is the prefix of all keys, always ARGV[1]. Times are those of Redis, in ms.
 *
 *     P..'epoch'      views of another epoch are invalid
 *     P..'changes'    counts the changes of all tags
 *     P..'log'        tags of the latest changes
 *     P..'s:'..tag   number of the latest change of a tag
 *     P..'m:'..tag   marks on a tag: tokens by their expiry
 *     P..'v:'..view   a view: epoch, number of changes when its load began, tags, bytes
 *     P..'l:'..view   lease of the load of a view
 */
const NOW = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
`;

/** @returns the tags of a valid view, else false */
const CACHED = `
local function cached(P, view)
  local found = redis.call('HMGET', P .. 'v:' .. view, 'epoch', 'changes', 'subjects')
  if not found[3] or found[1] ~= redis.call('GET', P .. 'epoch') then return false end
  local tags = cmsgpack.unpack(found[3])
  if #tags > 0 then
    local began, keys = tonumber(found[2]), {}
    for i, tag in ipairs(tags) do keys[i] = P .. 's:' .. tag end
    for _, at in ipairs(redis.call('MGET', unpack(keys))) do
      if at and tonumber(at) > began then return false end
    end
  end
  return tags
end
`;

/** P, view -> false, or: bytes, epoch, changes, ms left, tag … */
export const READ_VIEW = `${CACHED}
local P, tags = ARGV[1], cached(ARGV[1], ARGV[2])
if not tags then return false end
local key = P .. 'v:' .. ARGV[2]
return { redis.call('HGET', key, 'bytes'), redis.call('GET', P .. 'epoch'), redis.call('GET', P .. 'changes') or '0',
  redis.call('PTTL', key), unpack(tags) }
`;

/** P, epoch, changes -> current epoch, current changes, 1 if the log reaches back that far, tag … changed since */
export const CHANGES_SINCE = `
local P, epoch = ARGV[1], redis.call('GET', ARGV[1] .. 'epoch') or ''
local changes = tonumber(redis.call('GET', P .. 'changes') or '0')
local missed = changes - tonumber(ARGV[3])
if epoch == ARGV[2] and missed == 0 then return { epoch, changes, 1 } end
if epoch ~= ARGV[2] or missed < 0 or missed > redis.call('LLEN', P .. 'log') then return { epoch, changes, 0 } end
return { epoch, changes, 1, unpack(redis.call('LRANGE', P .. 'log', -missed, -1)) }
`;

/** P, view, lease, leaseMs, epoch if there is none, tag … -> bytes, or: epoch, changes, ms, being changed, leased */
export const START_FILL = `${NOW}${CACHED}
local P, at = ARGV[1], now()
if cached(P, ARGV[2]) then return { redis.call('HGET', P .. 'v:' .. ARGV[2], 'bytes') } end
redis.call('SET', P .. 'epoch', ARGV[5], 'NX')
local changing = 0
for i = 6, #ARGV do
  if redis.call('ZCOUNT', P .. 'm:' .. ARGV[i], at, '+inf') > 0 then changing = 1 end
end
local leased = 0
if changing == 0 and redis.call('SET', P .. 'l:' .. ARGV[2], ARGV[3], 'NX', 'PX', ARGV[4]) then leased = 1 end
return { redis.call('GET', P .. 'epoch'), redis.call('GET', P .. 'changes') or '0', tostring(at), changing, leased }
`;

/** P, view, lease, bytes, ttlMs, epoch, changes, ms, tag … -> number of changes when stored, false if not stored */
export const FILL = `${NOW}
local P, view, lease = ARGV[1], ARGV[2], ARGV[3]
if redis.call('GET', P .. 'l:' .. view) == lease then redis.call('DEL', P .. 'l:' .. view) end
if redis.call('GET', P .. 'epoch') ~= ARGV[6] then return false end
local tags = {}
for i = 9, #ARGV do
  local changed = redis.call('GET', P .. 's:' .. ARGV[i])
  if changed and tonumber(changed) > tonumber(ARGV[7]) then return false end
  if redis.call('ZCOUNT', P .. 'm:' .. ARGV[i], ARGV[8], '+inf') > 0 then return false end
  tags[#tags + 1] = ARGV[i]
end
local key = P .. 'v:' .. view
redis.call('HSET', key, 'epoch', ARGV[6], 'changes', ARGV[7], 'subjects', cmsgpack.pack(tags), 'bytes', ARGV[4])
redis.call('PEXPIRE', key, ARGV[5])
return redis.call('GET', P .. 'changes') or '0'
`;

/** P, view, lease */
export const RELEASE = `
local key = ARGV[1] .. 'l:' .. ARGV[2]
if redis.call('GET', key) == ARGV[3] then redis.call('DEL', key) end
`;

const CHANGED = `
local function changed(P, tag, ttlMs)
  redis.call('SET', P .. 's:' .. tag, redis.call('INCR', P .. 'changes'), 'PX', ttlMs)
  redis.call('RPUSH', P .. 'log', tag)
  redis.call('LTRIM', P .. 'log', -${MAX_LOG}, -1)
end
`;

/** P, ttlMs, token, markMs, tag … */
export const MARK_TAGS = `${NOW}${CHANGED}
local P, expires = ARGV[1], now() + ARGV[4]
for i = 5, #ARGV do
  changed(P, ARGV[i], ARGV[2])
  redis.call('ZADD', P .. 'm:' .. ARGV[i], expires, ARGV[3])
  redis.call('PEXPIRE', P .. 'm:' .. ARGV[i], ARGV[2])
end
`;

/** P, ttlMs, token, tag …; without a token no mark is removed */
export const COMMIT_TAGS = `${CHANGED}
local P = ARGV[1]
for i = 4, #ARGV do
  changed(P, ARGV[i], ARGV[2])
  redis.call('ZREM', P .. 'm:' .. ARGV[i], ARGV[3])
end
`;
