import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onCleanup } from './cleanup.js';

export interface TcpProxy {
  /** The URL of the service through the proxy. */
  readonly url: string;
  /** From now on nothing passes, and connections are closed. */
  disconnect(): void;
  /** @param url of another service, which new connections go to */
  reconnect(url?: string): void;
  /**
   * After the next request that `matches` nothing passes any more, and no connection is closed: the client is stopped or cut
   * off, and neither side learns it.
   * @returns a promise that resolves when the request was forwarded
   */
  freezeAfter(matches: RegExp): Promise<void>;
  /**
   * The next request that `matches` is forwarded, and the connection breaks before the reply arrives.
   * @returns a promise that resolves then
   */
  dropReplyTo(matches: RegExp): Promise<void>;
}

/** A TCP proxy to a service that a test can cut, like a broken network. */
export async function startTcpProxy(url: string): Promise<TcpProxy> {
  let target = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  let trap: { matches: RegExp; done: () => void } | undefined;
  let freeze: { matches: RegExp; done: () => void } | undefined;
  let isFrozen = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (isCut) return near.destroy();
    const far = connect(Number(target.port), target.hostname);
    keep(far);
    let dropped: (() => void) | undefined;
    near.on('data', (chunk: Buffer) => {
      if (isFrozen) return;
      if (trap?.matches.test(chunk.toString('latin1'))) {
        dropped = trap.done;
        trap = undefined;
      }
      far.write(chunk);
      if (!freeze?.matches.test(chunk.toString('latin1'))) return;
      isFrozen = true;
      freeze.done();
    });
    far.on('data', (answer: Buffer) => {
      if (isFrozen) return;
      if (!dropped) return void near.write(answer);
      near.destroy();
      dropped();
    });
    near.on('close', () => far.destroy());
    far.on('close', () => isFrozen || near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hangUp = () => sockets.forEach((socket) => socket.destroy());
  onCleanup(() => {
    hangUp();
    server.close();
  });
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    disconnect: () => {
      isCut = true;
      hangUp();
    },
    reconnect: (other = target.href) => {
      target = new URL(other);
      isCut = false;
    },
    freezeAfter: (matches) =>
      new Promise((done) => {
        freeze = { matches, done };
      }),
    dropReplyTo: (matches) =>
      new Promise((done) => {
        trap = { matches, done };
      }),
  };
}
