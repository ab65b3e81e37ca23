import { resolve } from 'node:path';
import { Environment } from './environment.js';

type LogLevel = Environment['LOG_LEVEL'];

/** A bucket of S3 or what speaks like it. */
export interface S3Settings {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
  readonly secret: string;
}

/** Which images are shown to whom, or not at all. */
export interface ImageCheckSettings {
  readonly areChecked: boolean;
  /** Absolute path of the ONNX file that looks at images; undefined: the packaged network. */
  readonly classifier: string | undefined;
  /** From which score on a class makes an image what; what is not named is as the network's card says. */
  readonly limits: Environment['IMAGE_CHECK_THRESHOLDS'];
}

/** What the operator decided, checked once at start. Paths are absolute. */
export abstract class Config {
  abstract readonly host: string;
  abstract readonly port: number;
  abstract readonly dataDir: string;
  abstract readonly modelsDir: string;
  /** The built client. */
  abstract readonly webDir: string;
  /** `sqlite:PATH` or `mysql://…`. */
  abstract readonly databaseUrl: string;
  /** Present in the cluster mode only. */
  abstract readonly redisUrl: string | undefined;
  abstract readonly mode: 'embedded' | 'cluster';
  /** Where images and the files of models are kept; undefined: in a folder of `dataDir`. Its secret is told to nobody. */
  /** What the models of one user may take, versions and drafts together. */
  abstract readonly hubQuotaBytes: number;
  abstract readonly s3: S3Settings | undefined;
  /** Origin users type into their browser; undefined: whatever Host they came by. */
  abstract readonly publicUrl: string | undefined;
  abstract readonly trustedOrigins: readonly string[];
  abstract readonly trustProxy: false | number | string[];
  abstract readonly sessionTtlDays: number;
  /** New accounts from one address. */
  abstract readonly signUpsPerHour: number;
  /** An account younger than this counts as new and goes slower; 0: none does. */
  abstract readonly newAccountHours: number;
  /** HTTP requests under /api from one address. */
  abstract readonly requestsPerMinute: number;
  /** Sockets without a session from one address, on this node. */
  abstract readonly visitorSockets: number;
  /** Whoever has it may read /metrics; without one only this machine may. */
  abstract readonly metricsToken: string | undefined;
  abstract readonly logLevel: LogLevel;
  /** Undefined: pretty on a terminal, JSON lines elsewhere. */
  abstract readonly logPretty: boolean | undefined;
  /** Whether this process renders, too. Without Redis and without this nothing does: no operator's choice, see readConfig. */
  abstract readonly rendererStart: boolean;
  /** Budget in MiB for models in memory; 0: as much as the renderer finds fit. */
  abstract readonly rendererMemoryMiB: number;
  /** 0: as many as the renderer finds fit. */
  abstract readonly rendererThreads: number;
  /** Budget in MiB for what the renderer brought from the hub onto its disk. */
  abstract readonly modelCacheMiB: number;
  /** Whether the hub renders sample images of what is published. */
  abstract readonly hubSamples: boolean;
  abstract readonly images: ImageCheckSettings;
  /** A take whose node has not been heard for so long is claimed by another. */
  abstract readonly rendererLeaseMs: number;
  /** A renderer silent for so long under a take counts as hung; one whose steps are slow gets more. */
  abstract readonly rendererStallMs: number;
  /** A model somebody uploads must have made one step by then. */
  abstract readonly modelTrialMs: number;
}

/** A setting the server cannot start with; the message names the variable and what it should be. */
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

/** @throws ConfigError with one clear sentence about the first bad variable. */
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
 * Of a renderer that servers elsewhere feed: it needs no database.
 * @throws ConfigError
 */
export const readWorkerConfig = (variables: Readonly<Record<string, string | undefined>>): Config => {
  const environment = parse(variables);
  if (!environment.REDIS_URL) {
    throw new ConfigError('REDIS_URL must be redis://…: servers find this renderer there.');
  }
  return configOf(environment);
};

/** @throws ConfigError where one part of it is set and another is not */
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
