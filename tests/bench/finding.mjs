/**
 * Cost of searching posts and own takes: a feed of many posts in Chinese and English, and many takes of one user,
 * on SQLite and on the MySQL or MariaDB that tests use. Prints p50 and p95 in milliseconds; a search that finds another number of posts
 * than were inserted fails the run.
 *
 *     npm run bench -- finding [--posts N] [--takes N] [--rounds N]
 */
import { onBothDatabases, readNumbers } from './support/command-line.mjs';
import { bigGallery } from './support/finding/big-gallery.mjs';

await onBothDatabases('finding', readNumbers({ posts: 100_000, takes: 20_000, rounds: 9 }).sizes, bigGallery);
