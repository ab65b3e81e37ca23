/** What users are called, and say of themselves. */
export interface ProfileText {
  readonly name?: string;
  readonly about?: string;
}

/** As it may be kept. */
export interface CheckedProfileText<T extends ProfileText> {
  readonly said: T;
  /** In the transaction that keeps it: they are called so now. */
  kept(userId: string): Promise<void>;
}

/** @throws Rejection that says why nobody may be called this */
type Rule = <T extends ProfileText>(said: T) => Promise<CheckedProfileText<T>>;

/** Rules that accounts do not know: each is added by who knows it, when it starts. */
export class NameRules {
  private readonly rules: Rule[] = [];

  add(rule: Rule): void {
    this.rules.push(rule);
  }

  /** @throws Rejection of the first rule that refuses */
  async hold<T extends ProfileText>(wanted: T): Promise<CheckedProfileText<T>> {
    let said = wanted;
    const all: CheckedProfileText<T>[] = [];
    for (const rule of this.rules) {
      const may = await rule(said);
      said = may.said;
      all.push(may);
    }
    return {
      said,
      async kept(userId) {
        for (const may of all) await may.kept(userId);
      },
    };
  }
}
