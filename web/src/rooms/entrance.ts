import type { RoomSnapshot } from '@visionary/contract';
import { asRefused, type Refused, type RefusalCode } from '../shared/refused.js';

/** These will not be different in a moment. */
const FINAL: readonly RefusalCode[] = [
  ...(['ROOMS_NOT_FOUND', 'ROOMS_BANNED', 'ROOMS_FULL', 'ROOMS_NOT_A_MEMBER'] as const),
  ...(['FORBIDDEN', 'UNAUTHENTICATED', 'NOT_FOUND', 'INVALID'] as const),
];

export interface EntrancePorts {
  isUp(): boolean;
  ask(): Promise<RoomSnapshot>;
  arrived(snapshot: RoomSnapshot): void;
  /** Not now; it is asked again by itself. */
  delayed(why: Refused): void;
  /** Not at all. */
  refused(why: Refused): void;
  patience(failures: number): Promise<void>;
}

/** Opens a room, and goes on asking while the answer may change. Only the newest attempt counts. */
export class Entrance {
  private attempt = 0;

  constructor(private readonly ports: EntrancePorts) {}

  async open(): Promise<void> {
    const mine = (this.attempt += 1);
    const isNewest = () => mine === this.attempt;
    for (let failures = 1; isNewest() && this.ports.isUp(); failures += 1) {
      try {
        const snapshot = await this.ports.ask();
        if (isNewest()) this.ports.arrived(snapshot);
        return;
      } catch (error) {
        const why = asRefused(error);
        if (!isNewest()) return;
        if (FINAL.includes(why.code)) return this.ports.refused(why);
        this.ports.delayed(why);
        await this.ports.patience(failures);
      }
    }
  }

  /** What is under way no longer counts. */
  abandon(): void {
    this.attempt += 1;
  }
}
