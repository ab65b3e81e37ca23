import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { root } from '../paths.mjs';
import { capture } from '../processes.mjs';
import { imageOf, NODE_FOLDER, USERS } from './images.mjs';

const PATH = '/opt/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const SYSTEM_LINKS = ['bin', 'sbin', 'lib', 'lib32', 'lib64'];
const SYSTEM_FILES = ['/etc/ssl', '/etc/ld.so.cache', '/etc/alternatives', '/etc/nsswitch.conf', '/etc/localtime'];
/** What a container needs to become its user. The user's rights are set afterwards. */
const TO_CHANGE_USER = ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'];
const SIGKILL_CODE = 137;

/** One container: a process in namespaces of its own, with the files, user, and rights that its service names. */
export class Container {
  #output = '';
  #child;
  /** The first process inside, in this process's numbering. */
  #innerPid;
  exitCode;

  constructor(service, number, folder) {
    this.service = service;
    this.name = `${service.name}-${number}`;
    this.folder = join(folder, this.name);
    this.volumesFolder = join(folder, 'volumes');
    mkdirSync(this.folder, { recursive: true });
  }

  get output() {
    return this.#output;
  }

  get isRunning() {
    return this.#child !== undefined && this.exitCode === undefined;
  }

  /** Address of the container on a network. */
  addressOn(network) {
    return this.link.joined.find(({ name }) => name === network)?.address;
  }

  async start(network) {
    const { service } = this;
    this.network = network;
    this.exitCode = undefined;
    this.link = await network.join(service.name, service.networks);
    const image = imageOf(service);
    const command = [
      ...(service.entrypoint ?? image.entrypoint ?? []),
      ...(service.command.length > 0 ? service.command : (image.command ?? [])),
    ];
    const args = [
      `--net=/proc/${this.link.holder.pid}/ns/net`,
      'bwrap',
      ...this.#mounts(image),
      '--',
      ...this.#withProc(),
      ...this.#asUser(image),
      ...command,
    ];
    this.#child = spawn('nsenter', args, {
      cwd: root,
      env: this.#environment(image),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk) => (this.#output += chunk));
    }
    this.ended = once(this.#child, 'exit').then(([code, signal]) => {
      this.exitCode = code ?? (signal === 'SIGKILL' ? SIGKILL_CODE : 1);
      network.leave(service.name, this.link.joined);
      this.link.holder.kill('SIGKILL');
      return this.exitCode;
    });
    this.#innerPid = JSON.parse(await text(this.#child.stdio[3]))['child-pid'];
  }

  /**
   * Runs a command inside, as `docker compose exec` does.
   * @returns {Promise<{code: number, output: string}>}
   */
  async exec(command, environment = {}) {
    const image = imageOf(this.service);
    const inside = ['--net', '--mount', '--pid', '--ipc', '--uts', '--root', '--wd'];
    const args = [`--target=${this.#innerPid}`, ...inside, '--', ...this.#asUser(image), ...command];
    return capture('nsenter', args, {
      env: { ...this.#environment(image), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** The health check as written: CMD, or CMD-SHELL. */
  async isHealthy() {
    const { healthcheck } = this.service;
    const { test } = healthcheck?.test ? healthcheck : (imageOf(this.service).healthcheck ?? {});
    if (!test || healthcheck?.disable) return this.isRunning;
    const [kind, ...rest] = test;
    const { code } = await this.exec(kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : rest);
    return code === 0;
  }

  /** `/proc/PID/status` of the service's own process. */
  status() {
    return readFileSync(`/proc/${this.#servicePid()}/status`, 'utf8');
  }

  environ() {
    return readFileSync(`/proc/${this.#servicePid()}/environ`, 'utf8').split('\0');
  }

  /** SIGTERM, as `docker compose stop` sends it. @returns the exit code and how long it took; kills it after the grace */
  async stop() {
    const startedAt = performance.now();
    process.kill(this.#servicePid(), 'SIGTERM');
    const timer = setTimeout(() => this.kill(), this.service.stopGraceSeconds * 1000);
    const code = await this.ended;
    clearTimeout(timer);
    return { code, seconds: (performance.now() - startedAt) / 1000 };
  }

  kill() {
    if (this.isRunning) this.#child.kill('SIGKILL');
  }

  /** The only child of the first process, which reaps orphans as Docker's init does. */
  #servicePid() {
    return Number(readFileSync(`/proc/${this.#innerPid}/task/${this.#innerPid}/children`, 'utf8').trim().split(' ')[0]);
  }

  #environment(image) {
    return { PATH, HOME: '/tmp', HOSTNAME: this.name, ...image.environment, ...this.service.environment };
  }

  #mounts(image) {
    const { service } = this;
    const etc = {
      passwd: this.#accounts(':x:', '::/:/bin/sh'),
      group: this.#accounts(':x:', ':', true),
      'resolv.conf': this.#resolver(),
      hosts: '127.0.0.1 localhost\n',
    };
    for (const [name, text] of Object.entries(etc)) writeFileSync(join(this.folder, name), text);
    return [
      ...[
        '--unshare-pid',
        '--unshare-ipc',
        '--unshare-uts',
        '--hostname',
        this.name,
        '--die-with-parent',
        '--new-session',
        '--info-fd',
        '3',
      ],
      ...capabilityArgs([
        ...TO_CHANGE_USER,
        ...(service.hasAllSystemPaths ? ['CAP_SYS_ADMIN'] : []),
        ...(service.capabilities ?? []).map((name) => `CAP_${name}`),
      ]),
      ...this.#parentsOf([
        '/etc/hosts',
        '/opt/node',
        ...(image.files ?? []).map(([, to]) => to),
        ...service.tmpfs,
        ...service.volumes.map(({ target }) => target),
      ]),
      ...['--ro-bind', '/usr', '/usr'],
      ...SYSTEM_LINKS.filter((name) => existsSync(`/${name}`)).flatMap((name) => [
        '--symlink',
        `usr/${name}`,
        `/${name}`,
      ]),
      ...SYSTEM_FILES.filter(existsSync).flatMap((path) => ['--ro-bind', path, path]),
      ...Object.keys(etc).flatMap((name) => ['--ro-bind', join(this.folder, name), `/etc/${name}`]),
      ...[
        '--ro-bind',
        NODE_FOLDER,
        '/opt/node',
        ...(service.hasAllSystemPaths ? ['--dir', '/proc'] : ['--proc', '/proc']),
        '--dev',
        '/dev',
      ],
      ...(image.files ?? []).flatMap(([from, to]) => ['--ro-bind', from, to]),
      ...service.tmpfs.flatMap((path) => ['--perms', '1777', '--tmpfs', path]),
      ...service.volumes.flatMap((volume) => this.#volume(volume, image)),
      ...(service.isReadOnly ? ['--remount-ro', '/'] : []),
      ...['--chdir', image.workdir ?? '/'],
    ];
  }

  /** Folders that mounts need. bubblewrap would make them for root only. */
  #parentsOf(paths) {
    const parents = paths.flatMap((path) => {
      const names = path.split('/').slice(1, -1);
      return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
    });
    return [...new Set(parents)].sort().flatMap((path) => ['--perms', '0755', '--dir', path]);
  }

  /** A named volume begins as a copy of the image's folder, with its owner. */
  #volume({ source, target, isPath, isReadOnly, subpath }, image) {
    const folder = isPath ? source : join(this.volumesFolder, source);
    if (!isPath && !existsSync(folder)) {
      for (const path of [folder, ...(image.folders?.[target] ?? []).map((name) => join(folder, name))]) {
        mkdirSync(path, { recursive: true });
        const owner = image.folders?.[target] ? USERS[image.user] : 0;
        chownSync(path, owner, owner);
      }
    }
    const path = subpath === undefined ? folder : join(folder, subpath);
    if (!existsSync(path)) throw new Error(`${this.service.name}: the volume ${source} has no folder ${subpath}`);
    return [isReadOnly ? '--ro-bind' : '--bind', path, target];
  }

  /** bubblewrap masks parts of `/proc`, as Docker does. With systempaths=unconfined, nothing is masked. */
  #withProc() {
    return this.service.hasAllSystemPaths ? ['/bin/sh', '-c', 'mount -t proc proc /proc && exec "$@"', 'sh'] : [];
  }

  #asUser(image) {
    const uid = USERS[this.service.user ?? image.user];
    const capabilities = (this.service.capabilities ?? []).map((name) => `+${name.toLowerCase()}`);
    const bounding = ['-all', ...capabilities].join(',');
    return [
      'setpriv',
      ...[`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', `--bounding-set=${bounding}`, `--inh-caps=${bounding}`],
      ...(this.service.hasNewPrivileges ? [] : ['--no-new-privs']),
      ...(uid === 0 ? [] : ['--ambient-caps=-all']),
      '--',
    ];
  }

  #accounts(before, after, isGroup = false) {
    const lines = Object.entries({ ...USERS, nobody: 65_534 }).map(([name, id]) =>
      isGroup ? `${name}${before}${id}:` : `${name}${before}${id}:${id}${after}`,
    );
    return `${lines.join('\n')}\n`;
  }

  #resolver() {
    const [first] = this.service.networks;
    return first === undefined ? '' : `nameserver ${this.network.gatewayOf(first)}\n`;
  }
}

const capabilityArgs = (names) => ['--cap-drop', 'ALL', ...names.flatMap((name) => ['--cap-add', name])];
