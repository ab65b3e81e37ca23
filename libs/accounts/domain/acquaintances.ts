/** The users among some who know another user. */
type Rule = (otherId: string, userIds: readonly string[]) => Promise<readonly string[]>;

/** Who knows whom, so that messages need no acceptance and mentions notify. Slices add rules at startup. */
export class Acquaintances {
  private readonly rules: Rule[] = [];

  add(rule: Rule): void {
    this.rules.push(rule);
  }

  /** The users among `userIds` who know another user. The number of queries is constant. */
  async whoKnow(otherId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (const rule of this.rules) {
      const others = userIds.filter((id) => !known.has(id));
      if (others.length === 0) break;
      for (const id of await rule(otherId, others)) known.add(id);
    }
    return known;
  }
}
