import { statSync } from 'node:fs';

/** Files that boot a server, then files that drive browsers or kill servers; the fast rest fills the end. */
const TIERS = [['services'], ['browser', 'faults'], ['house', 'unit', 'client']];

/** Within a tier, larger files have more tests. */
const largestFirst = (tests) =>
  tests
    .map((test) => ({ test, bytes: statSync(test.path).size }))
    .sort((one, other) => other.bytes - one.bytes)
    .map(({ test }) => test);

/**
 * The order in which Jest starts files, the same in every run: slow ones first, so that no core is idle at the
 * end. Browser tests run together: pages keep animating while a test waits, which costs more beside other waiting tests.
 */
export default class TestSequencer {
  sort(tests) {
    const [services, programs, quick] = TIERS.map((names) =>
      largestFirst(tests.filter(({ context }) => names.includes(context.config.displayName.name))),
    );
    return [...services, ...programs, ...quick];
  }

  /** The default sequencer would cache the duration of each file. */
  cacheResults() {}
}
