import { execFile } from 'node:child_process';
import { expect, it } from '@jest/globals';

interface Report {
  readonly exitCodes: readonly number[];
  readonly requests: number;
  readonly failedRequests: readonly object[];
  readonly messages: number;
  readonly lost: number;
  readonly doubled: number;
  readonly rejected: readonly string[];
}

/** The drill of `npm run soak -- drain`, with the services of this test run. */
const drill = (): Promise<Report> =>
  new Promise((resolve, reject) => {
    const args = ['tests/soak/drain.mjs', '--rounds', '2', '--users', '4'];
    execFile(process.execPath, args, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`The drill did not run: ${stderr}`, { cause: error }));
      else resolve(JSON.parse(stdout) as Report);
    });
  });

it('[H34] two servers behind nginx lose no request and no message when each gets SIGTERM under load', async () => {
  const { exitCodes, requests, failedRequests, messages, lost, doubled, rejected } = await drill();
  expect({ exitCodes, failedRequests, lost, doubled, rejected }).toEqual({
    ...{ exitCodes: [0, 0], failedRequests: [], lost: 0, doubled: 0, rejected: [] },
  });
  expect(Math.min(requests, messages)).toBeGreaterThan(10);
});
