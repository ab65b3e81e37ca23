import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Availability } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import fc from 'fast-check';
import { UserAvailability } from './user-availability.js';

type BusHandler<T> = (message: T) => void;

/** Connections between nodes, any of which can be disconnected. */
class Network {
  readonly buses: NodeBus[] = [];

  join(): NodeBus {
    const bus = new NodeBus(this, `node ${this.buses.length}`);
    this.buses.push(bus);
    return bus;
  }
}

class NodeBus extends Bus {
  readonly status = 'up';
  isDisconnected = false;
  private readonly handlers = new Map<string, BusHandler<never>[]>();
  private readonly recoveryHandlers: (() => void)[] = [];

  constructor(
    private readonly network: Network,
    readonly nodeId: string,
  ) {
    super();
  }

  publish(topic: string, message: unknown): void {
    if (this.isDisconnected) return;
    for (const bus of this.network.buses) if (!bus.isDisconnected) bus.deliver(topic, message);
  }

  subscribe<T>(topic: string, handler: BusHandler<T>): () => void {
    this.handlers.set(topic, [...(this.handlers.get(topic) ?? []), handler]);
    return () => undefined;
  }

  onRecovered(handler: () => void): void {
    this.recoveryHandlers.push(handler);
  }

  reconnect(): void {
    this.isDisconnected = false;
    for (const handler of this.recoveryHandlers) handler();
  }

  private deliver(topic: string, message: unknown): void {
    for (const handler of this.handlers.get(topic) ?? []) handler(structuredClone(message as never));
  }
}

const NODES = 3;
const USERS = ['ann', 'bob'];
const PAGES = ['a', 'b', 'c'];
interface PageStep {
  readonly what: 'come' | 'leave' | 'away' | 'look';
  readonly node: number;
  readonly userId: string;
  readonly page: string;
}
type Step =
  | PageStep
  | { readonly what: 'disconnect'; readonly node: number }
  | { readonly what: 'reconnect'; readonly node: number }
  | { readonly what: 'wait'; readonly ms: number };

const node = fc.nat({ max: NODES - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom('come' as const, 'leave' as const, 'away' as const, 'look' as const),
      ...{ node, userId: fc.constantFrom(...USERS), page: fc.constantFrom(...PAGES) },
    }),
  },
  fc.record({ what: fc.constant('disconnect' as const), node }),
  fc.record({ what: fc.constant('reconnect' as const), node }),
  fc.record({ what: fc.constant('wait' as const), ms: fc.nat({ max: 20_000 }) }),
);

describe('UserAvailability', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const start = (): { network: Network; nodes: UserAvailability[] } => {
    const network = new Network();
    const nodes = Array.from({ length: NODES }, () => new UserAvailability(network.join()));
    for (const here of nodes) here.onModuleInit();
    return { network, nodes };
  };

  it('[RT24] all nodes agree with all tabs when connections are restored, whatever was lost', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { network, nodes } = start();
        /** Expected state: by user, whether each tab is idle. */
        const pages = new Map(USERS.map((userId) => [userId, new Map<string, boolean>()]));
        for (const one of steps) play(one, network, nodes, pages);
        for (const bus of network.buses) bus.reconnect();
        jest.advanceTimersByTime(5_100);
        for (const here of nodes) {
          for (const userId of USERS) expect(here.of(userId)).toBe(expectedAvailability(pages.get(userId)));
        }
        for (const here of nodes) here.onApplicationShutdown();
      }),
    );
  });

  it('[RT24] users of a silent node go offline after a timeout, those of a stopped node at once', () => {
    const { network, nodes } = start();
    const [one, two, three] = nodes as [UserAvailability, UserAvailability, UserAvailability];
    two.connect('ann', 'a');
    three.connect('bob', 'b');
    jest.advanceTimersByTime(100);
    const received: string[] = [];
    one.onChange((userId) => received.push(`${userId} ${one.of(userId)}`));
    three.onApplicationShutdown();
    expect(received).toEqual(['bob offline']);
    (network.buses[1] as NodeBus).isDisconnected = true;
    jest.advanceTimersByTime(10_000);
    expect(one.of('ann')).toBe('online');
    jest.advanceTimersByTime(12_000);
    expect(received).toEqual(['bob offline', 'ann offline']);
    expect(one.of('ann')).toBe('offline');
  });

  it('[RT24] listener is not called when a tab changes nothing', () => {
    const { nodes } = start();
    const [one, two] = nodes as [UserAvailability, UserAvailability];
    const received: string[] = [];
    two.onChange((userId) => received.push(`${userId} ${two.of(userId)}`));
    for (const page of PAGES) one.connect('ann', page);
    one.setIdle('ann', 'a', true);
    one.setIdle('ann', 'never came', true);
    one.disconnect('ann', 'b');
    jest.advanceTimersByTime(100);
    one.setIdle('ann', 'c', true);
    jest.advanceTimersByTime(12_000);
    expect(received).toEqual(['ann online', 'ann away']);
  });
});

const play = (
  step: Step,
  network: Network,
  nodes: readonly UserAvailability[],
  pages: ReadonlyMap<string, Map<string, boolean>>,
): void => {
  if (step.what === 'wait') return void jest.advanceTimersByTime(step.ms);
  const bus = network.buses[step.node] as NodeBus;
  if (step.what === 'disconnect') bus.isDisconnected = true;
  else if (step.what === 'reconnect') bus.reconnect();
  else act(step, nodes[step.node] as UserAvailability, pages.get(step.userId) as Map<string, boolean>);
};

const act = (
  { what, node: nodeIndex, userId, page }: PageStep,
  here: UserAvailability,
  sockets: Map<string, boolean>,
): void => {
  const key = `${nodeIndex} ${page}`;
  if (what === 'come') {
    here.connect(userId, key);
    sockets.set(key, false);
  } else if (what === 'leave') {
    here.disconnect(userId, key);
    sockets.delete(key);
  } else {
    here.setIdle(userId, key, what === 'away');
    if (sockets.has(key)) sockets.set(key, what === 'away');
  }
};

const expectedAvailability = (pages: ReadonlyMap<string, boolean> = new Map()): Availability => {
  if (pages.size === 0) return 'offline';
  return [...pages.values()].every((away) => away) ? 'away' : 'online';
};
