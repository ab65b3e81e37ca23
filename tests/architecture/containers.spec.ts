import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const settings = Object.keys(parseEnv(readFileSync('.env.example', 'utf8')));
const dockerfile = readFileSync('Dockerfile', 'utf8');
const composeText = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(composeText) as Compose;

/** Sources of COPY from the checkout, not from an earlier stage. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) => from?.split(' ') ?? []);

describe('Dockerfile', () => {
  it('copies only files of the checkout', () => {
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('copies only files that .dockerignore includes', () => {
    const sent = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .flatMap((line) => line.match(/^!(.+)$/)?.[1] ?? []);
    expect(copied.filter((path) => !sent.includes(path))).toEqual([]);
  });

  it('sets only variables that the server reads', () => {
    const [, names = ''] = dockerfile.match(/^ENV (.+)$/m) ?? [];
    const unknown = [...names.matchAll(/(\w+)=/g)].map(([, name]) => name).filter((name) => !settings.includes(name!));
    expect(unknown).toEqual(['NODE_ENV']);
  });

  it('runs as an unprivileged user, with a health check', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK [^]*\/api\/health/m);
  });
});

describe('docker-compose.yml', () => {
  const { server, renderer, ...services } = compose.services;

  it('runs the server on MySQL 8.4 and Redis 8, when they are healthy', () => {
    expect(server?.depends_on).toEqual({
      mysql: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    });
    expect(services).toMatchObject({ mysql: { image: 'mysql:8.4' }, redis: { image: 'redis:8' } });
    for (const service of Object.values(services)) expect(service.healthcheck?.test[0]).toBe('CMD');
  });

  it('sets and requires only variables that the server reads', () => {
    const variables = [...composeText.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const set = [server, renderer].flatMap((service) => Object.keys(service?.environment ?? {}));
    const named = [...set, ...variables];
    expect(named.filter((name) => !settings.includes(name!))).toEqual([]);
  });

  it('leaves rendering to workers, which have Redis and no database', () => {
    expect(server?.environment?.['RENDERER_ENABLED']).toBe('false');
    expect(renderer?.environment).toMatchObject({ REDIS_URL: server?.environment?.['REDIS_URL'] });
    expect(renderer?.environment).not.toHaveProperty('DATABASE_URL');
    expect(renderer?.depends_on).toEqual({ redis: { condition: 'service_healthy' } });
    const bucket = settings.filter((name) => name.startsWith('S3_'));
    for (const name of bucket) expect(renderer?.environment?.[name]).toBe(server?.environment?.[name]);
    expect(bucket.length).toBe(5);
    expect(renderer?.volumes).toEqual(server?.volumes);
    const script = renderer?.command?.at(-1) ?? '';
    expect(existsSync(script.replace(/^dist/, '.').replace(/js$/, 'ts'))).toBe(true);
  });

  it('names the database as the server expects it', () => {
    const url = new URL(server?.environment?.['DATABASE_URL'] ?? '');
    const { MYSQL_DATABASE, MYSQL_USER, MYSQL_PASSWORD } = services['mysql']?.environment ?? {};
    expect([url.hostname, url.username, url.password, url.pathname]).toEqual([
      'mysql',
      MYSQL_USER,
      MYSQL_PASSWORD,
      `/${MYSQL_DATABASE}`,
    ]);
  });

  it('keeps persistent data in declared volumes', () => {
    const used = Object.values(compose.services).flatMap((service) => service.volumes ?? []);
    expect([...new Set(used.map((volume) => volume.split(':')[0]))].sort()).toEqual(
      Object.keys(compose.volumes).sort(),
    );
  });
});
