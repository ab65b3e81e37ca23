import { Logger } from '@nestjs/common';
import { findPrefixes } from '@visionary/platform/bus';
import { type Config, ConfigError } from '@visionary/platform/config';

/**
 * The prefix of the servers that this worker renders for: the setting, or that of the only instance on this Redis.
 * @throws ConfigError if several instances share the Redis
 */
export const redisPrefixOf = async ({ redisUrl = '', redisPrefix }: Config): Promise<string> => {
  if (redisPrefix) return redisPrefix;
  const logger = new Logger('Renderer');
  const { host } = new URL(redisUrl);
  const [prefix = '', ...others] = await findPrefixes(redisUrl, () => logger.log(`Waiting for a server at ${host}`));
  if (others.length === 0) return prefix;
  throw new ConfigError(
    `REDIS_PREFIX must be one of ${[prefix, ...others].join(', ')}: several instances use ${host}.`,
  );
};
