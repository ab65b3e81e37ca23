import type { CaseView, CasesQuery } from '@visionary/contract';

export type CaseList = NonNullable<CasesQuery['list']>;

/** Whether a case belongs to a list. */
function belongsTo(one: CaseView, list: CaseList, myId: string): boolean {
  const isOpen = one.state === 'open' || one.state === 'claimed';
  switch (list) {
    case 'open':
      return isOpen;
    case 'mine':
      return isOpen && one.claim?.by.id === myId;
    case 'appealed':
      return one.state === 'appealed';
    case 'decided':
      return !isOpen;
    default:
      return list satisfies never;
  }
}

/** The order of the server: open cases by urgency, then age; others by last change. */
const isBefore = (list: CaseList) => (a: CaseView, b: CaseView) =>
  list === 'open'
    ? b.priority - a.priority || a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1)
    : b.changedAt - a.changedAt || (a.id < b.id ? 1 : -1);

interface QueueView {
  readonly list: CaseList;
  readonly myId: string;
  /** The viewed case keeps its place whatever changes. */
  readonly openId: string | undefined;
  /** Whether a case outside the list matches its filters. */
  readonly matches: (one: CaseView) => boolean;
}

/** The rows after an update of one case. */
export function withUpdatedCase(
  rows: readonly CaseView[],
  updated: CaseView,
  queueView: QueueView,
): readonly CaseView[] {
  const at = rows.findIndex(({ id }) => id === updated.id);
  if (at >= 0 && updated.id === queueView.openId) return rows.with(at, updated);
  const others = rows.filter(({ id }) => id !== updated.id);
  if (!belongsTo(updated, queueView.list, queueView.myId) || (at < 0 && !queueView.matches(updated))) return others;
  return [...others, updated].sort(isBefore(queueView.list));
}
