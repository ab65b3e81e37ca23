/**
 * The steps of RedisStore, each atomic. `P` is the prefix of all keys, ARGV[1] everywhere; times are Redis' own.
 *
 *     P..'epoch'      what began anew with it: views of another epoch count no more
 *     P..'changes'    counts every change of any subject
 *     P..'s:'..name   at which of them this subject changed last
 *     P..'m:'..name   who is changing it just now: tokens by when their marks end
 *     P..'v:'..view   a view: epoch, changes when its load began, its subjects, its bytes, a token of this filling
 *     P..'l:'..view   who loads it
 */
const NOW = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
`;

/** @returns which filling of a view is good just now; false where none is */
const KEPT = `
local function kept(P, view)
  local found = redis.call('HMGET', P .. 'v:' .. view, 'epoch', 'changes', 'subjects', 'filling')
  if not found[4] or found[1] ~= redis.call('GET', P .. 'epoch') then return false end
  local names = cmsgpack.unpack(found[3])
  if #names > 0 then
    local began = tonumber(found[2])
    for i, name in ipairs(names) do names[i] = P .. 's:' .. name end
    for _, at in ipairs(redis.call('MGET', unpack(names))) do
      if at and tonumber(at) > began then return false end
    end
  end
  return found[4]
end
`;

/** P, view, the filling that is at hand -> nothing, this filling, or: another filling, its bytes */
export const LOOK = `${KEPT}
local filling = kept(ARGV[1], ARGV[2])
if not filling then return false end
if filling == ARGV[3] then return { filling } end
return { filling, redis.call('HGET', ARGV[1] .. 'v:' .. ARGV[2], 'bytes') }
`;

/** P, view, lease, leaseMs, epoch if there is none, subject … -> bytes, or: epoch, changes, ms, being changed, leased */
export const BEGIN = `${NOW}${KEPT}
local P, at = ARGV[1], now()
if kept(P, ARGV[2]) then return { redis.call('HGET', P .. 'v:' .. ARGV[2], 'bytes') } end
redis.call('SET', P .. 'epoch', ARGV[5], 'NX')
local changing = 0
for i = 6, #ARGV do
  if redis.call('ZCOUNT', P .. 'm:' .. ARGV[i], at, '+inf') > 0 then changing = 1 end
end
local leased = 0
if changing == 0 and redis.call('SET', P .. 'l:' .. ARGV[2], ARGV[3], 'NX', 'PX', ARGV[4]) then leased = 1 end
return { redis.call('GET', P .. 'epoch'), redis.call('GET', P .. 'changes') or '0', tostring(at), changing, leased }
`;

/** P, view, lease, bytes, ttlMs, epoch, changes, ms, subject … -> kept */
export const FILL = `${NOW}
local P, view, lease = ARGV[1], ARGV[2], ARGV[3]
if redis.call('GET', P .. 'l:' .. view) == lease then redis.call('DEL', P .. 'l:' .. view) end
if redis.call('GET', P .. 'epoch') ~= ARGV[6] then return 0 end
local names = {}
for i = 9, #ARGV do
  local changed = redis.call('GET', P .. 's:' .. ARGV[i])
  if changed and tonumber(changed) > tonumber(ARGV[7]) then return 0 end
  if redis.call('ZCOUNT', P .. 'm:' .. ARGV[i], ARGV[8], '+inf') > 0 then return 0 end
  names[#names + 1] = ARGV[i]
end
local key = P .. 'v:' .. view
redis.call('HSET', key, 'epoch', ARGV[6], 'changes', ARGV[7], 'subjects', cmsgpack.pack(names), 'bytes', ARGV[4])
redis.call('HSET', key, 'filling', lease)
redis.call('PEXPIRE', key, ARGV[5])
return 1
`;

/** P, view, lease */
export const RELEASE = `
local key = ARGV[1] .. 'l:' .. ARGV[2]
if redis.call('GET', key) == ARGV[3] then redis.call('DEL', key) end
`;

/** P, keptMs, token, markMs, subject … */
export const MARK = `${NOW}
local P, until_ = ARGV[1], now() + ARGV[4]
for i = 5, #ARGV do
  redis.call('SET', P .. 's:' .. ARGV[i], redis.call('INCR', P .. 'changes'), 'PX', ARGV[2])
  redis.call('ZADD', P .. 'm:' .. ARGV[i], until_, ARGV[3])
  redis.call('PEXPIRE', P .. 'm:' .. ARGV[i], ARGV[2])
end
`;

/** P, keptMs, token, subject …; without a token none is taken away */
export const SETTLE = `
local P = ARGV[1]
for i = 4, #ARGV do
  redis.call('SET', P .. 's:' .. ARGV[i], redis.call('INCR', P .. 'changes'), 'PX', ARGV[2])
  redis.call('ZREM', P .. 'm:' .. ARGV[i], ARGV[3])
end
`;
