import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { freshFolder } from '../support/services.js';

interface Service {
  readonly image?: string;
  readonly build?: string | { readonly context: string; readonly target: string };
  readonly profiles?: readonly string[];
  readonly devices?: readonly string[];
  readonly group_add?: readonly string[];
  readonly deploy?: { readonly resources: { readonly reservations: { readonly devices: readonly object[] } } };
  readonly init?: boolean;
  readonly user?: string;
  readonly restart: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly (
    | string
    | { readonly source: string; readonly target: string; readonly read_only: boolean }
  )[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly logging?: { readonly options: Readonly<Record<string, string>> };
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly stop_grace_period?: string;
}
interface Compose {
  readonly services: Readonly<
    Record<
      'secrets' | 'proxy' | 'server' | 'renderer' | 'renderer-gpu' | 'renderer-nvidia' | 'mysql' | 'redis',
      Service
    >
  >;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean | string } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const settings = Object.keys(parseEnv(readFileSync('.env.example', 'utf8')));
const dockerfile = readFileSync('Dockerfile', 'utf8');
const composeText = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(composeText, { merge: true }) as Compose;
const services = Object.entries(compose.services);

/** Variables of Compose only: how large, on which ports, with which passwords. */
const COMPOSE_VARIABLES = [
  'DATABASE_PASSWORD',
  'HTTPS_PORT',
  'MYSQL_MEMORY',
  'REDIS_PASSWORD',
  'RENDERERS_OFFLINE',
  'RENDERER_CONTAINER_MEMORY',
  'RENDER_GROUP',
  'SERVER_MEMORY',
  'SITE_ADDRESS',
];

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
    const set = [...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) =>
      [...line.matchAll(/(\w+)=/g)].map(([, name]) => name!),
    );
    const unknown = set.filter((name) => !settings.includes(name));
    // The last two are read by nvidia-container-toolkit.
    expect(unknown).toEqual(['NODE_ENV', 'NVIDIA_VISIBLE_DEVICES', 'NVIDIA_DRIVER_CAPABILITIES']);
  });

  it('runs as an unprivileged user, with a health check and bubblewrap', () => {
    const users = dockerfile.split(/^(?=FROM )/m).flatMap((stage) => stage.match(/^USER \S+$/gm)?.at(-1) ?? []);
    expect(new Set(users)).toEqual(new Set(['USER node']));
    expect(dockerfile).toMatch(/^HEALTHCHECK [^]*\/api\/health/m);
    expect(dockerfile).toMatch(/apt-get install [^\n]*bubblewrap/);
  });

  it('uses the exact Node that the project is developed on', () => {
    const [, version] = readFileSync('tools/runtime.mjs', 'utf8').match(/FETCHED_VERSION = '(.+)'/) ?? [];
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
    expect(new Set(bases.filter((image) => !stages.includes(image)))).toEqual(new Set([`node:${version}-slim`]));
  });
});

describe('images for graphics cards', () => {
  const stages = dockerfile.split(/^(?=FROM )/m);
  const stageOf = (name: string) => stages.find((stage) => stage.split('\n')[0]?.endsWith(` AS ${name}`)) ?? '';

  it('[H47] an image without a target is that of the processor, which no driver enlarges', () => {
    expect(stages.at(-1)?.trim()).toBe('FROM cpu');
    const instructions = stageOf('cpu').replaceAll(/^#.*$/gm, '');
    expect(instructions).not.toMatch(/vulkan|cuda/i);
  });

  it('[H47] one has Vulkan, and one CUDA with the libraries of the installed runtime', () => {
    expect(stageOf('gpu')).toMatch(/libvulkan1 mesa-vulkan-drivers/);
    const [, script = '', flag = ''] =
      /^RUN node (\S+) --onnxruntime-node-install=(\S+)$/m.exec(stageOf('cuda-libraries')) ?? [];
    const metadata = readFileSync(join(dirname(script), 'install-metadata.js'), 'utf8');
    const [, manifest = ''] = metadata.split(`'linux/x64:${flag}': {`);
    for (const name of ['cuda', 'shared']) expect(manifest).toContain(`'./libonnxruntime_providers_${name}.so'`);
    expect(existsSync(script)).toBe(true);
    expect(stageOf('gpu-nvidia')).toContain('COPY --from=cuda-libraries /app/node_modules/onnxruntime-node ');
    // CUDA and cuDNN of the version that the script names.
    expect(stageOf('gpu-nvidia')).toMatch(/^ARG CUDA_VERSION=12-\d+$/m);
    expect(stageOf('gpu-nvidia')).toContain('libcudnn9-cuda-12');
  });
});

describe('docker-compose.yml', () => {
  const { secrets, proxy, server, renderer, mysql, redis } = compose.services;
  const withGpu = [compose.services['renderer-gpu'], compose.services['renderer-nvidia']];

  it.each(services)('[H42] %s has no rights, and limits on memory, processes and logs', (_, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.mem_limit).toMatch(/^(\$\{[A-Z_]+:-\d+g\}|\d+m)$/);
    expect(service.pids_limit).toBeGreaterThan(0);
    expect(service.logging?.options).toEqual({ 'max-size': '10m', 'max-file': '5' });
    const image = service.image ?? '';
    expect(/^visionary(-gpu(-nvidia)?)?$/.test(image) || /:\d+\.\d+\.\d+$/.test(image)).toBe(true);
  });

  it('[H42] only the load balancer is reachable from outside, and only its network leads out', () => {
    expect(services.filter(([, service]) => service.ports).map(([name]) => name)).toEqual(['proxy']);
    const open = Object.entries(compose.networks).filter(([, network]) => !network?.internal);
    expect(open.map(([name]) => name)).toEqual(['edge']);
    expect(secrets.network_mode).toBe('none');
  });

  it('[H42] a renderer reaches Redis and no database, and holds no secret of the database', () => {
    const neighbors = services.filter(([, { networks = [] }]) => networks.includes('renderers')).map(([name]) => name);
    expect(neighbors).toEqual(['renderer', 'renderer-gpu', 'renderer-nvidia', 'redis']);
    expect(renderer.networks).toEqual(['renderers']);
    expect(JSON.stringify(renderer)).not.toMatch(/database|DATABASE/);
    expect(renderer.env_file).toBeUndefined();
    const script = renderer.command?.at(-1) ?? '';
    expect(existsSync(script.replace(/^dist/, '.').replace(/js$/, 'ts'))).toBe(true);
    const writable = (renderer.volumes ?? []).filter((volume) =>
      typeof volume === 'string' ? !volume.endsWith(':ro') : !volume.read_only,
    );
    expect(writable).toEqual(['models-cache:/cache']);
  });

  it('[H47] renderers with a graphics card start with their profile only, and have the card and no right more', () => {
    const own = ['profiles', 'build', 'image', 'devices', 'group_add', 'deploy'];
    const others = (service: Service) => Object.entries(service).filter(([name]) => !own.includes(name));
    for (const service of withGpu) {
      expect(Object.fromEntries(others(service))).toEqual(Object.fromEntries(others(renderer)));
      const { target } = service.build as { readonly target: string };
      expect(dockerfile).toContain(` AS ${target}\n`);
      expect(service).toMatchObject({ profiles: [target], image: `visionary-${target}` });
      for (const language of ['en', 'zh']) {
        expect(readFileSync(`docs/operate/${language}/gpu.md`, 'utf8')).toContain(`--profile ${target} up`);
      }
    }
    expect(withGpu[0]).toMatchObject({ devices: ['/dev/dri'], group_add: ['${RENDER_GROUP:-video}'] });
    expect(withGpu[1]?.deploy).toEqual({
      resources: { reservations: { devices: [{ driver: 'nvidia', count: 'all', capabilities: ['gpu'] }] } },
    });
    const always = services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name);
    expect(always).toEqual(['secrets', 'proxy', 'server', 'renderer', 'mysql', 'redis']);
  });

  it('[H42] servers and renderers can use bubblewrap', () => {
    expect(server.security_opt).toEqual(renderer.security_opt);
    expect(server.security_opt).toContain('seccomp=./deploy/seccomp.json');
    const profile = JSON.parse(readFileSync('deploy/seccomp.json', 'utf8')) as {
      readonly syscalls: readonly { readonly names: readonly string[]; readonly action: string }[];
    };
    const denied = profile.syscalls.flatMap(({ names, action }) => (action === 'SCMP_ACT_ERRNO' ? names : []));
    expect(denied).toEqual([...denied].sort());
    expect(denied).toEqual(expect.arrayContaining(['ptrace', 'bpf', 'kexec_load', 'keyctl', 'process_vm_readv']));
    for (const needed of ['clone', 'clone3', 'unshare', 'mount', 'umount2', 'pivot_root', 'seccomp', 'prctl']) {
      expect(denied).not.toContain(needed);
    }
  });

  it('passes every setting of .env to the server, and sets only variables that exist', () => {
    expect(server.env_file).toEqual([{ path: '.env', required: false }]);
    const named = [...composeText.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!);
    const set = [server, renderer].flatMap(({ environment = {} }) => Object.keys(environment));
    const unknown = [...named, ...set].filter((name) => !settings.includes(name.replace(/_FILE$/, '')));
    expect([...new Set(unknown)].sort()).toEqual(COMPOSE_VARIABLES);
  });

  it('[O2] both guides explain the variables of Compose', () => {
    for (const language of ['en', 'zh']) {
      const guide = readFileSync(`docs/operate/${language}/compose.md`, 'utf8');
      expect(COMPOSE_VARIABLES.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
    }
  });

  it('gives renderers the settings that workers read', () => {
    const shared = [
      'S3_',
      'RENDERER_MEMORY',
      'RENDERER_THREADS',
      'RENDERER_STALL',
      'MODEL_CACHE',
      'IMAGE_',
      'LOG_LEVEL',
    ];
    const expected = settings.filter((name) => shared.some((prefix) => name.startsWith(prefix)));
    expect(Object.keys(renderer.environment ?? {})).toEqual(expect.arrayContaining(expected));
    expect(expected.length).toBeGreaterThan(10);
  });

  it('starts servers once their services are healthy, with Redis and the database by generated secrets', () => {
    expect(server.depends_on).toEqual({
      secrets: { condition: 'service_completed_successfully' },
      mysql: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    });
    expect(proxy.depends_on).toEqual({ server: { condition: 'service_healthy' } });
    for (const service of [mysql, redis]) expect(service.healthcheck?.test?.[0]).toBe('CMD-SHELL');
    expect(server.environment).toMatchObject({ RENDERER_ENABLED: 'false', TRUST_PROXY: 'uniquelocal' });
    expect(server.environment?.['REDIS_URL_FILE']).toBe(renderer.environment?.['REDIS_URL_FILE']);
    expect(server.environment?.['REDIS_PREFIX']).toBe(renderer.environment?.['REDIS_PREFIX']);
  });

  it('[H42] waits longer for a stop than the programs need', () => {
    const seconds = (text = '') => Number.parseInt(text, 10) * (text.endsWith('m') ? 60 : 1);
    expect(seconds(server.stop_grace_period)).toBeGreaterThan(10);
    expect(seconds(renderer.stop_grace_period)).toBeGreaterThan(10);
    expect(server.init && renderer.init).toBe(true);
  });

  it('keeps persistent data in declared volumes', () => {
    const used = services
      .flatMap(([, service]) => service.volumes ?? [])
      .map((volume) => (typeof volume === 'string' ? volume.split(':')[0]! : volume.source));
    const named = used.filter((source) => !source.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const path of used.filter((source) => source.startsWith('.'))) expect(existsSync(path)).toBe(true);
  });
});

describe('deploy/write-secrets.sh', () => {
  const run = (database: string, redis: string, variables: Record<string, string> = {}) => {
    execFileSync('/bin/sh', ['deploy/write-secrets.sh', database, redis], {
      env: { PATH: process.env.PATH, ...variables },
    });
    const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');
    return {
      database: { password: read(database, 'password'), url: read(database, 'url') },
      redis: { password: read(redis, 'password'), url: read(redis, 'url'), config: read(redis, 'redis.conf') },
    };
  };

  it('[H43] generates different passwords once, and addresses with them', () => {
    const [database, redis] = [freshFolder(), freshFolder()];
    const first = run(database, redis);
    expect(first.database.password).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(first.redis.password).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(first.redis.password).not.toBe(first.database.password);
    expect(first.database.url).toBe(`mysql://visionary:${first.database.password}@mysql:3306/visionary`);
    expect(first.redis.url).toBe(`redis://:${first.redis.password}@redis:6379`);
    expect(first.redis.config).toContain(`requirepass ${first.redis.password}\n`);
    expect(run(database, redis)).toEqual(first);
    expect(statSync(join(database, 'url')).mode & 0o777).toBe(0o444);
  });

  it('[H43] uses the passwords of .env', () => {
    const variables = { DATABASE_PASSWORD: 'own-1', REDIS_PASSWORD: 'own-2' };
    const folders = [freshFolder(), freshFolder()] as const;
    run(...folders);
    expect(run(...folders, variables)).toMatchObject({ database: { password: 'own-1' }, redis: { password: 'own-2' } });
  });
});
