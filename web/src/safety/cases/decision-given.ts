import type { CaseReason, Decide, DecisionKind, Maturity } from '@visionary/contract';

const DAY_MS = 86_400_000;

/** How long somebody may be muted or banned, in days; 0: for good. */
export const LASTING_DAYS = [1, 3, 7, 30, 0] as const;

export interface DecisionForm {
  readonly words: string;
  readonly rule: CaseReason | '';
  readonly days: number;
  readonly maturity: Maturity;
  readonly remove: boolean;
}

export const isLasting = (kind: DecisionKind): boolean => kind === 'mute' || kind === 'ban';
/** With these the subject may be removed, too. */
export const mayRemoveToo = (kind: DecisionKind): boolean => kind === 'warn' || isLasting(kind);

/** What was chosen, as the server wants it: nothing that this kind of decision does not know. */
export function decisionGiven(kind: DecisionKind, form: DecisionForm, now: number): Omit<Decide, 'changedAt'> {
  return {
    ...{ kind, words: form.words.trim(), remove: mayRemoveToo(kind) && form.remove },
    ...(form.rule !== '' && { rule: form.rule }),
    ...(isLasting(kind) && { until: form.days === 0 ? null : now + form.days * DAY_MS }),
    ...(kind === 'level' && { maturity: form.maturity }),
  };
}
