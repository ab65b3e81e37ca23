import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

import { at } from '../paths.mjs';

/** Replaces `${NAME}` and `${NAME:-default}` by variables, and `$$` by `$`, as Compose does. */
function interpolate(text, variables) {
  return text.replace(/\$\$|\$\{(\w+)(?::-([^}]*))?\}/g, (match, name, fallback = '') =>
    match === '$$' ? '$' : variables[name] || fallback,
  );
}

function interpolateAll(value, variables) {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((item) => interpolateAll(item, variables));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateAll(item, variables)]));
}

/** `SOURCE:TARGET[:ro]`, or the long form. Sources that start with a dot are paths of the checkout. */
function volumeOf(volume) {
  if (typeof volume === 'string') {
    const [source, target, mode] = volume.split(':');
    const isPath = source.startsWith('.');
    return { source: isPath ? resolve(at('.'), source) : source, target, isPath, isReadOnly: mode === 'ro' };
  }
  const { source, target, read_only: isReadOnly = false, volume: { subpath } = {} } = volume;
  return { source, target, isPath: false, isReadOnly, subpath };
}

const SECONDS = { s: 1, m: 60 };
const secondsOf = (text) => Number.parseInt(text, 10) * SECONDS[text.at(-1)];

/** @param variables those of `.env` */
function serviceOf(name, service, variables) {
  return {
    name,
    image: service.image,
    user: service.user,
    entrypoint: service.entrypoint,
    command: service.command ?? [],
    environment: { ...(service.env_file ? variables : {}), ...service.environment },
    restarts: service.restart !== 'no',
    networks: service.networks ?? [],
    volumes: (service.volumes ?? []).map(volumeOf),
    tmpfs: service.tmpfs ?? [],
    isReadOnly: service.read_only === true,
    capabilities: service.cap_drop?.includes('ALL') ? (service.cap_add ?? []) : undefined,
    hasNewPrivileges: !service.security_opt?.includes('no-new-privileges:true'),
    hasAllSystemPaths: service.security_opt?.includes('systempaths=unconfined') === true,
    dependsOn: Object.entries(service.depends_on ?? {}).map(([other, { condition }]) => ({ other, condition })),
    healthcheck: service.healthcheck,
    stopGraceSeconds: secondsOf(service.stop_grace_period ?? '10s'),
  };
}

/**
 * What docker-compose.yml says.
 * @param {Record<string, string>} variables those of `.env`
 * @returns {{services: object[], networks: string[]}} services in the order in which they start
 */
export function readPlan(variables) {
  const file = parse(readFileSync(at('docker-compose.yml'), 'utf8'), { merge: true });
  const { services, networks } = interpolateAll(file, variables);
  // Services with a profile are started by its name only.
  const always = Object.entries(services).filter(([, { profiles }]) => profiles === undefined);
  const all = always.map(([name, service]) => serviceOf(name, service, variables));
  return { services: inStartOrder(all), networks: Object.keys(networks) };
}

function inStartOrder(services) {
  const ordered = [];
  const visit = (service) => {
    if (ordered.includes(service)) return;
    for (const { other } of service.dependsOn) visit(services.find(({ name }) => name === other));
    ordered.push(service);
  };
  services.forEach(visit);
  return ordered;
}
