import { randomUUID } from 'node:crypto';

import { logStep } from '../console.mjs';
import { Person } from './person.mjs';

const PROXY_PORT = 80;
const PROXY_DEADLINE_MS = 30_000;
const MESSAGES = 30;
const SEND_INTERVAL_MS = 100;
const RETRY_INTERVAL_MS = 250;
const MAX_ATTEMPTS = 40;
const PORTS = { mysql: 3306, redis: 6379, server: 3000, proxy: PROXY_PORT };
/** Service names that the machine outside of the containers cannot resolve either. */
const CONNECT = `
const [host, port] = process.argv.slice(1);
const socket = require('node:net').connect({ host, port: Number(port) }, () => process.exit(0));
socket.setTimeout(3000, () => process.exit(1)).on('error', () => process.exit(1));
`;

/**
 * What the guide says about Compose, tried on running containers.
 * @returns {Promise<Record<string, {passed: boolean, detail: unknown}>>}
 */
export async function checkProject(project, plan) {
  const results = {};
  const check = async (name, run) => {
    try {
      const detail = await run();
      results[name] = { passed: true, detail };
    } catch (error) {
      results[name] = {
        passed: false,
        detail: [error.message, error.cause?.message, error.hint].filter(Boolean).join('\n'),
      };
    }
    const { passed, detail } = results[name];
    logStep(passed ? `✓ ${name}` : `✗ ${name}: ${detail}`);
  };
  const url = `http://${project.one('proxy').addressOn('edge')}:${PROXY_PORT}`;
  await check('rooms, chat and rendering work through the load balancer', () => useProduct(url));
  await check('services reach only the networks that they are on', () => checkReachability(project, plan));
  await check('Redis and MySQL reject a missing password', () => checkPasswords(project));
  await check('no password is in an environment', () => checkEnvironments(project));
  await check('file systems are read-only, except volumes and tmpfs', () => checkReadOnly(project));
  await check('processes have only the named capabilities', () => checkCapabilities(project));
  await check('the doctor finds bubblewrap in servers and workers', () => runDoctor(project));
  await check('a second server takes over without a failed request', () => replaceServer(project, url));
  await check('every service stops within its grace, without an error', () => stopAll(project, plan));
  return results;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const round = (seconds) => Number(seconds.toFixed(1));

function require(condition, message) {
  if (!condition) throw new Error(message);
}

async function useProduct(url) {
  await untilAnswered(url);
  const [ann, ben] = [await Person.signUp(url, 'Ann'), await Person.signUp(url, 'Ben')];
  try {
    return await talkAndRender(url, ann, ben);
  } finally {
    for (const person of [ann, ben]) person.close();
  }
}

/** Caddy has no health check. Like the user of a page that could not be reached, this tries again. */
async function untilAnswered(url) {
  const deadline = Date.now() + PROXY_DEADLINE_MS;
  for (;;) {
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(RETRY_INTERVAL_MS);
    }
  }
}

async function talkAndRender(url, ann, ben) {
  const roomId = await ann.openRoom('Behind the balancer');
  await ben.ask('rooms.open', { roomId });
  const heard = new Promise((resolve) => ben.socket.once('chat.sent', ({ payload }) => resolve(payload.message.text)));
  await ann.send(roomId, 'hello');
  require((await heard) === 'hello', 'Ben did not hear Ann');
  const take = await ann.render(roomId, 'a red fox');
  const [image] = take.images;
  const answer = await fetch(url + image.url, { headers: { cookie: ann.cookie } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  require(answer.ok && bytes.subarray(1, 4).toString() === 'PNG', `The image is ${answer.status}`);
  return { imageBytes: bytes.length };
}

async function checkReachability(project, plan) {
  const networksOf = Object.fromEntries(plan.services.map(({ name, networks }) => [name, networks]));
  const reached = {};
  for (const from of ['proxy', 'server', 'renderer', 'mysql', 'redis']) {
    reached[from] = [];
    for (const [to, port] of Object.entries(PORTS)) {
      if (to === from) continue;
      const { code } = await project.one(from).exec(['node', '-e', CONNECT, to, String(port)]);
      const shares = networksOf[from].some((name) => networksOf[to].includes(name));
      if (code === 0) reached[from].push(to);
      require((code === 0) === shares, `${from} ${shares ? 'does not reach' : 'reaches'} ${to}`);
      // Not by address either, when it is known.
      for (const network of networksOf[to].filter((name) => !networksOf[from].includes(name))) {
        const address = project.one(to).addressOn(network);
        const byAddress = await project.one(from).exec(['node', '-e', CONNECT, address, String(port)]);
        require(byAddress.code !== 0, `${from} reaches ${to} at ${address}`);
      }
    }
  }
  return reached;
}

async function checkPasswords(project) {
  const redis = await project.one('redis').exec(['redis-cli', 'ping']);
  require(/NOAUTH/.test(redis.output), `Redis answered ${redis.output}`);
  const mysql = await project
    .one('mysql')
    .exec(['mysqladmin', '--no-defaults', 'status', '--host=127.0.0.1', '--user=visionary']);
  require(/Access denied/.test(mysql.output), `MySQL answered ${mysql.output}`);
}

async function checkEnvironments(project) {
  const server = project.one('server');
  const read = async (path) => (await server.exec(['cat', path])).output;
  const [databaseUrl, redisUrl] = [await read('/secrets/database/url'), await read('/secrets/redis/url')];
  const passwords = [databaseUrl, redisUrl].map((text) => new URL(text).password);
  require(passwords.every((password) => password.length === 32), 'No password was generated');
  for (const name of ['server', 'renderer', 'mysql', 'redis']) {
    const found = project
      .one(name)
      .environ()
      .filter((line) => passwords.some((password) => line.includes(password)));
    require(found.length === 0, `${name} has ${found}`);
  }
  const { code } = await project.one('renderer').exec(['ls', '/secrets/database']);
  require(code !== 0, 'A renderer sees the secrets of the database');
}

async function checkReadOnly(project) {
  const writable = {
    proxy: ['/data', '/config'],
    server: ['/data', '/tmp'],
    renderer: ['/cache', '/tmp'],
    mysql: ['/tmp'],
    redis: ['/tmp'],
  };
  for (const [name, folders] of Object.entries(writable)) {
    const tryWrite = async (path) =>
      (await project.one(name).exec(['/bin/sh', '-c', `echo x >${path}/written-by-a-check`])).code === 0;
    for (const path of [
      '/',
      '/etc',
      '/usr/bin',
      '/app',
      '/app/dist',
      '/app/models',
      '/secrets/redis',
      '/cache/blobs',
    ]) {
      require(!(await tryWrite(path)), `${name} can write to ${path}`);
    }
    for (const path of folders) require(await tryWrite(path), `${name} cannot write to ${path}`);
  }
}

/** Numbers of capabilities in the mask of `/proc/PID/status`. */
const CAPABILITIES = { CHOWN: 0, DAC_OVERRIDE: 1, SETGID: 6, SETUID: 7, NET_BIND_SERVICE: 10 };

function checkCapabilities(project) {
  const masks = {};
  for (const name of ['proxy', 'server', 'renderer', 'mysql', 'redis']) {
    const container = project.one(name);
    const status = container.status();
    const bounding = BigInt(`0x${/^CapBnd:\s+(\w+)/m.exec(status)[1]}`);
    const allowed = container.service.capabilities.reduce((mask, one) => mask | (1n << BigInt(CAPABILITIES[one])), 0n);
    masks[name] = bounding.toString(16);
    require(bounding === allowed, `${name} has the capabilities ${masks[name]}`);
    require(/^NoNewPrivs:\s+1$/m.test(status), `${name} may gain privileges`);
  }
  return masks;
}

async function runDoctor(project) {
  const sandboxOf = async (name, ...options) => {
    const { output } = await project
      .one(name)
      .exec(['node', 'dist/apps/cli/src/main.js', 'doctor', '--json', ...options]);
    const { isHealthy, findings } = JSON.parse(output.slice(output.indexOf('{')));
    const problems = findings.filter(({ level }) => level === 'problem').map(({ message }) => message);
    require(isHealthy, `${name}: ${problems.join('; ')}`);
    return findings.filter(({ level }) => level !== 'ok').map(({ code }) => code);
  };
  const found = { server: await sandboxOf('server'), renderer: await sandboxOf('renderer', '--worker') };
  require(!found.server.some((code) => code.startsWith('sandbox')), `The server found ${found.server}`);
  return found;
}

/** Adds a server, stops the first one under load, and counts requests that failed and messages that got lost. */
async function replaceServer(project, url) {
  const first = project.one('server');
  const second = await project.add('server');
  await project.untilHealthy(second);
  const person = await Person.signUp(url, 'Cleo');
  const load = new Load(person);
  try {
    const roomId = await person.openRoom('Two servers');
    const texts = Array.from({ length: MESSAGES }, (_, index) => `message ${index}`);
    const sending = sendAll(person, roomId, texts);
    await pause(MESSAGES * SEND_INTERVAL_MS * 0.3);
    const stopped = await first.stop();
    await sending;
    const { requests, failures } = await load.end();
    require(stopped.code === 0, `The server ended with ${stopped.code}`);
    require(failures.length === 0, `${failures.length} of ${requests} requests failed: ${failures[0]}`);
    const page = await person.ask('chat.listBefore', { roomId, beforeSeq: Number.MAX_SAFE_INTEGER });
    const stored = page.messages.map(({ text }) => text).reverse();
    require(stored.join() === texts.join(), `The room has ${stored.length} of ${MESSAGES} messages: ${stored}`);
    return { requests, messages: stored.length, stopSeconds: round(stopped.seconds) };
  } finally {
    await load.end();
    person.close();
  }
}

/** Requests without a pause, on two connections. */
class Load {
  #isOver = false;
  #requests = 0;
  #failures = [];

  constructor(person) {
    this.running = Promise.all([this.#run(person), this.#run(person)]);
  }

  async end() {
    this.#isOver = true;
    await this.running;
    return { requests: this.#requests, failures: this.#failures };
  }

  async #run(person) {
    while (!this.#isOver) {
      this.#requests += 1;
      await person.request('GET', '/api/rooms').catch((error) => this.#failures.push(error.message));
    }
  }
}

async function sendAll(person, roomId, texts) {
  for (const text of texts) {
    const clientId = randomUUID();
    await untilSent(() => person.send(roomId, text, clientId));
    await pause(SEND_INTERVAL_MS);
  }
}

/** As a page does: the same command again after a reconnect. */
async function untilSent(send) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      await pause(RETRY_INTERVAL_MS);
    }
  }
}

async function stopAll(project, plan) {
  const seconds = {};
  for (const { name } of [...plan.services].reverse()) {
    for (const container of project.containers(name).filter(({ isRunning }) => isRunning)) {
      const stopped = await container.stop();
      seconds[container.name] = round(stopped.seconds);
      require(stopped.code ===
        0, `${container.name} ended with ${stopped.code} after ${seconds[container.name]} s: ${container.output.slice(-500)}`);
    }
  }
  return seconds;
}
