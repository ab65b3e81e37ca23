import { hostname } from 'node:os';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ProcessIsolationView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Config } from '@visionary/platform/config';
import { Broadcast } from '@visionary/platform/realtime';
import { processIsolation } from '../renderer/model-probe.js';
import { presentIsolation } from '../renderer/present-isolation.js';

interface NodeState {
  readonly nodeId: string;
  readonly sockets: number;
  /** Absent in messages of former versions. */
  readonly isolation?: readonly ProcessIsolationView[];
}

const TOPIC = 'generation.sockets';
const GOSSIP_INTERVAL_MS = 2_000;
const TIMEOUT_MS = 7_000;
const PURPOSES = ['trial', 'imageCheck', 'imageDecoding'] as const;

/** What admins see of each node: its sockets, and how the processes are isolated that handle files of users. */
@Injectable()
export class NodeGossip implements OnModuleInit, OnApplicationShutdown {
  private readonly otherNodes = new Map<string, { readonly state: NodeState; readonly atMs: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (this.bus.status === 'in-process') return;
    this.bus.subscribe<NodeState>(TOPIC, (state) => {
      if (state.nodeId !== this.bus.nodeId) this.otherNodes.set(state.nodeId, { state, atMs: performance.now() });
    });
    this.timer = setInterval(() => void this.publish(), GOSSIP_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** This node first. */
  async nodes(): Promise<NodeState[]> {
    const expiredBeforeMs = performance.now() - TIMEOUT_MS;
    for (const [nodeId, { atMs }] of this.otherNodes) if (atMs < expiredBeforeMs) this.otherNodes.delete(nodeId);
    return [await this.ownState(), ...[...this.otherNodes.values()].map(({ state }) => state)];
  }

  private async publish(): Promise<void> {
    this.bus.publish(TOPIC, await this.ownState());
  }

  private async ownState(): Promise<NodeState> {
    const { nodeId } = this.bus;
    return { nodeId, sockets: this.broadcast.localSocketCount, isolation: await this.ownIsolation() };
  }

  private ownIsolation(): Promise<ProcessIsolationView[]> {
    const host = hostname();
    const purposes = PURPOSES.filter((purpose) => purpose !== 'imageCheck' || this.config.images.areChecked);
    return Promise.all(
      purposes.map(async (purpose) => ({
        ...{ host, process: purpose },
        ...presentIsolation(await processIsolation(purpose)),
      })),
    );
  }
}
