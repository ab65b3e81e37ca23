import type { IncomingMessage } from 'node:http';

const limits = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** A request whose body has not come by then is cut. */
export const limitBodyTime = (request: IncomingMessage, ms: number): void => {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && length === '0') return;
  const timer = setTimeout(() => request.destroy(), ms).unref();
  limits.set(request, timer);
  const end = () => clearTimeout(timer);
  request.once('end', end).once('close', end);
};

/** This one, of somebody known, may take as long as it goes on: it is cut where nothing comes for so long. */
export const extendBodyTime = (request: IncomingMessage, idleMs: number): void => {
  clearTimeout(limits.get(request));
  request.setTimeout(idleMs, () => request.destroy());
};
