import type { CaseReason, Decide, DecisionKind, ContentRating } from '@visionary/contract';

const DAY_MS = 86_400_000;

/** Durations of a mute or ban in days; 0 is permanent. */
export const SANCTION_DAYS = [1, 3, 7, 30, 0] as const;

export interface DecisionForm {
  readonly text: string;
  rule: CaseReason | '';
  days: number;
  contentRating: ContentRating;
  remove: boolean;
  /** Whose text is removed from a shared prompt. */
  authorIds: string[];
}

export const hasDuration = (kind: DecisionKind): boolean => kind === 'mute' || kind === 'ban';
/** With these decisions the content may be removed, too. */
export const canAlsoRemove = (kind: DecisionKind): boolean => kind === 'warn' || hasDuration(kind);

/** The payload of the chosen decision, without fields that its kind does not have. */
export function toDecision(
  kind: DecisionKind,
  form: DecisionForm,
  now: number,
  choosesAuthors = false,
): Omit<Decide, 'changedAt'> {
  return {
    ...{ kind, message: form.text.trim(), remove: canAlsoRemove(kind) && form.remove },
    ...(form.rule !== '' && { rule: form.rule }),
    ...(hasDuration(kind) && { until: form.days === 0 ? null : now + form.days * DAY_MS }),
    ...(kind === 'setRating' && { contentRating: form.contentRating }),
    ...(choosesAuthors && { authorIds: form.authorIds }),
  };
}
