import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ROUTES } from '@visionary/contract';
import { parseAllDocuments } from 'yaml';

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[];
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string }[];
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } };
  readonly startupProbe?: { readonly httpGet: { readonly path: string } };
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly app?: string; readonly matchLabels?: object };
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: { readonly runAsNonRoot: boolean };
        readonly containers: readonly Container[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

/** A node has this long after it has drained; see apps/shared/stop-on-signal.ts. */
const STOP_DEADLINE_SECONDS = 9;

const settings = Object.keys(parseEnv(readFileSync('.env.example', 'utf8')));
const documents = parseAllDocuments(readFileSync('deploy/kubernetes.yaml', 'utf8'));
const manifests = documents.map((document) => document.toJS() as Manifest);
const named = (kind: string, name: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}.`);
  return found;
};
const podOf = (name: string) => named('Deployment', name).spec.template.spec;
const containerOf = (name: string) => podOf(name).containers[0] as Container;
const environmentOf = (name: string) =>
  Object.fromEntries(containerOf(name).env.map(({ name, value }) => [name, value]));

describe('the Kubernetes example', () => {
  it('[H35] parses, and every selector finds its pods', () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    for (const name of ['visionary-server', 'visionary-renderer']) {
      const { selector, template } = named('Deployment', name).spec;
      expect(selector.matchLabels).toEqual(template.metadata.labels);
    }
    const labels = named('Deployment', 'visionary-server').spec.template.metadata.labels;
    expect(named('Service', 'visionary').spec.selector).toEqual(labels);
    expect(named('PodDisruptionBudget', 'visionary-server').spec.selector.matchLabels).toEqual(labels);
  });

  it('[H35] sets only settings of the server, the same prefix for all, and no database for renderers', () => {
    const [server, renderer] = [environmentOf('visionary-server'), environmentOf('visionary-renderer')];
    expect([...Object.keys(server), ...Object.keys(renderer)].filter((name) => !settings.includes(name))).toEqual([]);
    expect(server['REDIS_PREFIX']).toBe(renderer['REDIS_PREFIX']);
    const secrets = ['visionary-server', 'visionary-renderer'].map((name) => containerOf(name).envFrom);
    expect(secrets[0]).not.toEqual(secrets[1]);
    expect(
      existsSync(String(containerOf('visionary-renderer').command?.at(-1)).replace(/^dist\/(.*)js$/, '$1ts')),
    ).toBe(true);
  });

  it('[H35] asks /api/ready for traffic and /api/health for restarts, and waits until a server has drained', () => {
    const { readinessProbe, livenessProbe, startupProbe } = containerOf('visionary-server');
    expect(readinessProbe?.httpGet.path).toBe(ROUTES.ready.path);
    expect([livenessProbe, startupProbe].map((probe) => probe?.httpGet.path)).toEqual(
      Array(2).fill(ROUTES.health.path),
    );
    const drainSeconds = Number(environmentOf('visionary-server')['DRAIN_SECONDS']);
    expect(podOf('visionary-server').terminationGracePeriodSeconds).toBeGreaterThan(
      drainSeconds + STOP_DEADLINE_SECONDS,
    );
  });

  it('[H35] runs without rights: no root, read-only files except mounted volumes, no capabilities', () => {
    for (const name of ['visionary-server', 'visionary-renderer']) {
      expect(podOf(name).securityContext).toMatchObject({ runAsNonRoot: true });
      expect(containerOf(name).securityContext).toEqual({
        ...{ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      });
      const mounted = containerOf(name).volumeMounts.map((volume) => volume.name);
      expect(mounted).toEqual(podOf(name).volumes.map((volume) => volume.name));
    }
  });
});

describe('the systemd unit', () => {
  const unit = new Map(
    [...readFileSync('deploy/visionary.service', 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );

  it('[H35] starts an existing program as its own user, and gives it time to stop', () => {
    expect(existsSync(String(unit.get('ExecStart')).split(' ').at(-1) ?? '')).toBe(true);
    expect(unit.get('User')).toBe('visionary');
    expect(unit.get('ReadWritePaths')).toBe(unit.get('WorkingDirectory'));
    expect(Number(unit.get('TimeoutStopSec'))).toBeGreaterThan(STOP_DEADLINE_SECONDS);
    expect([unit.get('KillMode'), unit.get('Restart'), unit.get('NoNewPrivileges')]).toEqual([
      'mixed',
      'always',
      'yes',
    ]);
  });

  it('[H35] leaves bubblewrap what it needs', () => {
    const forbidden = ['RestrictNamespaces', 'ProtectKernelTunables', 'ProcSubset'];
    expect(forbidden.filter((name) => unit.has(name))).toEqual([]);
  });
});
