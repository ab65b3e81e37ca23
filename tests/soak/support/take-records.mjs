import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const ENDS = ['generation.finished', 'generation.failed', 'generation.cancelled'];
/**
 * Expected failures: a renderer killed twice during one take or two takes of a model in a row, and images of random
 * weights that are detected as defective.
 */
const EXPECTED_FAILURES = ['RENDERER_CRASHED', 'MODEL_QUARANTINED'];
const OF_RANDOM_WEIGHTS = ['RENDER_CORRUPT', 'RENDER_SATURATED', 'RENDER_UNIFORM', 'RENDER_BLACK', 'RENDER_NAN'];

/** All takes in the database. `open` counts those that have not ended. */
export class TakeRecords {
  constructor(data) {
    this.database = new DatabaseSync(join(data, 'visionary.sqlite'), { readOnly: true });
  }

  open() {
    return this.database.prepare("select count(*) as n from take where status in ('queued', 'rendering')").get().n;
  }

  /** Compares the takes with the room logs: each queued once, ended once, with the status of the table. */
  audit() {
    const takes = this.database
      .prepare('select id, status, settings, failure_code, failure_detail, overtaken from take')
      .all();
    const events = this.database.prepare(`select type, payload from room_event where type like 'generation.%'`).all();
    const ends = new Map();
    const queued = new Map();
    for (const { type, payload } of events) {
      const { take, takeId } = JSON.parse(payload);
      const id = take?.id ?? takeId;
      if (type === 'generation.queued') queued.set(id, (queued.get(id) ?? 0) + 1);
      if (ENDS.includes(type)) ends.set(id, [...(ends.get(id) ?? []), type]);
    }
    const wrong = takes.filter(({ id, status }) => {
      const ended = ends.get(id) ?? [];
      return queued.get(id) !== 1 || ended.length !== 1 || ended[0] !== `generation.${status}`;
    });
    const failures = takes.filter((take) => take.status === 'failed' && !isExpected(take));
    return {
      takes: takes.length,
      byStatus: countBy(takes, ({ status }) => status),
      failureCodes: countBy(
        takes.filter((take) => take.failure_code),
        (take) => take.failure_code,
      ),
      unexpectedFailures: failures.map(({ id, failure_code: code, failure_detail: detail }) => ({ id, code, detail })),
      notEndedOnce: wrong.map(({ id, status }) => ({
        id,
        status,
        ends: ends.get(id) ?? [],
        queued: queued.get(id) ?? 0,
      })),
      endsOfUnknownTakes: [...ends.keys()].filter((id) => !takes.some((take) => take.id === id)).length,
      largestOvertake: Math.max(0, ...takes.map(({ overtaken }) => overtaken)),
    };
  }

  close() {
    this.database.close();
  }
}

const isExpected = ({ failure_code: code, settings }) =>
  EXPECTED_FAILURES.includes(code) ||
  (OF_RANDOM_WEIGHTS.includes(code) && JSON.parse(settings).model.startsWith('tiny'));

const countBy = (items, of) => {
  const counts = {};
  for (const item of items) counts[of(item)] = (counts[of(item)] ?? 0) + 1;
  return counts;
};
