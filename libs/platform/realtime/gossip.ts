import type { Bus } from '@visionary/platform/bus';

/** The state of this node's own sockets, by key. */
export interface LocalState<V> {
  /** All keys with a state. */
  keys(): Iterable<string>;
  /** Null if there is no state. */
  of(key: string): V | null;
}

interface NodeView<V> {
  receivedAt: number;
  readonly state: Map<string, V>;
}
interface BusMessage<V> {
  readonly nodeId: string;
  readonly state: readonly (readonly [string, V | null])[];
  /** True if `state` is the whole state of the node, false if only changes. */
  readonly whole: boolean;
}

const HEARTBEAT_MS = 5_000;
const EXPIRY_MS = 16_000;
/** Changes within this time share one message, for example in a reconnect storm. */
const BATCH_MS = 30;

/**
 * Replicates state by key over all nodes. Each node publishes changes of its own sockets and repeats its whole state
 * every few seconds. The state of a silent node is dropped. Nothing is stored, so nothing stale remains.
 */
export class Gossip<V extends object | string> {
  private readonly nodes = new Map<string, NodeView<V>>();
  private readonly pending = new Set<string>();
  private heartbeatTimer: NodeJS.Timeout | undefined;
  private batchTimer: NodeJS.Timeout | undefined;

  /**
   * @param isSame false if the difference matters to listeners @param onChange called with the key on every change on any
   * node
   */
  constructor(
    private readonly bus: Bus,
    private readonly topic: string,
    private readonly local: LocalState<V>,
    private readonly isSame: (a: V, b: V) => boolean,
    private readonly onChange: (key: string) => void,
  ) {}

  start(): void {
    this.bus.subscribe<BusMessage<V>>(this.topic, (message) => this.receive(message));
    this.bus.subscribe<string>(`${this.topic}.hello`, () => this.publishAll());
    this.bus.subscribe<string>(`${this.topic}.bye`, (nodeId) => this.forget(nodeId));
    this.bus.onRecovered(() => this.bus.publish(`${this.topic}.hello`, this.bus.nodeId));
    this.bus.publish(`${this.topic}.hello`, this.bus.nodeId);
    this.heartbeatTimer = setInterval(() => this.sendHeartbeat(), HEARTBEAT_MS).unref();
  }

  stop(): void {
    clearInterval(this.heartbeatTimer);
    clearTimeout(this.batchTimer);
    this.bus.publish(`${this.topic}.bye`, this.bus.nodeId);
  }

  /** Publishes this node's changed state of the key. */
  touch(key: string): void {
    this.onChange(key);
    if (this.bus.status === 'in-process') return;
    this.pending.add(key);
    this.batchTimer ??= setTimeout(() => this.publishPending(), BATCH_MS).unref();
  }

  /** States of all nodes for the key, this node's first. */
  of(key: string): V[] {
    const localValue = this.local.of(key);
    const values = localValue === null ? [] : [localValue];
    for (const node of this.nodes.values()) {
      const value = node.state.get(key);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  /** Keys with a state on any node. */
  keys(): Set<string> {
    return new Set(
      [this.local.keys(), ...[...this.nodes.values()].map(({ state }) => state.keys())].flatMap((all) => [...all]),
    );
  }

  private publishPending(): void {
    this.batchTimer = undefined;
    const state = [...this.pending].map((key) => [key, this.local.of(key)] as const);
    this.pending.clear();
    this.bus.publish(this.topic, { nodeId: this.bus.nodeId, state, whole: false } satisfies BusMessage<V>);
  }

  private publishAll(): void {
    const state = [...this.local.keys()].map((key) => [key, this.local.of(key)] as const);
    this.bus.publish(this.topic, { nodeId: this.bus.nodeId, state, whole: true } satisfies BusMessage<V>);
  }

  private receive({ nodeId, state, whole }: BusMessage<V>): void {
    if (nodeId === this.bus.nodeId) return;
    const node = this.nodes.get(nodeId) ?? { receivedAt: 0, state: new Map<string, V>() };
    this.nodes.set(nodeId, node);
    node.receivedAt = performance.now();
    const changes = new Map(state);
    const removed = whole ? [...node.state.keys()].filter((key) => !changes.has(key)) : [];
    for (const key of removed) changes.set(key, null);
    for (const [key, value] of changes) if (this.update(node, key, value)) this.onChange(key);
  }

  /** @returns true if the state changed */
  private update({ state }: NodeView<V>, key: string, value: V | null): boolean {
    const known = state.get(key);
    if (value === null) return state.delete(key);
    state.set(key, value);
    return known === undefined || !this.isSame(known, value);
  }

  private sendHeartbeat(): void {
    if (this.bus.status !== 'in-process') this.publishAll();
    const limit = performance.now() - EXPIRY_MS;
    for (const [nodeId, node] of this.nodes) if (node.receivedAt < limit) this.forget(nodeId);
  }

  private forget(nodeId: string): void {
    const node = this.nodes.get(nodeId);
    this.nodes.delete(nodeId);
    for (const key of node?.state.keys() ?? []) this.onChange(key);
  }
}
