import type { RendererStatus } from '../../domain/renderers.js';
import { type Heartbeat, HEARTBEAT_TIMEOUT_MS } from './redis-protocol.js';

interface Entry {
  readonly status: RendererStatus;
  /** Its last heartbeat without times. */
  readonly content: string;
  receivedAtMs: number;
}

/** The renderers whose heartbeats arrived recently. */
export class RendererRegistry {
  private readonly entries = new Map<string, Entry>();

  get statuses(): RendererStatus[] {
    return [...this.entries.values()].map(({ status }) => status);
  }

  /** @param now ms since 1970 on this machine. @returns whether the renderer changed */
  update({ idleForMs, ...heartbeat }: Heartbeat, now: number, nowMs: number): boolean {
    const status = { ...heartbeat, idleSince: idleForMs === null ? null : now - idleForMs };
    const content = JSON.stringify(heartbeat);
    const previousContent = this.entries.get(heartbeat.id)?.content;
    this.entries.set(heartbeat.id, { status, content, receivedAtMs: nowMs });
    return previousContent !== content;
  }

  forget(id: string): boolean {
    return this.entries.delete(id);
  }

  /** Restarts all timeouts after a time without a connection. */
  resetTimeouts(nowMs: number): void {
    for (const entry of this.entries.values()) entry.receivedAtMs = nowMs;
  }

  silent(nowMs: number): RendererStatus[] {
    return [...this.entries.values()]
      .filter(({ receivedAtMs }) => nowMs - receivedAtMs > HEARTBEAT_TIMEOUT_MS)
      .map(({ status }) => status);
  }
}
