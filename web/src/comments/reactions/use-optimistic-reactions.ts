import type { PostCounts } from '@visionary/contract';
import { shallowReactive } from 'vue';

/** What the server said I gave, and what I want now where that is on its way. */
export interface ReactionState {
  readonly told: readonly string[];
  readonly wanted: ReadonlyMap<string, boolean>;
}
type Counted = Pick<PostCounts, 'reactions'>;
/** Tells the server. @returns what I have given to it now */
type Give = (id: string, emoji: string, on: boolean, told: readonly string[]) => Promise<readonly string[]>;
const NOTHING: ReactionState = { told: [], wanted: new Map() };

export const myReactions = ({ told, wanted }: ReactionState): string[] => [
  ...told.filter((emoji) => wanted.get(emoji) !== false),
  ...[...wanted].flatMap(([emoji, on]) => (on && !told.includes(emoji) ? [emoji] : [])),
];

/** The count as it will be once what I want is done. */
export function reactionCount({ told, wanted }: ReactionState, { reactions }: Counted, emoji: string): number {
  const count = reactions.find((one) => one.emoji === emoji)?.count ?? 0;
  const [is, want] = [told.includes(emoji), wanted.get(emoji)];
  return Math.max(0, count + (want === undefined || want === is ? 0 : want ? 1 : -1));
}

export const withRequested = ({ told, wanted }: ReactionState, emoji: string, on: boolean | null): ReactionState => {
  const next = new Map(wanted);
  if (on === null) next.delete(emoji);
  else next.set(emoji, on);
  return { told, wanted: next };
};

/** Emoji that I give to things: shown at once, said one after the other, taken back where the server says no. */
export function useOptimisticReactions(give: Give) {
  const given = shallowReactive(new Map<string, ReactionState>());
  const busy = new Set<string>();
  const of = (id: string): ReactionState => given.get(id) ?? NOTHING;
  const wish = (id: string, emoji: string, on: boolean | null) => given.set(id, withRequested(of(id), emoji, on));

  /** The last wish counts, however fast they follow each other. @throws Refused, after it was taken back */
  async function react(id: string, emoji: string, on: boolean): Promise<void> {
    const key = `${id} ${emoji}`;
    wish(id, emoji, on);
    if (busy.has(key)) return;
    busy.add(key);
    try {
      for (let said: boolean | undefined; said !== of(id).wanted.get(emoji);) {
        said = of(id).wanted.get(emoji) ?? false;
        const told = await give(id, emoji, said, of(id).told);
        given.set(id, { told, wanted: of(id).wanted });
      }
    } finally {
      busy.delete(key);
      wish(id, emoji, null);
    }
  }

  return {
    react,
    told: (id: string, mine: readonly string[]): void => void given.set(id, { told: mine, wanted: of(id).wanted }),
    forget: (id: string): void => void given.delete(id),
    mineOf: (id: string): readonly string[] => myReactions(of(id)),
    countOf: (id: string, counts: Counted, emoji: string): number => reactionCount(of(id), counts, emoji),
  };
}
