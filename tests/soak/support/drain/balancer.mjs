import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
const GUIDE = 'docs/operate/en/README.md';
/** Addresses of the two servers in the examples of the guide. */
const EXAMPLE_NODES = ['10.0.0.11:3000', '10.0.0.12:3000'];
const START_TRIES = 100;
const POLL_MS = 50;

const programOf = (name) => FOLDERS.map((folder) => join(folder, name)).find(existsSync);

/** The example of the guide for two servers, with their real addresses. */
function exampleOf(kind, nodes) {
  const blocks = [...readFileSync(GUIDE, 'utf8').matchAll(new RegExp(`\`\`\`${kind}\\n([^]*?)\`\`\``, 'g'))];
  const example = blocks.map(([, text]) => text).find((text) => text.includes(EXAMPLE_NODES[0]));
  if (!example) throw new Error(`${GUIDE} has no example of ${kind} for two servers.`);
  return EXAMPLE_NODES.reduce((text, address, index) => text.replaceAll(address, nodes[index]), example);
}

/** The example without TLS, which needs a certificate, on one port of this machine. */
function nginxSettings(folder, port, nodes) {
  const server = exampleOf('nginx', nodes)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/^ *ssl_certificate.*\n/gm, '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`);
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user} daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/log;
    events { worker_connections 4096; } http { access_log off; ${temporary.join(' ')}\n${server} }`;
}

/** Without TLS, too: an address with a port and http:// gets no certificate. */
const caddySettings = (port, nodes) =>
  `{\n  admin off\n}\n${exampleOf('caddy', nodes).replace(/^art\.example \{/m, `http://127.0.0.1:${port} {`)}`;

const COMMANDS = {
  nginx: (folder, port, nodes) => {
    writeFileSync(join(folder, 'conf'), nginxSettings(folder, port, nodes));
    return ['-c', join(folder, 'conf'), '-e', join(folder, 'log')];
  },
  caddy: (folder, port, nodes) => {
    writeFileSync(join(folder, 'Caddyfile'), caddySettings(port, nodes));
    return ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'];
  },
};

/**
 * Starts a load balancer with the example of the operator's guide.
 * @param {{kind: 'nginx' | 'caddy', folder: string, port: number, nodes: string[]}} options
 */
export async function startBalancer({ kind, folder, port, nodes }) {
  const program = programOf(kind);
  if (!program) throw new Error(`${kind} is not installed.`);
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(program, COMMANDS[kind](folder, port, nodes), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (log += part));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${url}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let tries = 0; !(await isUp()); tries++) {
    if (tries > START_TRIES || child.exitCode !== null) throw new Error(`${kind} does not serve:\n${log}`);
    await sleep(POLL_MS);
  }
  const stop = () => {
    child.kill('SIGTERM');
    return exit;
  };
  return { url, stop };
}
