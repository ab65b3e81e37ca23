import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

import { formatted } from '../format.mjs';
import { at } from '../paths.mjs';
import { capture } from '../processes.mjs';
import { logStep } from '../console.mjs';
import { toMarkdown } from './markdown.mjs';
import { summarize } from './summarize.mjs';

/** Unknown without git, such as in an unpacked archive. */
async function commit() {
  const result = await capture('git', ['describe', '--always', '--dirty', '--abbrev=10']).catch(() => ({ code: 1 }));
  return result.code === 0 ? result.output.trim() : 'unknown';
}

const machine = () =>
  `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;

/**
 * Writes the report of a test run to test-report/, for people and for programs.
 * @param {{only: string[], isWhole: boolean, ms: number, services: Record<string, string>}} how
 */
export async function writeReport(outcomes, { only, isWhole, ms, services }) {
  const ran = {
    ...{ at: new Date().toISOString(), commit: await commit(), machine: machine(), only, isWhole },
    ...{ seconds: Math.round(ms / 100) / 10, services },
  };
  const report = { ran, ...summarize(outcomes) };
  mkdirSync(at('test-report'), { recursive: true });
  writeFileSync(at('test-report/report.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(at('test-report/report.md'), await formatted('report.md', toMarkdown(report)));
  logStep('Report: test-report/report.md');
}
