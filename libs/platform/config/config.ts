import { resolve } from 'node:path';
import { Environment } from './environment.js';

type LogLevel = Environment['LOG_LEVEL'];

/** An S3-compatible bucket. */
export interface S3Settings {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
  readonly secret: string;
}

/** Settings of the image check. */
export interface ImageCheckSettings {
  readonly areChecked: boolean;
  /** Absolute path of the ONNX classifier. Undefined: the bundled one. */
  readonly classifier: string | undefined;
  /** Score thresholds by class. Classes that aren't listed use the classifier's defaults. */
  readonly limits: Environment['IMAGE_CHECK_THRESHOLDS'];
}

/** Settings of the server, validated once at startup. Paths are absolute. */
export abstract class Config {
  abstract readonly host: string;
  abstract readonly port: number;
  abstract readonly dataDir: string;
  abstract readonly modelsDir: string;
  /** Folder of the built client. */
  abstract readonly webDir: string;
  /** `sqlite:PATH` or `mysql://…`. */
  abstract readonly databaseUrl: string;
  /** Only in cluster mode. */
  abstract readonly redisUrl: string | undefined;
  abstract readonly mode: 'embedded' | 'cluster';
  /** Storage quota of one user's models, versions and drafts together. */
  abstract readonly hubQuotaBytes: number;
  /** Bucket for images and model files. Undefined: a folder in `dataDir`. Its secret must not be logged. */
  abstract readonly s3: S3Settings | undefined;
  /** Origin that users type into their browser. Undefined: the Host header. */
  abstract readonly publicUrl: string | undefined;
  abstract readonly trustedOrigins: readonly string[];
  abstract readonly trustProxy: false | number | string[];
  abstract readonly sessionTtlDays: number;
  /** New accounts per address. */
  abstract readonly signUpsPerHour: number;
  /** Accounts younger than this have lower rate limits. 0: none. */
  abstract readonly newAccountHours: number;
  /** HTTP requests under /api per address. */
  abstract readonly requestsPerMinute: number;
  /** Visitor sockets per address, on this node. */
  abstract readonly visitorSockets: number;
  /** Required to read /metrics. Undefined: only this machine may read it. */
  abstract readonly metricsToken: string | undefined;
  abstract readonly logLevel: LogLevel;
  /** Undefined: pretty on a terminal, JSON lines otherwise. */
  abstract readonly logPretty: boolean | undefined;
  /** Whether this process also renders. Requires Redis if false, see readConfig. */
  abstract readonly rendererStart: boolean;
  /** Memory budget for models in MiB. 0: chosen by the renderer. */
  abstract readonly rendererMemoryMiB: number;
  /** 0: chosen by the renderer. */
  abstract readonly rendererThreads: number;
  /** Disk budget in MiB for the renderer's cached hub models. */
  abstract readonly modelCacheMiB: number;
  /** Whether the hub renders samples of published models. */
  abstract readonly hubSamples: boolean;
  abstract readonly images: ImageCheckSettings;
  /** A take whose node is silent for this long is reclaimed by another. */
  abstract readonly rendererLeaseMs: number;
  /** A renderer that is silent for this long during a take counts as hung. Slow models get more time. */
  abstract readonly rendererStallMs: number;
  /** Time limit of the trial of an uploaded model, until its first step is done. */
  abstract readonly modelTrialMs: number;
}

/** An invalid setting. The message names the variable and what it must be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const parse = (variables: Readonly<Record<string, string | undefined>>): Environment => {
  // An empty value in a .env file means "not set".
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const result = Environment.safeParse(set);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ConfigError(
    `${String(issue?.path[0])} must be ${issue?.message.replace(/^Invalid option: expected /, '')}.`,
  );
};

/** @throws ConfigError with one sentence about the first invalid variable */
export const readConfig = (variables: Readonly<Record<string, string | undefined>>): Config => {
  const environment = parse(variables);
  if (environment.REDIS_URL && !environment.DATABASE_URL) {
    throw new ConfigError('REDIS_URL requires DATABASE_URL=mysql://…: nodes can’t share an SQLite file.');
  }
  if (!environment.RENDERER_ENABLED && !environment.REDIS_URL) {
    throw new ConfigError('RENDERER_ENABLED=false requires REDIS_URL: without it, no other renderer is reachable.');
  }
  return configOf(environment);
};

/**
 * Settings of a worker, which needs no database.
 * @throws ConfigError
 */
export const readWorkerConfig = (variables: Readonly<Record<string, string | undefined>>): Config => {
  const environment = parse(variables);
  if (!environment.REDIS_URL) {
    throw new ConfigError('REDIS_URL must be redis://…: servers find this renderer there.');
  }
  return configOf(environment);
};

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
  const there = parts.find(([, value]) => value)?.[0];
  const missing = parts.find(([, value]) => !value)?.[0];
  if (there) {
    throw new ConfigError(`${there} requires ${missing}. To store files in DATA_DIR, leave out all S3 settings.`);
  }
  return undefined;
};

const configOf = (environment: Environment): Config => {
  const dataDir = resolve(environment.DATA_DIR);
  return {
    host: environment.HOST,
    port: environment.PORT,
    dataDir,
    modelsDir: resolve(environment.MODELS_DIR),
    webDir: resolve(environment.WEB_DIR),
    databaseUrl: environment.DATABASE_URL ?? `sqlite:${resolve(dataDir, 'visionary.sqlite')}`,
    redisUrl: environment.REDIS_URL,
    mode: environment.REDIS_URL ? 'cluster' : 'embedded',
    s3: s3Of(environment),
    hubQuotaBytes: environment.HUB_QUOTA,
    publicUrl: environment.PUBLIC_URL,
    trustedOrigins: environment.TRUSTED_ORIGINS,
    trustProxy: environment.TRUST_PROXY,
    sessionTtlDays: environment.SESSION_TTL_DAYS,
    signUpsPerHour: environment.SIGN_UPS_PER_HOUR,
    newAccountHours: environment.NEW_ACCOUNT_LIMIT_HOURS,
    requestsPerMinute: environment.REQUESTS_PER_MINUTE,
    visitorSockets: environment.MAX_VISITOR_SOCKETS,
    metricsToken: environment.METRICS_TOKEN,
    logLevel: environment.LOG_LEVEL,
    logPretty: environment.LOG_PRETTY,
    rendererStart: environment.RENDERER_ENABLED,
    rendererMemoryMiB: environment.RENDERER_MEMORY,
    rendererThreads: environment.RENDERER_THREADS,
    modelCacheMiB: environment.MODEL_CACHE_SIZE,
    hubSamples: environment.HUB_SAMPLES_ENABLED,
    images: {
      areChecked: environment.IMAGE_CHECK === 'on',
      classifier: environment.IMAGE_CLASSIFIER && resolve(environment.IMAGE_CLASSIFIER),
      limits: environment.IMAGE_CHECK_THRESHOLDS,
    },
    rendererLeaseMs: environment.RENDERER_LEASE_SECONDS * 1000,
    rendererStallMs: environment.RENDERER_STALL_TIMEOUT_SECONDS * 1000,
    modelTrialMs: environment.MODEL_TRIAL_TIMEOUT_SECONDS * 1000,
  };
};
