import { type RendererResponse, Renderers, type RendererStatus } from '../../domain/renderers.js';

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

  async withDispatchLock(): Promise<boolean> {
    return true;
  }

  async assign(): Promise<boolean> {
    return false;
  }

  sendCommand(): void {}

  release(): void {}

  subscribeFrames(): void {}

  async request(): Promise<RendererResponse | undefined> {
    return undefined;
  }

  /** A server beside it, over the same database, may render: what that has is not this process's to give up. */
  async assignedTakes(): Promise<null> {
    return null;
  }
}
