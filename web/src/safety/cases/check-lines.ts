import type { CaseReportView } from '@visionary/contract';

/** A score of a check: a figure of 0 to 1 says itself best with two digits. */
const shown = (value: string | number | boolean, number: (value: number) => string): string =>
  typeof value === 'number' ? number(Math.round(value * 100) / 100) : String(value);

/** What the checks of the server found, a line for each time they found something: "porn 0.81, threshold 0.7". */
export function checkLines(reports: readonly CaseReportView[], number: (value: number) => string): string[] {
  return reports
    .filter(({ by, detail }) => by === undefined && detail !== undefined)
    .map(({ detail = {} }) =>
      Object.entries(detail)
        .map(([name, value]) => `${name} ${shown(value, number)}`)
        .join(', '),
    )
    .filter((line, at, all) => line !== '' && all.indexOf(line) === at);
}
