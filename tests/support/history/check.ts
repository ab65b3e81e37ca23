import { checkClients } from './check-clients.js';
import { checkStoredLog } from './check-stored.js';
import { checkRenderedLists } from './check-rendered.js';
import { checkCommands } from './check-commands.js';
import type { History } from './history.js';
import type { Violation } from './violation.js';

/**
 * Everything in a history that a room promises not to do: what was acknowledged is missing, an event was lost, shown twice,
 * out of order or after a hole, said without having been committed, or a page ends with another list than the database.
 */
export const check = (history: History): Violation[] => [
  ...checkStoredLog(history),
  ...checkCommands(history),
  ...checkClients(history),
  ...checkRenderedLists(history),
];
