import { randomUUID } from 'node:crypto';

/** @returns the JSON of the response and the session cookie. @throws Error when it is rejected */
export async function post(port, path, body, cookie) {
  const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return { body: await answer.json(), cookie: answer.headers.get('set-cookie')?.split(';')[0] };
}

/** @returns cookies of this many new users */
export async function signUp(port, count) {
  const cookies = [];
  for (let one = 0; one < count; one++) {
    const name = `b${randomUUID().replaceAll('-', '').slice(0, 24)}`;
    cookies.push((await post(port, '/api/accounts', { name, password: 'only for measuring' })).cookie);
  }
  return cookies;
}

/** @returns ids of this many public rooms */
export async function openRooms(port, cookie, count) {
  const ids = [];
  for (let one = 0; one < count; one++) {
    const room = { name: `Bench ${one}`, visibility: 'public', language: 'en' };
    ids.push((await post(port, '/api/rooms', room, cookie)).body.id);
  }
  return ids;
}

/** This many connections of these users in turn. */
export const linesOf = (count, server, cookies = [undefined]) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ kind: server.kind, port: server.port },
    cookie: cookies[index % cookies.length],
  }));
