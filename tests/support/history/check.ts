import { checkClients } from './check-clients.js';
import { checkStoredLog } from './check-stored.js';
import { checkRenderedLists } from './check-rendered.js';
import { checkCommands } from './check-commands.js';
import type { History } from './history.js';
import type { Violation } from './violation.js';

/**
 * All violations of the guarantees of a room in a history: an acknowledged command is missing, an event was lost, shown
 * twice, out of order, after a gap, or without a commit, or the final list of a page differs from the database.
 */
export const check = (history: History): Violation[] => [
  ...checkStoredLog(history),
  ...checkCommands(history),
  ...checkClients(history),
  ...checkRenderedLists(history),
];
