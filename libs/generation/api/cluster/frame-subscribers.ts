import { INTEREST_MS } from './redis-protocol.js';

/** Which servers have somebody who looks at the take that renders here. */
export class FrameSubscribers {
  private readonly nodes = new Map<string, number>();

  /** @param watched as whoever gave the request saw it: servers have so long to say it themselves */
  begin(watched: boolean, nowMs: number): void {
    this.nodes.clear();
    if (watched) this.nodes.set('', nowMs);
  }

  hear(nodeId: string, watched: boolean, nowMs: number): void {
    if (watched) this.nodes.set(nodeId, nowMs);
    else this.nodes.delete(nodeId);
  }

  isThere(nowMs: number): boolean {
    for (const [nodeId, at] of this.nodes) if (nowMs - at > INTEREST_MS) this.nodes.delete(nodeId);
    return this.nodes.size > 0;
  }
}
