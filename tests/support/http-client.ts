import { type IncomingHttpHeaders, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { parseSetCookie } from 'cookie';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Parsed if it is JSON, otherwise the text. */
  readonly body: T;
}

interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent verbatim instead of `body` as JSON. */
  readonly raw?: string | Buffer;
}

/** Like browsers, retries on a new connection when a reused one turns out to be closed. */
const answerTo = (url: string, options: RequestOptions, content?: string | Buffer): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const sent = request(url, options, resolve);
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(answerTo(url, options, content));
      else reject(error);
    });
    sent.end(content);
  });

/** One browser: keeps its cookies and has its own address. */
export class HttpClient {
  readonly cookies = new Map<string, string>();

  /** @param localAddress any 127.x.y.z is another address to the server */
  constructor(
    readonly url: string,
    private readonly localAddress = '127.0.0.1',
  ) {}

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get<T>(path: string, sending: Sending = {}): Promise<Answer<T>> {
    return this.send<T>('GET', path, undefined, sending);
  }
  post<T>(path: string, body?: unknown, sending: Sending = {}): Promise<Answer<T>> {
    return this.send<T>('POST', path, body, sending);
  }
  patch<T>(path: string, body?: unknown, sending: Sending = {}): Promise<Answer<T>> {
    return this.send<T>('PATCH', path, body, sending);
  }
  /** Posts the bytes of an image. */
  upload<T>(path: string, raw: Buffer, headers: Sending['headers'] = {}): Promise<Answer<T>> {
    return this.send<T>('POST', path, undefined, { raw, headers: { 'content-type': 'image/png', ...headers } });
  }
  delete<T>(path: string, sending: Sending = {}): Promise<Answer<T>> {
    return this.send<T>('DELETE', path, undefined, sending);
  }

  async send<T>(method: string, path: string, body: unknown, { headers = {}, raw }: Sending = {}): Promise<Answer<T>> {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const options = {
      method,
      localAddress: this.localAddress,
      headers: {
        ...(this.cookies.size ? { cookie: this.cookieHeader } : {}),
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...(content === undefined || headers['transfer-encoding']
          ? {}
          : { 'content-length': String(Buffer.byteLength(content)) }),
        ...headers,
      },
    };
    const answer = await answerTo(this.url + path, options, content);
    this.keep(answer.headers['set-cookie']);
    const text = (await buffer(answer)).toString();
    const isJson = answer.headers['content-type']?.includes('json');
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: (isJson && text ? JSON.parse(text) : text) as T,
    };
  }

  private keep(lines: readonly string[] = []): void {
    for (const line of lines) {
      const { name, value, maxAge } = parseSetCookie(line);
      if (maxAge === 0 || !value) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
