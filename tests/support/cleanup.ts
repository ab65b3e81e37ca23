import { afterAll } from '@jest/globals';

type Ending = () => unknown;

/** A cleanup that takes longer is reported by name, and the next ones run. */
const DEADLINE_MS = 60_000;

const endings: { readonly ending: Ending; readonly startedAt: Error }[] = [];

/** Registers a cleanup; cleanups run after the last test of the file, newest first. */
export function onCleanup(ending: Ending): void {
  endings.push({ ending, startedAt: new Error('What did not end was started here') });
}

async function endOf({ ending, startedAt }: (typeof endings)[number]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${DEADLINE_MS} ms`, { cause: startedAt })), DEADLINE_MS);
  });
  await Promise.race([ending(), late]).finally(() => clearTimeout(timer));
}

afterAll(async () => {
  const failures: unknown[] = [];
  for (let last = endings.pop(); last; last = endings.pop()) await endOf(last).catch((error) => failures.push(error));
  if (failures.length === 0) return;
  const causes = failures.map((error) => (error instanceof Error ? [error.stack, error.cause] : error));
  throw new AggregateError(failures, `Something a test has started did not end: ${JSON.stringify(causes, asText, 1)}`);
});

const asText = (_key: string, value: unknown): unknown => (value instanceof Error ? value.stack : value);
