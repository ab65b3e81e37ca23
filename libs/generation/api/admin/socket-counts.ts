import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';

interface SocketCount {
  readonly nodeId: string;
  readonly sockets: number;
}

const TOPIC = 'generation.sockets';
const GOSSIP_INTERVAL_MS = 2_000;
const TIMEOUT_MS = 7_000;

/** Counts the sockets of all nodes: each node gossips its own count. */
@Injectable()
export class SocketCounts implements OnModuleInit, OnApplicationShutdown {
  private readonly otherNodes = new Map<string, { readonly sockets: number; readonly atMs: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    if (this.bus.status === 'in-process') return;
    this.bus.subscribe<SocketCount>(TOPIC, ({ nodeId, sockets }) => {
      if (nodeId !== this.bus.nodeId) this.otherNodes.set(nodeId, { sockets, atMs: performance.now() });
    });
    const publish = () =>
      this.bus.publish(TOPIC, {
        nodeId: this.bus.nodeId,
        sockets: this.broadcast.localSocketCount,
      } satisfies SocketCount);
    this.timer = setInterval(publish, GOSSIP_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  total(): number {
    const expiredBeforeMs = performance.now() - TIMEOUT_MS;
    for (const [nodeId, { atMs }] of this.otherNodes) if (atMs < expiredBeforeMs) this.otherNodes.delete(nodeId);
    return [...this.otherNodes.values()].reduce((sum, { sockets }) => sum + sockets, this.broadcast.localSocketCount);
  }
}
