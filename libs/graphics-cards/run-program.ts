import { execFile } from 'node:child_process';

/** Runs a program of the system. @returns its output; empty if there is none, it fails, or takes too long */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

const DEADLINE_MS = 8_000;

export const runProgram: RunProgram = (program, args) =>
  new Promise((resolve) => {
    const options = { timeout: DEADLINE_MS, killSignal: 'SIGKILL', windowsHide: true } as const;
    execFile(program, [...args], options, (error, output) => resolve(error ? '' : output));
  });
