import { join } from 'node:path';

import { freePort } from '../drain/free-port.mjs';
import { NodeProcess } from '../drain/node-process.mjs';
import { Line } from './line.mjs';

/** A server whose lines to the database, to Redis and to its users can break. */
export class ClusterNode {
  static async start({ number, databaseName, folder, services }) {
    const node = new ClusterNode();
    const databaseUrl = new URL(services.TEST_MYSQL_URL);
    const redisUrl = new URL(services.TEST_REDIS_URL);
    const port = await freePort();
    node.number = number;
    node.lines = {
      database: await Line.to({ host: databaseUrl.hostname, port: Number(databaseUrl.port) }),
      redis: await Line.to({ host: redisUrl.hostname, port: Number(redisUrl.port) }),
      clients: await Line.to({ host: '127.0.0.1', port }),
    };
    databaseUrl.port = node.lines.database.port;
    databaseUrl.pathname = `/${databaseName}`;
    redisUrl.port = node.lines.redis.port;
    node.clientUrl = `http://127.0.0.1:${node.lines.clients.port}`;
    node.process = new NodeProcess(port, {
      ...{ PATH: process.env.PATH, DATABASE_URL: databaseUrl.href, REDIS_URL: redisUrl.href },
      ...{ DATA_DIR: join(folder, 'data'), RENDERER_ENABLED: 'false', IMAGE_CHECK: 'off', LOG_LEVEL: 'warn' },
      ...{ NEW_ACCOUNT_LIMIT_HOURS: '0', REQUESTS_PER_MINUTE: '1000000', SIGN_UPS_PER_HOUR: '1000' },
      ...{ TRUSTED_ORIGINS: node.clientUrl },
    });
    await node.process.start();
    return node;
  }

  isFaulty = false;

  start() {
    return this.process.start();
  }

  kill() {
    return this.process.kill();
  }

  signal(name) {
    this.process.child.kill(name);
  }

  async end() {
    this.signal('SIGCONT');
    await this.kill();
    for (const line of Object.values(this.lines)) line.close();
  }

  /** @returns the version that pages must name, from the API document */
  async protocol() {
    const text = await (await fetch(`${this.process.url}/api/asyncapi.json`)).text();
    return Number(/"protocol"[^}]*?"const":\s*(\d+)/.exec(text)?.[1] ?? /protocol[^0-9]{1,80}?(\d+)/i.exec(text)?.[1]);
  }

  /** @returns the session cookie */
  async signUp(name) {
    const answer = await this.#post('/api/accounts', { name, password: 'only for a soak' });
    return answer.headers.get('set-cookie').split(';')[0];
  }

  async createRoom(cookie, name) {
    const room = { name, topic: '', visibility: 'public', language: 'en' };
    return (await (await this.#post('/api/rooms', room, cookie)).json()).id;
  }

  async #post(path, body, cookie) {
    const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) };
    const answer = await fetch(this.process.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}\n${this.process.log}`);
    return answer;
  }
}
