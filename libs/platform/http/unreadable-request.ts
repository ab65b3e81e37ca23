import type { Duplex } from 'node:stream';
import type { ErrorCode, ErrorView } from '@visionary/contract';

interface Answer {
  readonly status: string;
  readonly code: ErrorCode;
}

/** By the error of Node's parser. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', code: 'TOO_LARGE' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', code: 'INVALID' },
};
const NOT_HTTP: Answer = { status: '400 Bad Request', code: 'INVALID' };

/** Answers what Node can't parse as other rejections are answered, and closes the connection. */
export function answerUnreadable(error: NodeJS.ErrnoException, connection: Duplex): void {
  // It ended, or a response is on its way, which a second one would garble.
  if (error.code === 'ECONNRESET' || !connection.writable || Reflect.get(connection, '_httpMessage')) {
    connection.destroy(error);
    return;
  }
  const { status, code } = ANSWERS[error.code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify({ code } satisfies ErrorView);
  const head = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
  ];
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
