import type { History, ComparableMessage } from './history.js';
import type { Violation } from './violation.js';

const ASPECTS = ['seq', 'authorId', 'clientId', 'text', 'editedAt', 'deletedBy', 'pinnedBy', 'reactions'] as const;

const difference = (shown: ComparableMessage, kept: ComparableMessage): string | undefined => {
  const aspect = ASPECTS.find((name) => JSON.stringify(shown[name]) !== JSON.stringify(kept[name]));
  return aspect && `${aspect} ${JSON.stringify(shown[aspect])} where the database has ${JSON.stringify(kept[aspect])}`;
};

/** Checks the final lists: every page shows the messages of the database in order. */
export const checkRenderedLists = ({ kept, shown }: History): Violation[] =>
  shown.flatMap(({ client, roomId, messages }) => {
    const found: Violation[] = [];
    const list = (what: string, seq?: number) =>
      found.push({ fault: 'list', client, roomId, what, ...(seq !== undefined && { seq }) });
    const left = new Map((kept.find((room) => room.roomId === roomId)?.messages ?? []).map((one) => [one.id, one]));
    const seen = new Set<string>();
    let before = 0;
    for (const message of messages) {
      if (message.seq <= before) list(`stands after ${before}`, message.seq);
      before = message.seq;
      const stands = left.get(message.id);
      if (seen.has(message.id)) list('stands there twice', message.seq);
      else if (!stands) list('the database does not have it', message.seq);
      else {
        const how = difference(message, stands);
        if (how) list(how, message.seq);
      }
      seen.add(message.id);
      left.delete(message.id);
    }
    for (const { seq } of left.values()) list('is missing', seq);
    return found;
  });
