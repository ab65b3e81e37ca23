import { basename } from 'node:path';
import { parseProviderSetting, PROVIDER_SETTINGS } from '@visionary/contract';
import { z } from 'zod';

const MAX_PORT = 65_535;
const DEFAULT_MAX = 1_000_000;

const flag = z
  .enum(['true', 'false', '1', '0'], 'true or false')
  .transform((value) => value === 'true' || value === '1');
const wholeNumber = (min: number, max = DEFAULT_MAX) =>
  z
    .string()
    .regex(/^\d+$/, 'a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `a whole number from ${min} to ${max}`);

const MIB_PER_GIB = 1024;
const mebibytes = z
  .string()
  .regex(/^\d{1,7}(\.\d+)?[MG]?$/i, 'an amount of memory, such as 6G, 6144M, or 6144')
  .transform((value) => Math.floor(parseFloat(value) * (/G$/i.test(value) ? MIB_PER_GIB : 1)));

const BYTES_PER_MIB = 1024 * 1024;

const urlOf = (...schemes: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
      schemes.map((scheme) => `${scheme}://…`).join(' or '),
    );
const origin = urlOf('http', 'https').transform((value) => new URL(value).origin);

/** `false`, the number of proxies in front of the server, or their addresses (Express' `trust proxy`). */
const proxies = z.string().transform((value, context) => {
  if (value === 'false' || value === '0') return false;
  if (/^\d$/.test(value)) return Number(value);
  const addresses = value.split(',').map((part) => part.trim());
  if (addresses.every((address) => /^[0-9a-fA-F:.]+(\/\d{1,3})?$|^(loopback|linklocal|uniquelocal)$/.test(address))) {
    return addresses;
  }
  context.addIssue('false, a number of proxies, or comma-separated addresses');
  return z.NEVER;
});

const THRESHOLD = /^((?:[\w.-]+\/)?[\w-]+)\.(adult|held|forbidden)=(off|0?\.\d+|1(?:\.0+)?)$/;

/** Score thresholds of classes: `porn.forbidden=0.95,sexy.adult=off`. */
const thresholds = z.string().transform((value, context) => {
  const result: Record<string, Partial<Record<'adult' | 'held' | 'forbidden', number | 'off'>>> = {};
  for (const part of value.split(',').map((one) => one.trim())) {
    const [, category = '', level, threshold] = THRESHOLD.exec(part) ?? [];
    if (!level) {
      context.addIssue('limits such as porn.forbidden=0.95,sexy.adult=off, with the levels adult, held, and forbidden');
      return z.NEVER;
    }
    result[category] = { ...result[category], [level]: threshold === 'off' ? threshold : Number(threshold) };
  }
  return result;
});

export const BUILT_IN_CLASSIFIER = 'built-in';

const classifiers = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim()))
  .refine(
    (list) => list.every((one) => one === BUILT_IN_CLASSIFIER || one.endsWith('.onnx')),
    `${BUILT_IN_CLASSIFIER}, or the paths of .onnx files, separated by commas`,
  )
  .refine(
    (list) => new Set(list.map((one) => basename(one, '.onnx'))).size === list.length,
    'files with different names',
  );

/** One renderer for each entry. */
const providers = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim()))
  .refine(
    (list) => list.every((one) => parseProviderSetting(one) !== undefined),
    `${PROVIDER_SETTINGS}; several separated by commas`,
  );

/** All variables with their defaults. A test compares them with .env.example. */
export const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, MAX_PORT).default(3000),
  DATA_DIR: z.string().min(1).default('./data'),
  /** Space that new files leave free on the disk of DATA_DIR, for the database. */
  MIN_FREE_SPACE: mebibytes.default(256).transform((mib) => mib * BYTES_PER_MIB),
  MODELS_DIR: z.string().min(1).default('./models'),
  WEB_DIR: z.string().min(1).default('./dist/web'),
  DATABASE_URL: urlOf('mysql').optional(),
  REDIS_URL: urlOf('redis', 'rediss').optional(),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w.:-]{1,64}$/, '1 to 64 letters, digits, and the characters _ . : -')
    .optional(),
  DRAIN_SECONDS: wholeNumber(0, 600).default(2),
  S3_ENDPOINT: urlOf('http', 'https').optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name: lowercase letters, digits, -, and .')
    .optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  PUBLIC_URL: origin.optional(),
  TRUSTED_ORIGINS: z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(origin))
    .default([]),
  TRUST_PROXY: proxies.default(false),
  SESSION_TTL_DAYS: wholeNumber(1, 400).default(30),
  SIGN_UPS_PER_HOUR: wholeNumber(1).default(100),
  NEW_ACCOUNT_LIMIT_HOURS: wholeNumber(0, 24 * 365).default(24),
  PUBLIC_ROOM_PACE: z
    .enum(['0', '8', '16'])
    .transform((seconds) => Number(seconds) as 0 | 8 | 16)
    .default(8),
  REQUESTS_PER_MINUTE: wholeNumber(10).default(3000),
  MAX_VISITOR_SOCKETS: wholeNumber(1).default(256),
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_PRETTY: flag.optional(),
  RENDERER_ENABLED: flag.default(true),
  /** 0: chosen by the renderer from available memory. */
  RENDERER_MEMORY: mebibytes.default(0),
  /** 0: chosen by the renderer from available cores. */
  RENDERER_THREADS: wholeNumber(0, 256).default(0),
  RENDERER_PROVIDER: providers.default(['auto']),
  /** 0: chosen by the renderer from the memory of the device. */
  RENDERER_DEVICE_MEMORY: mebibytes.default(0),
  /** Read by the renderer itself. */
  RENDERER_PRECISION: z.enum(['auto', 'half', 'full']).default('auto'),
  RENDERER_PAUSE_WHEN_BUSY: flag.default(false),
  /** 0: as many as the device computes best. Read by the renderer itself. */
  RENDERER_IMAGES_TOGETHER: wholeNumber(0, 4).default(0),
  /** Read by the renderer itself. */
  FUSED_ATTENTION: flag.default(true),
  /** Models of one user, versions and drafts together. */
  HUB_QUOTA: mebibytes.default(20 * MIB_PER_GIB).transform((mib) => mib * BYTES_PER_MIB),
  /** Like HUB_QUOTA, for a new account. */
  HUB_QUOTA_NEW: mebibytes.default(2 * MIB_PER_GIB).transform((mib) => mib * BYTES_PER_MIB),
  /** Images of the takes of one user; 0: no limit. */
  TAKE_QUOTA: mebibytes.default(20 * MIB_PER_GIB).transform((mib) => mib * BYTES_PER_MIB),
  /** For hub models on a renderer's own disk. */
  MODEL_CACHE_SIZE: mebibytes.default(50 * MIB_PER_GIB),
  /** Renders samples of published models when no other takes are queued. */
  HUB_SAMPLES_ENABLED: flag.default(true),
  /** Renders examples in a room of the server's own while somebody looks at the home and nobody renders. */
  HOUSE_ROOM_ENABLED: flag.default(true),
  /** Whether users may lend renderers; approval: an admin accepts each one first. */
  LENDING: z.enum(['off', 'approval', 'open'], 'off, approval, or open').default('approval'),
  /** Models and additions that lent renderers may read; all: also those in MODELS_DIR. */
  LENDING_MODELS: z.enum(['published', 'all'], 'published or all').default('published'),
  /** off: images aren't checked, so none is hidden or rejected for its content. */
  IMAGE_CHECK: z.enum(['on', 'off'], 'on or off').default('on'),
  /** The built-in classifier, and ONNX classifiers with their cards beside them. */
  IMAGE_CLASSIFIER: classifiers.default([BUILT_IN_CLASSIFIER]),
  IMAGE_CHECK_THRESHOLDS: thresholds.default({}),
  RENDERER_LEASE_SECONDS: wholeNumber(5, 3600).default(30),
  RENDERER_STALL_TIMEOUT_SECONDS: wholeNumber(1, 86_400).default(120),
  /** The longest that any take may render, and the shortest time that every take gets. */
  TAKE_BUDGET_SECONDS: wholeNumber(1, 7 * 86_400).default(3_600),
  TAKE_BUDGET_MIN_SECONDS: wholeNumber(1, 7 * 86_400).default(120),
  MODEL_TRIAL_TIMEOUT_SECONDS: wholeNumber(1, 86_400).default(300),
});
export type Environment = z.infer<typeof Environment>;
