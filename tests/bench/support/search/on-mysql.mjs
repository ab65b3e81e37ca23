import { randomUUID } from 'node:crypto';

import { createConnection } from 'mysql2/promise';

/** Runs `work` with the address of an empty database, which is dropped afterwards. */
export async function onMysql(serverUrl, work) {
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  const server = await createConnection(serverUrl);
  try {
    await server.query(`create database ${name}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return await work(url.href);
  } finally {
    await server.query(`drop database if exists ${name}`);
    await server.end();
  }
}
