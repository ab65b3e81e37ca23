/** Sanctions on the whole instance. ms since 1970; null: none; PERMANENT: no end. */
export interface Sanctions {
  readonly mutedUntil: number | null;
  readonly bannedUntil: number | null;
}

/** The sanctions of a user changed. Published inside the transaction. */
export class UserSanctioned {
  constructor(
    readonly userId: string,
    readonly sanctions: Sanctions,
    readonly at: number,
  ) {}
}

/** Whether a sanction with this end applies at `now`. */
export const isActive = (until: number | null, now: number): until is number => until !== null && until > now;
