/** Text of a profile that others read. */
export interface ProfileText {
  readonly name?: string;
  readonly bio?: string;
}

export interface CheckedProfileText<T extends ProfileText> {
  /** The text to store. A rule can replace parts of it. */
  readonly text: T;
  /** Runs in the transaction that stores the text. */
  onStored(userId: string): Promise<void>;
}

/** @throws Rejection when the text is not allowed */
type Rule = <T extends ProfileText>(text: T) => Promise<CheckedProfileText<T>>;

/** Rules for names and bios. Other slices add theirs at startup. */
export class NameRules {
  private readonly rules: Rule[] = [];

  add(rule: Rule): void {
    this.rules.push(rule);
  }

  /** @throws Rejection of the first rule that rejects */
  async check<T extends ProfileText>(original: T): Promise<CheckedProfileText<T>> {
    let text = original;
    const checks: CheckedProfileText<T>[] = [];
    for (const rule of this.rules) {
      const checked = await rule(text);
      text = checked.text;
      checks.push(checked);
    }
    return {
      text,
      async onStored(userId) {
        for (const checked of checks) await checked.onStored(userId);
      },
    };
  }
}
