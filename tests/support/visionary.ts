import { execFile } from 'node:child_process';
import { environment } from './environment.js';
import { freshFolder } from './services.js';

export interface Ended {
  readonly code: number;
  readonly said: string;
  readonly complained: string;
}

/** Runs the built command line as a process of its own. */
export function visionary(words: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  const env = environment({ DATA_DIR: freshFolder(), MODELS_DIR: 'tests/golden', ...settings });
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/apps/cli/src/main.js', ...words], { env }, (error, said, complained) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said, complained });
    });
  });
}
