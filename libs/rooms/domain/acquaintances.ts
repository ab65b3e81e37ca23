type Rule = (userId: string, otherId: string) => Promise<boolean>;

/** Who a user knows, so that messages of these users need no acceptance. Slices above rooms add rules at startup. */
export class Acquaintances {
  private readonly rules: Rule[] = [];

  /** @param rule whether the first user knows the second */
  add(rule: Rule): void {
    this.rules.push(rule);
  }

  async knows(userId: string, otherId: string): Promise<boolean> {
    for (const rule of this.rules) if (await rule(userId, otherId)) return true;
    return false;
  }
}
