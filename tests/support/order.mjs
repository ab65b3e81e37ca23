import { statSync } from 'node:fs';

/** What boots servers takes seconds; all else is over in no time, and fills what is left over at the end. */
const TIERS = [['services'], ['browser', 'faults'], ['house', 'unit']];

/** Of two files of a tier the larger one has more tests. */
const largestFirst = (tests) =>
  tests
    .map((test) => ({ test, bytes: statSync(test.path).size }))
    .sort((one, other) => other.bytes - one.bytes)
    .map(({ test }) => test);

/** Both lists, each in its order and spread over the whole. */
function spread(one, other) {
  const places = [one, other].flatMap((list) => list.map((test, i) => ({ test, at: (i + 0.5) / list.length })));
  return places.sort((first, second) => first.at - second.at).map(({ test }) => test);
}

/**
 * The order in which Jest begins files, the same in every run: what takes long first, so that no core stands still at the
 * end, and what drives browsers and kills servers among what waits for a database, rather than beside its like.
 */
export default class Order {
  sort(tests) {
    const [services, programs, quick] = TIERS.map((names) =>
      largestFirst(tests.filter(({ context }) => names.includes(context.config.displayName.name))),
    );
    return [...spread(services, programs), ...quick];
  }

  /** Jest's own would keep how long each file took. */
  cacheResults() {}
}
