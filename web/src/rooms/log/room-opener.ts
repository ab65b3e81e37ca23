import type { RoomSnapshot } from '@visionary/contract';
import { toRejection, type Rejection, type RejectionCode } from '../../shared/api/rejection.js';

/** Permanent rejections: a retry does not help. */
const PERMANENT_CODES: readonly RejectionCode[] = [
  ...(['ROOMS_NOT_FOUND', 'ROOMS_BANNED', 'ROOMS_FULL', 'ROOMS_NOT_A_MEMBER'] as const),
  ...(['FORBIDDEN', 'UNAUTHENTICATED', 'NOT_FOUND', 'INVALID'] as const),
];

export interface RoomOpenerPorts {
  isUp(): boolean;
  open(): Promise<RoomSnapshot>;
  onOpened(snapshot: RoomSnapshot): void;
  /** Failed for now; retried automatically. */
  onRetry(rejection: Rejection): void;
  /** Failed permanently. */
  onRejected(rejection: Rejection): void;
  backoff(failures: number): Promise<void>;
}

/** Opens a room with retries. Only the newest attempt counts. */
export class RoomOpener {
  private attempt = 0;

  constructor(private readonly ports: RoomOpenerPorts) {}

  async open(): Promise<void> {
    const attempt = (this.attempt += 1);
    const isNewest = () => attempt === this.attempt;
    for (let failures = 1; isNewest() && this.ports.isUp(); failures += 1) {
      try {
        const snapshot = await this.ports.open();
        if (isNewest()) this.ports.onOpened(snapshot);
        return;
      } catch (error) {
        const rejection = toRejection(error);
        if (!isNewest()) return;
        if (PERMANENT_CODES.includes(rejection.code)) return this.ports.onRejected(rejection);
        this.ports.onRetry(rejection);
        await this.ports.backoff(failures);
      }
    }
  }

  /** Cancels the running attempt. */
  abandon(): void {
    this.attempt += 1;
  }
}
