/** What people are called, and say of themselves. */
export interface Called {
  readonly name?: string;
  readonly about?: string;
}

/** As it may be kept. */
export interface MayBeCalled<T extends Called> {
  readonly said: T;
  /** In the transaction that keeps it: they are called so now. */
  kept(personId: string): Promise<void>;
}

/** @throws Rejection that says why nobody may be called this */
type Rule = <T extends Called>(said: T) => Promise<MayBeCalled<T>>;

/** Rules that accounts do not know: each is added by who knows it, when it starts. */
export class NameRules {
  private readonly rules: Rule[] = [];

  add(rule: Rule): void {
    this.rules.push(rule);
  }

  /** @throws Rejection of the first rule that refuses */
  async hold<T extends Called>(wanted: T): Promise<MayBeCalled<T>> {
    let said = wanted;
    const all: MayBeCalled<T>[] = [];
    for (const rule of this.rules) {
      const may = await rule(said);
      said = may.said;
      all.push(may);
    }
    return {
      said,
      async kept(personId) {
        for (const may of all) await may.kept(personId);
      },
    };
  }
}
