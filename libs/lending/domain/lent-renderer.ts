import type { DeviceView, LendingRules, LentRendererState } from '@visionary/contract';

/** A renderer that a user lends to the instance. Times in ms since 1970. */
export interface LentRenderer extends Readonly<LendingRules> {
  readonly id: string;
  readonly ownerId: string;
  readonly state: LentRendererState;
  /** Why an admin banned it. Empty otherwise. */
  readonly reason: string;
  readonly isDraining: boolean;
  readonly createdAt: number;
  /** Null: its program was never connected. */
  readonly lastSeenAt: number | null;
  /** As its program reported it last. */
  readonly device: DeviceView | null;
  /** Rendered takes. */
  readonly takes: number;
  /** Time that it rendered them in. */
  readonly renderMs: number;
}

/** Rules that don't limit anybody. */
export const OPEN_RULES = {
  audience: 'everyone',
  roomIds: [],
  models: null,
  memoryMiB: null,
  quietHours: null,
} as const satisfies Omit<LendingRules, 'name'>;

/** A lent renderer was added, changed, or deleted, or its owner may lend or not. Published inside the transaction. */
export class LentRendererChanged {
  constructor(
    readonly id: string,
    /** Its token doesn't work any longer: connections that were opened with it are closed. */
    readonly isTokenRevoked: boolean,
  ) {}
}
