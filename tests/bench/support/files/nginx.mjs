import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';

const PLACES = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'];

/** nginx with its fastest settings for files, on a separate port and folder. @returns null if it isn't installed */
export async function startNginx(folder, root) {
  const program = PLACES.find((path) => existsSync(path));
  if (!program) return null;
  const [home, port] = [join(folder, 'nginx'), await freePort()];
  mkdirSync(home);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home};`);
  const settings = `daemon off; master_process off; pid ${home}/pid; error_log ${home}/log;
    events {} http { access_log off; sendfile on; tcp_nopush on; ${temporary.join(' ')}
    server { listen 127.0.0.1:${port}; root ${root}; } }`;
  writeFileSync(join(home, 'conf'), process.getuid() === 0 ? `user root; ${settings}` : settings);
  const child = spawn(program, ['-c', join(home, 'conf'), '-e', join(home, 'log')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/weights.safetensors`;
  for (let tries = 0; ; tries++) {
    const isThere = await fetch(url, { method: 'HEAD' }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) break;
    if (tries > 100) throw new Error(`nginx does not serve; see ${home}/log`);
    await later(50);
  }
  const end = async () => {
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exit;
  };
  return { url, pid: child.pid, end };
}

const freePort = () =>
  new Promise((resolve) => {
    const one = createServer().listen(0, '127.0.0.1', () => {
      const { port } = one.address();
      one.close(() => resolve(port));
    });
  });
