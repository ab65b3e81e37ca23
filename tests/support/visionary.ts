import { execFile } from 'node:child_process';
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

/** Runs the CLI in this process, which saves a second of startup. Its output has no progress lines. */
export async function visionaryHere(args: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  const { exitCode } = process;
  process.exitCode = undefined;
  const ended = await run(args, environmentOf(settings));
  // A command can have set its own exit code.
  const code = ended.code || Number(process.exitCode ?? 0);
  process.exitCode = exitCode;
  const { stdout, stderr } = ended;
  const line = (text: unknown) => (text === undefined ? '' : `${String(text)}\n`);
  return { code, stdout: line(stdout), stderr: line(stderr) };
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
