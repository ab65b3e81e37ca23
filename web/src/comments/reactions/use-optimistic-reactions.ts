import type { PostCounts } from '@visionary/contract';
import { shallowReactive } from 'vue';

/** The confirmed reactions, and the requested state while a command is running. */
export interface ReactionState {
  readonly confirmed: readonly string[];
  readonly requested: ReadonlyMap<string, boolean>;
}
type ReactionCounts = Pick<PostCounts, 'reactions'>;
/** Sends the command. @returns my reactions afterwards */
type React = (id: string, emoji: string, on: boolean, confirmed: readonly string[]) => Promise<readonly string[]>;
const NOTHING: ReactionState = { confirmed: [], requested: new Map() };

export const myReactions = ({ confirmed, requested }: ReactionState): string[] => [
  ...confirmed.filter((emoji) => requested.get(emoji) !== false),
  ...[...requested].flatMap(([emoji, on]) => (on && !confirmed.includes(emoji) ? [emoji] : [])),
];

/** The count including unconfirmed changes. */
export function reactionCount(
  { confirmed, requested }: ReactionState,
  { reactions }: ReactionCounts,
  emoji: string,
): number {
  const count = reactions.find((one) => one.emoji === emoji)?.count ?? 0;
  const [is, requestedState] = [confirmed.includes(emoji), requested.get(emoji)];
  return Math.max(0, count + (requestedState === undefined || requestedState === is ? 0 : requestedState ? 1 : -1));
}

export const withRequested = (
  { confirmed, requested }: ReactionState,
  emoji: string,
  on: boolean | null,
): ReactionState => {
  const next = new Map(requested);
  if (on === null) next.delete(emoji);
  else next.set(emoji, on);
  return { confirmed, requested: next };
};

/** My reactions to subjects: shown at once, sent one after the other, rolled back on rejection. */
export function useOptimisticReactions(apply: React) {
  const states = shallowReactive(new Map<string, ReactionState>());
  const busy = new Set<string>();
  const of = (id: string): ReactionState => states.get(id) ?? NOTHING;
  const request = (id: string, emoji: string, on: boolean | null) => states.set(id, withRequested(of(id), emoji, on));

  /** The last request wins. @throws Rejection, after the rollback */
  async function react(id: string, emoji: string, on: boolean): Promise<void> {
    const key = `${id} ${emoji}`;
    request(id, emoji, on);
    if (busy.has(key)) return;
    busy.add(key);
    try {
      for (let value: boolean | undefined; value !== of(id).requested.get(emoji);) {
        value = of(id).requested.get(emoji) ?? false;
        const confirmed = await apply(id, emoji, value, of(id).confirmed);
        states.set(id, { confirmed, requested: of(id).requested });
      }
    } finally {
      busy.delete(key);
      request(id, emoji, null);
    }
  }

  return {
    react,
    confirmed: (id: string, current: readonly string[]): void =>
      void states.set(id, { confirmed: current, requested: of(id).requested }),
    remove: (id: string): void => void states.delete(id),
    myReactionsTo: (id: string): readonly string[] => myReactions(of(id)),
    /** All reactions to a subject with their counts, mine included before they are confirmed. */
    listOf(id: string, counts: ReactionCounts) {
      const myEmojis = myReactions(of(id));
      const emojis = new Set([...counts.reactions.map(({ emoji }) => emoji), ...myEmojis]);
      const count = (emoji: string): number => reactionCount(of(id), counts, emoji);
      return [...emojis].map((emoji) => ({ emoji, count: count(emoji), isMine: myEmojis.includes(emoji) }));
    },
    countOf: (id: string, counts: ReactionCounts, emoji: string): number => reactionCount(of(id), counts, emoji),
  };
}
