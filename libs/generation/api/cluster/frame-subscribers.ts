import { INTEREST_MS } from './redis-protocol.js';

/** The servers with viewers of the take that renders here. */
export class FrameSubscribers {
  private readonly nodes = new Map<string, number>();

  /** @param watched whether the assigning server knew of viewers; subscriptions arrive later */
  begin(watched: boolean, nowMs: number): void {
    this.nodes.clear();
    if (watched) this.nodes.set('', nowMs);
  }

  update(nodeId: string, watched: boolean, nowMs: number): void {
    if (watched) this.nodes.set(nodeId, nowMs);
    else this.nodes.delete(nodeId);
  }

  hasAny(nowMs: number): boolean {
    for (const [nodeId, at] of this.nodes) if (nowMs - at > INTEREST_MS) this.nodes.delete(nodeId);
    return this.nodes.size > 0;
  }
}
