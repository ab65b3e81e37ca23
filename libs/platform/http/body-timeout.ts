import type { IncomingMessage } from 'node:http';

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Closes the connection if the request body isn't complete within `ms`. */
export const limitBodyTime = (request: IncomingMessage, ms: number): void => {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && length === '0') return;
  const timer = setTimeout(() => request.destroy(), ms).unref();
  timers.set(request, timer);
  const end = () => clearTimeout(timer);
  request.once('end', end).once('close', end);
};

/** Replaces that limit for a signed-in upload: closes the connection after `idleMs` without data. */
export const extendBodyTime = (request: IncomingMessage, idleMs: number): void => {
  clearTimeout(timers.get(request));
  request.setTimeout(idleMs, () => request.destroy());
};
