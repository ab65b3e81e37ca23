/**
 * Cost of searching and paging a long history: a room of many messages in Chinese and English, and other rooms, on
 * SQLite and on the MySQL or MariaDB that tests use. Prints p50 and p95 in milliseconds; a search that finds another number of messages
 * than were inserted fails the run.
 *
 *     npm run bench -- search [--messages N] [--rounds N]
 */
import { onBothDatabases, readNumbers } from './support/command-line.mjs';
import { longHistory } from './support/search/long-history.mjs';

await onBothDatabases('search', readNumbers({ messages: 100_000, rounds: 15 }).sizes, longHistory);
