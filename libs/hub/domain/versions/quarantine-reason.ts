/** What a version did to whatever rendered with it; `killed`: from outside, as a rule for want of memory. */
export type SetAsideReason = 'hung' | 'killed' | 'crashed';

type Knows = (useId: string) => Promise<SetAsideReason | undefined>;

/** Whoever renders knows why a version was set aside; the hub knows nobody who does. */
export class QuarantineReasons {
  private knows: Knows | undefined;

  use(knows: Knows): void {
    this.knows = knows;
  }

  /** @returns undefined where nobody knows (any more) */
  async of(useId: string): Promise<SetAsideReason | undefined> {
    return this.knows?.(useId);
  }

  /** By use id, of those where it is known. */
  async ofVersions(versions: readonly { readonly useId: string; readonly state: string }[]) {
    const known = new Map<string, SetAsideReason>();
    for (const { useId, state } of versions) {
      const why = state === 'quarantined' ? await this.of(useId) : undefined;
      if (why) known.set(useId, why);
    }
    return known;
  }
}
