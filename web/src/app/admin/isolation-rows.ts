import type { ProcessIsolationView } from '@visionary/contract';

export interface IsolationRow {
  readonly host: string;
  readonly processes: readonly ProcessIsolationView['process'][];
  readonly isolation: ProcessIsolationView;
}

/** One row for the processes of a host that are isolated in the same way for the same reason. */
export function isolationRows(list: readonly ProcessIsolationView[]): IsolationRow[] {
  const keyOf = ({ host, level, hasNetwork, reason }: ProcessIsolationView) =>
    JSON.stringify([host, level, hasNetwork, reason]);
  const groups = Map.groupBy(list, keyOf);
  return [...groups.values()].map((same) => ({
    host: same[0]!.host,
    processes: [...new Set(same.map(({ process }) => process))],
    isolation: same[0]!,
  }));
}
