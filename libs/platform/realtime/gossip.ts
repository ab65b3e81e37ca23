import type { Bus } from '@visionary/platform/bus';

/** What this node has to say of its own sockets. */
export interface OwnWord<V> {
  /** All that there is something to say of. */
  keys(): Iterable<string>;
  /** Null: nothing. */
  of(key: string): V | null;
}

interface NodeView<V> {
  heardAt: number;
  readonly said: Map<string, V>;
}
interface News<V> {
  readonly nodeId: string;
  readonly said: readonly (readonly [string, V | null])[];
  /** All that node has to say rather than what changed. */
  readonly whole: boolean;
}

const BEAT_MS = 5_000;
const SILENT_MS = 16_000;
/** Changes within this time travel together: hundreds who come back at once are not hundreds of news. */
const GATHER_MS = 30;

/**
 * What is so over all nodes, by a key. Each node tells the others about its own sockets and repeats the whole every few
 * seconds; a node that falls silent takes its word with it. Nothing is stored, so nothing can stay behind.
 */
export class Gossip<V extends object | string> {
  private readonly nodes = new Map<string, NodeView<V>>();
  private readonly untold = new Set<string>();
  private beating: NodeJS.Timeout | undefined;
  private gathering: NodeJS.Timeout | undefined;

  /** @param changed is told the key whenever something is no longer so, on any node. `same`: nothing to tell anybody */
  constructor(
    private readonly bus: Bus,
    private readonly topic: string,
    private readonly own: OwnWord<V>,
    private readonly same: (a: V, b: V) => boolean,
    private readonly changed: (key: string) => void,
  ) {}

  start(): void {
    this.bus.subscribe<News<V>>(this.topic, (news) => this.hear(news));
    this.bus.subscribe<string>(`${this.topic}.hello`, () => this.tellAll());
    this.bus.subscribe<string>(`${this.topic}.bye`, (nodeId) => this.forget(nodeId));
    this.bus.onRecovered(() => this.bus.publish(`${this.topic}.hello`, this.bus.nodeId));
    this.bus.publish(`${this.topic}.hello`, this.bus.nodeId);
    this.beating = setInterval(() => this.beat(), BEAT_MS).unref();
  }

  stop(): void {
    clearInterval(this.beating);
    clearTimeout(this.gathering);
    this.bus.publish(`${this.topic}.bye`, this.bus.nodeId);
  }

  /** This node's word about the key is another one. */
  touch(key: string): void {
    this.changed(key);
    if (this.bus.status === 'in-process') return;
    this.untold.add(key);
    this.gathering ??= setTimeout(() => this.tell(), GATHER_MS).unref();
  }

  /** What every node says about it, this one first. */
  of(key: string): V[] {
    const here = this.own.of(key);
    const said = here === null ? [] : [here];
    for (const node of this.nodes.values()) {
      const word = node.said.get(key);
      if (word !== undefined) said.push(word);
    }
    return said;
  }

  /** All keys that any node has something to say of. */
  keys(): Set<string> {
    return new Set(
      [this.own.keys(), ...[...this.nodes.values()].map(({ said }) => said.keys())].flatMap((all) => [...all]),
    );
  }

  private tell(): void {
    this.gathering = undefined;
    const said = [...this.untold].map((key) => [key, this.own.of(key)] as const);
    this.untold.clear();
    this.bus.publish(this.topic, { nodeId: this.bus.nodeId, said, whole: false } satisfies News<V>);
  }

  private tellAll(): void {
    const said = [...this.own.keys()].map((key) => [key, this.own.of(key)] as const);
    this.bus.publish(this.topic, { nodeId: this.bus.nodeId, said, whole: true } satisfies News<V>);
  }

  private hear({ nodeId, said, whole }: News<V>): void {
    if (nodeId === this.bus.nodeId) return;
    const node = this.nodes.get(nodeId) ?? { heardAt: 0, said: new Map<string, V>() };
    this.nodes.set(nodeId, node);
    node.heardAt = performance.now();
    const told = new Map(said);
    const gone = whole ? [...node.said.keys()].filter((key) => !told.has(key)) : [];
    for (const key of gone) told.set(key, null);
    for (const [key, word] of told) if (this.take(node, key, word)) this.changed(key);
  }

  /** @returns whether that is news */
  private take({ said }: NodeView<V>, key: string, word: V | null): boolean {
    const known = said.get(key);
    if (word === null) return said.delete(key);
    said.set(key, word);
    return known === undefined || !this.same(known, word);
  }

  private beat(): void {
    if (this.bus.status !== 'in-process') this.tellAll();
    const limit = performance.now() - SILENT_MS;
    for (const [nodeId, node] of this.nodes) if (node.heardAt < limit) this.forget(nodeId);
  }

  private forget(nodeId: string): void {
    const node = this.nodes.get(nodeId);
    this.nodes.delete(nodeId);
    for (const key of node?.said.keys() ?? []) this.changed(key);
  }
}
