import type { History } from './history.js';
import type { Violation } from './violation.js';

/** Checks the log in the database: every seq once from 1 on, every command of a user once. */
export const checkStoredLog = ({ kept }: History): Violation[] =>
  kept.flatMap(({ roomId, lastSeq, events }) => {
    const found: Violation[] = [];
    const commands = new Map<string, number>();
    let expected = 1;
    for (const { seq, actorId, clientId } of events) {
      if (seq < expected) found.push({ fault: 'double', roomId, seq, what: 'stands in the log twice' });
      if (seq > expected) found.push({ fault: 'gap', roomId, seq: expected, what: 'is missing in the log' });
      expected = Math.max(expected, seq + 1);
      const command = `${actorId} ${clientId}`;
      const first = commands.get(command);
      if (clientId && first !== undefined) {
        found.push({ fault: 'double', roomId, seq, what: `was done as ${first}, too` });
      }
      commands.set(command, seq);
    }
    if (expected !== lastSeq + 1) {
      found.push({ fault: 'gap', roomId, seq: lastSeq, what: `log ends at ${expected - 1}` });
    }
    return found;
  });
