import type { Execute, Migration } from './migration.js';
import { isObject } from './plain-names/json-names.js';
import { rewriteTable } from './rewrite-table.js';

/** As the log wrote people before it kept ids alone: an id, a name, perhaps a picture, and nothing else. */
const isPerson = (value: Record<string, unknown>): boolean =>
  ['id', 'name'].every((key) => typeof value[key] === 'string') &&
  Object.keys(value).every((key) => key === 'id' || key === 'name' || key === 'picture');

const withoutNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (!isObject(value)) return value;
  if (isPerson(value)) return { $person: value['id'] };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutNames(one)]));
};

const rewritePayloads = (execute: Execute): Promise<void> =>
  rewriteTable(execute, {
    table: 'room_event',
    key: ['room_id', 'seq'],
    columns: ['payload'],
    rewrite({ payload }) {
      // In text that people typed the quotes are escaped, so that it is not found here.
      if (!String(payload).includes('"name":')) return {};
      return { payload: JSON.stringify(withoutNames(JSON.parse(String(payload)))) };
    },
  });

/** What former versions wrote into the logs of rooms holds names, also of people who have left since: ids stay. */
export const namesOutOfTheLog: Migration = { sqlite: rewritePayloads, mysql: rewritePayloads };
