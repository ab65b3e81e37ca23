import { execFile } from 'node:child_process';
import { jest } from '@jest/globals';
import { run } from '../../apps/cli/src/command-line.js';
import { environment } from './environment.js';
import { freshFolder } from './services.js';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const environmentOf = (settings: Record<string, string>) =>
  environment({ DATA_DIR: freshFolder(), MODELS_DIR: 'tests/golden', ...settings });

/** Runs the CLI in this process, which saves a second of startup. */
export async function visionaryHere(args: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  let stderr = '';
  const printError = (line: unknown) => void (stderr += `${String(line)}\n`);
  const print = jest.spyOn(console, 'error').mockImplementation(printError);
  const { exitCode } = process;
  process.exitCode = undefined;
  try {
    const ended = await run(args, environmentOf(settings));
    if (ended.stderr !== undefined) printError(ended.stderr);
    const stdout = ended.stdout === undefined ? '' : `${String(ended.stdout)}\n`;
    // A command can have set its own exit code.
    return { code: ended.code || Number(process.exitCode ?? 0), stdout, stderr };
  } finally {
    print.mockRestore();
    process.exitCode = exitCode;
  }
}

/** Runs the built CLI as a separate process. */
export function visionary(args: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  const env = environmentOf(settings);
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/apps/cli/src/main.js', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
