/** What a room chose, and who watches it: how long its takes should last, in ms; 0 for full speed. */
export type PaceProvider = (roomId: string) => Promise<number>;

/** The shortest and the longest step of a paced take. */
const STEP_MS = { min: 200, max: 2_000 } as const;

/** How slowly takes of a room are rendered, so that people can talk about them. The slice that knows rooms registers it. */
export class RoomPaces {
  private provider: PaceProvider = () => Promise.resolve(0);
  private readonly listeners: ((roomId: string) => void)[] = [];

  register(provider: PaceProvider): void {
    this.provider = provider;
  }

  of(roomId: string): Promise<number> {
    return this.provider(roomId);
  }

  /** Called when what a room chose, or who watches it, may have changed. */
  onChange(listener: (roomId: string) => void): void {
    this.listeners.push(listener);
  }

  changed(roomId: string): void {
    for (const listener of this.listeners) listener(roomId);
  }
}

/** @param paceMs of a whole image. @returns how long each step takes at least; 0 for full speed */
export const stepMsAt = (paceMs: number, steps: number): number =>
  paceMs === 0 ? 0 : Math.round(Math.min(STEP_MS.max, Math.max(STEP_MS.min, paceMs / steps)));
