import { open } from 'node:fs/promises';
import { request } from 'node:http';

const BLOCK_BYTES = 1024 ** 2;
const TUS = { 'tus-resumable': '1.0.0' };
const base64 = (text) => Buffer.from(text).toString('base64');

/** A minimal client of the upload protocol, so that the server is measured. */
export class TusCall {
  constructor(url, cookie) {
    this.url = url;
    this.cookie = cookie;
  }

  /** @returns the URL of the upload */
  async begin(draftId, path, bytes) {
    const metadata = `draftId ${base64(draftId)},path ${base64(path)}`;
    const headers = { 'upload-length': String(bytes), 'upload-metadata': metadata };
    const { status, headers: answered } = await this.ask('POST', '/api/hub/uploads', headers);
    if (status !== 201) throw new Error(`an upload could not begin: ${status}`);
    return new URL(answered.location, this.url).pathname;
  }

  /** All of a small file. */
  async sendAll(upload, bytes) {
    const headers = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    headers['content-length'] = String(bytes.length);
    const { status } = await this.ask('PATCH', upload, headers, bytes);
    if (status !== 204) throw new Error(`a file was rejected: ${status}`);
  }

  async offset(upload) {
    const { status, headers } = await this.ask('HEAD', upload, {});
    if (status !== 200) throw new Error(`an upload is lost: ${status}`);
    return Number(headers['upload-offset']);
  }

  /**
   * @param part {{path: string, from: number, to: number}} of the file, `to` not included
   * @param cutAfter bytes after which the connection breaks
   * @returns false when it was interrupted
   */
  async send(upload, { path, from, to }, cutAfter = Infinity) {
    const headers = { 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' };
    headers['content-length'] = String(to - from);
    try {
      const { status } = await this.ask('PATCH', upload, headers, { path, from, to, cutAfter });
      if (status !== 204) throw new Error(`a piece was rejected: ${status}`);
      return true;
    } catch (error) {
      if (cutAfter === Infinity || !['ECONNRESET', 'CUT', 'EPIPE'].includes(error.code)) throw error;
      return false;
    }
  }

  ask(method, path, headers, body) {
    return new Promise((resolve, reject) => {
      const all = { ...TUS, cookie: this.cookie, origin: this.url, ...headers };
      const sent = request(this.url + path, { method, headers: all }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers }));
      });
      sent.on('error', reject);
      if (Buffer.isBuffer(body)) sent.end(body);
      else if (body) pass(sent, body).catch(reject);
      else sent.end();
    });
  }
}

/** Reads the file into reused buffers, so that the client uses little of the machine. */
async function pass(sent, { path, from, to, cutAfter }) {
  const file = await open(path);
  let [filling, sending] = [Buffer.allocUnsafeSlow(BLOCK_BYTES), Buffer.allocUnsafeSlow(BLOCK_BYTES)];
  let drained = Promise.resolve();
  try {
    for (let at = from; at < to;) {
      const { bytesRead } = await file.read(filling, 0, Math.min(BLOCK_BYTES, to - at), at);
      await drained;
      const bytes = filling.subarray(0, Math.min(bytesRead, cutAfter - (at - from)));
      at += bytesRead;
      drained = new Promise((resolve, reject) => sent.write(bytes, (error) => (error ? reject(error) : resolve())));
      drained.catch(() => undefined);
      [filling, sending] = [sending, filling];
      if (at - from < cutAfter) continue;
      await drained;
      sent.destroy(Object.assign(new Error('cut'), { code: 'CUT' }));
      return;
    }
    await drained;
    sent.end();
  } finally {
    await file.close();
  }
}
