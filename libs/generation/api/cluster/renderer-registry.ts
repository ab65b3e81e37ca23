import type { RendererStatus } from '../../domain/renderers.js';
import { type Heartbeat, HEARTBEAT_TIMEOUT_MS } from './redis-protocol.js';

interface Entry {
  readonly status: RendererStatus;
  /** What it said, less what passes with time. */
  readonly words: string;
  heardAtMs: number;
}

/** The renderers that were heard of late. */
export class RendererRegistry {
  private readonly entries = new Map<string, Entry>();

  get statuses(): RendererStatus[] {
    return [...this.entries.values()].map(({ status }) => status);
  }

  /** @param now ms since 1970 here. @returns whether it said something new */
  hear({ idleForMs, ...said }: Heartbeat, now: number, nowMs: number): boolean {
    const status = { ...said, idleSince: idleForMs === null ? null : now - idleForMs };
    const words = JSON.stringify(said);
    const before = this.entries.get(said.id)?.words;
    this.entries.set(said.id, { status, words, heardAtMs: nowMs });
    return before !== words;
  }

  forget(id: string): boolean {
    return this.entries.delete(id);
  }

  /** Nobody could be heard for a while: everybody has their time to speak again. */
  forgive(nowMs: number): void {
    for (const entry of this.entries.values()) entry.heardAtMs = nowMs;
  }

  silent(nowMs: number): RendererStatus[] {
    return [...this.entries.values()]
      .filter(({ heardAtMs }) => nowMs - heardAtMs > HEARTBEAT_TIMEOUT_MS)
      .map(({ status }) => status);
  }
}
