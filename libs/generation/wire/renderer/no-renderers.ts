import { type RendererAnswer, Renderers, type RendererStatus } from '../../domain/renderers.js';

/** The carrier of a process that renders nothing and reaches nobody who does: what is ordered waits for one that can. */
export class NoRenderers extends Renderers {
  list(): readonly RendererStatus[] {
    return [];
  }

  async start(): Promise<void> {}

  async leave(): Promise<void> {}

  async idle(): Promise<readonly RendererStatus[]> {
    return [];
  }

  async alone(): Promise<boolean> {
    return true;
  }

  async give(): Promise<boolean> {
    return false;
  }

  tell(): void {}

  abandon(): void {}

  watch(): void {}

  async ask(): Promise<RendererAnswer | undefined> {
    return undefined;
  }

  /** A server beside it, over the same database, may render: what that has is not this process's to give up. */
  async spokenFor(): Promise<null> {
    return null;
  }
}
