import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BUILT_IN_CLASSIFIER, Environment } from './environment.js';

/** An S3-compatible bucket. */
export interface S3Settings {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
  readonly secret: string;
}

/** An invalid setting. The message names the variable and what it must be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables that are set. `NAME_FILE` names a file that contains the value of NAME, as secrets of containers do; NAME
 * takes precedence. An empty value in a .env file means "not set".
 */
const nonEmptyVariables = (variables: Variables): Variables => {
  const isSet = (name: string) => variables[name] !== undefined && variables[name] !== '';
  const names = Object.keys(Environment.shape);
  const fromFiles = names.filter((name) => !isSet(name) && isSet(`${name}_FILE`));
  return {
    ...Object.fromEntries(names.filter(isSet).map((name) => [name, variables[name]])),
    ...Object.fromEntries(fromFiles.map((name) => [name, readSecret(`${name}_FILE`, variables[`${name}_FILE`]!)])),
  };
};

const readSecret = (name: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(`${name} must be a readable file (${(error as NodeJS.ErrnoException).code}).`);
  }
};

const parse = (variables: Variables): Environment => {
  const result = Environment.safeParse(nonEmptyVariables(variables));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ConfigError(
    `${String(issue?.path[0])} must be ${issue?.message.replace(/^Invalid option: expected /, '')}.`,
  );
};

/** @throws ConfigError with one sentence about the first invalid variable */
export const readConfig = (variables: Variables): Config => {
  const environment = parse(variables);
  if (environment.REDIS_URL && !environment.DATABASE_URL) {
    throw new ConfigError('REDIS_URL requires DATABASE_URL=mysql://…: nodes can’t share an SQLite file.');
  }
  if (!environment.RENDERER_ENABLED && !environment.REDIS_URL && environment.LENDING === 'off') {
    throw new ConfigError('RENDERER_ENABLED=false requires REDIS_URL or LENDING: no other renderer is reachable.');
  }
  return settingsOf(environment);
};

/**
 * Settings of a worker, which needs no database.
 * @throws ConfigError
 */
export const readWorkerConfig = (variables: Variables): Config => {
  const environment = parse(variables);
  if (!environment.REDIS_URL) {
    throw new ConfigError('REDIS_URL must be redis://…: servers find this renderer there.');
  }
  return settingsOf(environment);
};

/**
 * Settings of a program that lends its renderer, which needs neither database nor Redis.
 * @throws ConfigError
 */
export const readLenderConfig = (variables: Variables): Config => settingsOf(parse(variables));

/** @throws ConfigError if only some of its variables are set */
const s3Of = (environment: Environment): S3Settings | undefined => {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: key, S3_SECRET_ACCESS_KEY: secret } = environment;
  const parts = Object.entries({
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: key,
    S3_SECRET_ACCESS_KEY: secret,
  });
  if (endpoint && bucket && key && secret) return { endpoint, bucket, region: environment.S3_REGION, key, secret };
  const present = parts.find(([, value]) => value)?.[0];
  const missing = parts.find(([, value]) => !value)?.[0];
  if (present) {
    throw new ConfigError(`${present} requires ${missing}. To store files in DATA_DIR, leave out all S3 settings.`);
  }
  return undefined;
};

/** Separates instances on one Redis by the names of their databases. Nodes may reach one database by different hosts. */
const defaultRedisPrefix = (databaseUrl: string | undefined): string | undefined => {
  if (!databaseUrl) return undefined;
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  return `visionary:${name.replace(/[^\w.-]/gu, (sign) => `%${sign.codePointAt(0)?.toString(16)}`)}`;
};

/** All settings, with absolute paths. */
const settingsOf = (environment: Environment) => {
  const dataDir = resolve(environment.DATA_DIR);
  return {
    host: environment.HOST,
    port: environment.PORT,
    dataDir,
    /** Space that new files leave free on the disk of `dataDir`. */
    minFreeBytes: environment.MIN_FREE_SPACE,
    modelsDir: resolve(environment.MODELS_DIR),
    /** Folder of the built client. */
    webDir: resolve(environment.WEB_DIR),
    /** `sqlite:PATH` or `mysql://…`. */
    databaseUrl: environment.DATABASE_URL ?? `sqlite:${resolve(dataDir, 'visionary.sqlite')}`,
    /** Only in cluster mode. */
    redisUrl: environment.REDIS_URL,
    /** Starts all keys and channels in Redis. Undefined in a worker without the setting, which asks the servers. */
    redisPrefix: environment.REDIS_PREFIX ?? defaultRedisPrefix(environment.DATABASE_URL),
    mode: environment.REDIS_URL ? ('cluster' as const) : ('embedded' as const),
    /** How long a stopping node moves its clients to others. Only in cluster mode. */
    drainMs: environment.DRAIN_SECONDS * 1000,
    /** Bucket for images and model files. Undefined: a folder in `dataDir`. Its secret must not be logged. */
    s3: s3Of(environment),
    /** Storage quota of one user's models, versions and drafts together. */
    hubQuotaBytes: environment.HUB_QUOTA,
    /** The quota of a new account, from which it grows. */
    hubNewQuotaBytes: environment.HUB_QUOTA_NEW,
    /** Images of the takes of one user; 0: no limit. */
    takeQuotaBytes: environment.TAKE_QUOTA,
    /** Origin that users type into their browser. Undefined: the Host header. */
    publicUrl: environment.PUBLIC_URL,
    trustedOrigins: environment.TRUSTED_ORIGINS,
    trustProxy: environment.TRUST_PROXY,
    sessionTtlDays: environment.SESSION_TTL_DAYS,
    /** New accounts per address. */
    signUpsPerHour: environment.SIGN_UPS_PER_HOUR,
    /** Accounts younger than this have lower rate limits. 0: none. */
    newAccountHours: environment.NEW_ACCOUNT_LIMIT_HOURS,
    /** Seconds that a take lasts in a public room with several people, unless they choose otherwise. 0: full speed. */
    publicRoomPace: environment.PUBLIC_ROOM_PACE,
    /** HTTP requests under /api per address. */
    requestsPerMinute: environment.REQUESTS_PER_MINUTE,
    /** Visitor sockets per address, on this node. */
    visitorSockets: environment.MAX_VISITOR_SOCKETS,
    /** Required to read /metrics. Undefined: only this machine may read it. */
    metricsToken: environment.METRICS_TOKEN,
    logLevel: environment.LOG_LEVEL,
    /** Undefined: pretty on a terminal, JSON lines otherwise. */
    logPretty: environment.LOG_PRETTY,
    /** Whether this process also renders. If not, others must: with Redis, or lent ones. */
    rendererEnabled: environment.RENDERER_ENABLED,
    /** Memory budget for models in MiB. 0: chosen by the renderer. */
    rendererMemoryMiB: environment.RENDERER_MEMORY,
    /** 0: chosen by the renderer. */
    rendererThreads: environment.RENDERER_THREADS,
    /** What renderers compute with, one entry for each renderer, see `parseProviderSetting`. */
    rendererProviders: environment.RENDERER_PROVIDER,
    /** Memory budget for models in the memory of a device in MiB. 0: chosen by the renderer. */
    rendererDeviceMemoryMiB: environment.RENDERER_DEVICE_MEMORY,
    /** Whether renderers render nothing while another program uses their card. */
    rendererPausesWhenBusy: environment.RENDERER_PAUSE_WHEN_BUSY,
    /** Disk budget in MiB for the renderer's cached hub models. */
    modelCacheMiB: environment.MODEL_CACHE_SIZE,
    /** Whether the hub renders samples of published models. */
    hubSamplesEnabled: environment.HUB_SAMPLES_ENABLED,
    houseRoomEnabled: environment.HOUSE_ROOM_ENABLED,
    /** Whether users may lend renderers; `approval`: an admin accepts each one first. */
    lending: environment.LENDING,
    /** Whether lent renderers may read models and additions of MODELS_DIR. They may read published ones, and the built-in model. */
    lendsLocalModels: environment.LENDING_MODELS === 'all',
    images: {
      areChecked: environment.IMAGE_CHECK === 'on',
      /** Absolute paths, and BUILT_IN_CLASSIFIER. */
      classifiers: environment.IMAGE_CLASSIFIER.map((one) => (one === BUILT_IN_CLASSIFIER ? one : resolve(one))),
      /** Score thresholds by class. Classes that aren't listed use the classifier's defaults. */
      thresholds: environment.IMAGE_CHECK_THRESHOLDS,
    },
    /** A take whose node is silent for this long is reclaimed by another. */
    rendererLeaseMs: environment.RENDERER_LEASE_SECONDS * 1000,
    /** A renderer that is silent for this long during a take counts as hung. Slow models get more time. */
    rendererStallMs: environment.RENDERER_STALL_TIMEOUT_SECONDS * 1000,
    /** The shortest and the longest time that a take may render. */
    takeBudget: {
      minMs: environment.TAKE_BUDGET_MIN_SECONDS * 1000,
      maxMs: environment.TAKE_BUDGET_SECONDS * 1000,
    },
    /** Time limit of the trial of an uploaded model, until its image is done. */
    modelTrialMs: environment.MODEL_TRIAL_TIMEOUT_SECONDS * 1000,
  };
};

/** Settings of the server, validated once at startup. */
export type Config = Readonly<ReturnType<typeof settingsOf>>;
/** The injection token of the settings. */
export const Config = class Config {} as unknown as abstract new () => Config;
