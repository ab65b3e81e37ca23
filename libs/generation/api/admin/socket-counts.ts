import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';

interface News {
  readonly nodeId: string;
  readonly sockets: number;
}

const TOPIC = 'generation.sockets';
const TELL_EVERY_MS = 2_000;
const BELIEVE_MS = 7_000;

/** How many sockets all nodes have together: each tells the others of its own. */
@Injectable()
export class SocketCounts implements OnModuleInit, OnApplicationShutdown {
  private readonly others = new Map<string, { readonly sockets: number; readonly atMs: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    if (this.bus.status === 'in-process') return;
    this.bus.subscribe<News>(TOPIC, ({ nodeId, sockets }) => {
      if (nodeId !== this.bus.nodeId) this.others.set(nodeId, { sockets, atMs: performance.now() });
    });
    const tell = () => this.bus.publish(TOPIC, { nodeId: this.bus.nodeId, sockets: this.here } satisfies News);
    this.timer = setInterval(tell, TELL_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  get here(): number {
    return this.broadcast.socketsHere;
  }

  everywhere(): number {
    const since = performance.now() - BELIEVE_MS;
    for (const [nodeId, { atMs }] of this.others) if (atMs < since) this.others.delete(nodeId);
    return [...this.others.values()].reduce((sum, { sockets }) => sum + sockets, this.here);
  }
}
