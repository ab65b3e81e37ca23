import {
  HEARTBEAT,
  PROTOCOL_VERSION,
  type CommandName,
  type CommandPayload,
  type CommandReply,
  type ErrorView,
  type ServerEvents,
} from '@visionary/contract';
import { io, type Socket } from 'socket.io-client';
import { getCurrentScope, onScopeDispose, readonly, ref, shallowReadonly, shallowRef, type Ref } from 'vue';
import { randomUuid } from '../random-uuid.js';
import { cacheUsers } from '../users/user-cache.js';
import { CHECK_MS, Heartbeat } from './heartbeat.js';
import { SocketConnection, type RawSocket } from './socket-connection.js';
import { parser } from './parser.js';

type ConnectionState = 'connecting' | 'up' | 'down';
interface SendOptions {
  /**
   * Waits for the connection, however long, and repeats the request if it is lost before the response: only for requests
   * that are idempotent (commands with a clientId, and queries). The payload is a copy from the first call.
   */
  queue?: boolean;
}

export interface TypedSocket {
  /** `connecting` until the first connection succeeds or fails; then `up` or `down`. */
  readonly state: Readonly<Ref<ConnectionState>>;
  /** The server stopped answering; until it does again. */
  readonly isSilent: Readonly<Ref<boolean>>;
  /** Why the server ended this connection for good, if it did: an outdated client, or an ended session. */
  readonly fatalError: Readonly<Ref<ErrorView | null>>;
  /** @throws Rejection with the server's code, TIMEOUT after 10 s without answer, OFFLINE without connection. */
  send<C extends CommandName>(command: C, payload: CommandPayload<C>, options?: SendOptions): Promise<CommandReply<C>>;
  /** Newest wins: dropped unless it can be sent now, never acknowledged. */
  sendVolatile<C extends CommandName>(command: C, payload: CommandPayload<C>): void;
  /** Adds an event listener until the returned function is called, or the surrounding effect scope ends. */
  on<E extends keyof ServerEvents>(event: E, handler: ServerEvents[E]): () => void;
  /** Reconnects with the current cookie: call after sign-in and sign-out. */
  reconnect(): void;
}

function openSocket(): TypedSocket {
  const state = ref<ConnectionState>('connecting');
  const fatalError = shallowRef<ErrorView | null>(null);
  const raw = io({
    path: '/socket.io',
    transports: ['websocket'],
    parser,
    auth: { protocol: PROTOCOL_VERSION, page: randomUuid() },
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    // Limits one connection attempt: a socket that closes before the handshake is noticed only by this.
    timeout: 8_000,
    autoConnect: false,
  });
  // Untyped, because the contract types all events.
  const socketConnection = new SocketConnection(raw as unknown as RawSocket, {
    state: (now) => (state.value = now),
    fatalError: (reason) => (fatalError.value = reason),
  });
  raw.onAny((_event: string, payload: unknown) => cacheUsers(payload));
  onPageWake(() => socketConnection.wake());
  const isSilent = followHeartbeat(raw, state, () => socketConnection.lose());
  socketConnection.connect();
  return {
    // Not shallow: a watcher of several sources would run whenever another one of them is set, also to the same value.
    state: readonly(state),
    isSilent: readonly(isSilent),
    fatalError: shallowReadonly(fatalError),
    send: async <C extends CommandName>(command: C, payload: CommandPayload<C>, options: SendOptions = {}) => {
      const reply = (await socketConnection.send(command, payload, options.queue ?? false)) as CommandReply<C>;
      cacheUsers(reply);
      return reply;
    },
    sendVolatile: (command, payload) => socketConnection.sendVolatile(command, payload),
    on: (event, handler) => {
      const unsubscribe = socketConnection.on(event, handler);
      if (getCurrentScope()) onScopeDispose(unsubscribe);
      return unsubscribe;
    },
    reconnect: () => socketConnection.reconnect(),
  };
}

/** Gives a connection up whose server does not answer. Pages in the background do not ask. */
function followHeartbeat(raw: Socket, state: Readonly<Ref<ConnectionState>>, lose: () => void): Ref<boolean> {
  const isSilent = ref(false);
  const heartbeat = new Heartbeat({
    ask: () => new Promise((resolve) => void raw.emit(HEARTBEAT, {}, resolve)),
    lost: () => {
      isSilent.value = true;
      lose();
    },
    now: () => performance.now(),
  });
  const check = (isDoubtful = false) => {
    if (state.value === 'up' && document.visibilityState === 'visible') heartbeat.check(isDoubtful);
  };
  raw.on('connect', () => {
    isSilent.value = false;
    heartbeat.connected();
  });
  for (const event of ['packet', 'ping'] as const) raw.io.on(event, () => heartbeat.received());
  window.addEventListener('offline', () => check(true));
  setInterval(() => check(), CHECK_MS);
  return isSilent;
}

/** A page that was suspended, frozen, or offline gets these events before any timer fires. */
function onPageWake(wake: () => void): void {
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
  for (const event of ['online', 'pageshow', 'focus']) window.addEventListener(event, wake);
}

let pageSocket: TypedSocket | undefined;

/** The page's only connection; the first call opens it. */
export const useSocket = (): TypedSocket => (pageSocket ??= openSocket());
