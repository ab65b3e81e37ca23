import { type RendererResponse, Renderers, type RendererStatus } from '../../domain/renderers.js';

/** Transport of a process without a renderer. Its takes wait for another process. */
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

  /** Unknown: another server with the same database may render takes. */
  async assignedTakes(): Promise<null> {
    return null;
  }
}
