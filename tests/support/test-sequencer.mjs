import { statSync } from 'node:fs';

/** What boots a server, then what drives browsers or kills servers; all else is over in no time, and fills what is left over at the end. */
const TIERS = [['services'], ['browser', 'faults'], ['house', 'unit', 'client']];

/** Of two files of a tier the larger one has more tests. */
const largestFirst = (tests) =>
  tests
    .map((test) => ({ test, bytes: statSync(test.path).size }))
    .sort((one, other) => other.bytes - one.bytes)
    .map(({ test }) => test);

/**
 * The order in which Jest begins files, the same in every run: what takes long first, so that no core stands still at the
 * end. Browsers go together: whatever they show moves as long as a test waits, and costs more the more others wait beside it.
 */
export default class TestSequencer {
  sort(tests) {
    const [services, programs, quick] = TIERS.map((names) =>
      largestFirst(tests.filter(({ context }) => names.includes(context.config.displayName.name))),
    );
    return [...services, ...programs, ...quick];
  }

  /** Jest's own would keep how long each file took. */
  cacheResults() {}
}
