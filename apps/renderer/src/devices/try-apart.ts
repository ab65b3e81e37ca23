import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrialReport, TrialRequest } from './trial/protocol.js';

const PROGRAM = fileURLToPath(new URL('./trial/main.js', import.meta.url));

/** Tries a device in a process of its own, because a driver may crash or hang it. */
export function tryApart(request: TrialRequest, deadlineMs: number, program = PROGRAM): Promise<TrialReport> {
  const env = { ...process.env, ...request.environment };
  const child = fork(program, [JSON.stringify(request)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env });
  return new Promise((resolve) => {
    const settle = (report: TrialReport) => {
      clearTimeout(deadline);
      child.removeAllListeners();
      child.kill('SIGKILL');
      resolve(report);
    };
    const deadline = setTimeout(
      () => settle({ failure: `it did not answer within ${deadlineMs / 1000} s` }),
      deadlineMs,
    );
    child.once('message', (report) => settle(report as TrialReport));
    child.once('error', (error) => settle({ failure: error.message }));
    child.once('exit', (code, signal) => {
      const end = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
      settle({ failure: `the process that tried it ${end}` });
    });
  });
}
