/**
 * `npm run new -- command SLICE.DO-SOMETHING`: generates the files of a new command, with a failing test that lists
 * the remaining work.
 */
import { bootstrap } from './bootstrap.mjs';
import { newCommand } from './new/command.mjs';
import { root } from './paths.mjs';
import { command, logStep, UserError } from './console.mjs';

const KINDS = { command: newCommand };

await command(async () => {
  const [kind, name, ...rest] = process.argv.slice(2);
  const make = Object.hasOwn(KINDS, kind ?? '') ? KINDS[kind] : undefined;
  if (!make || !name || rest.length > 0) {
    throw new UserError('Nothing to create.', 'npm run new -- command SLICE.DO-SOMETHING, as in jam.archive-take');
  }
  await bootstrap();
  const { files, next } = await make(root, name);
  for (const file of files) logStep(`Wrote ${file}`);
  console.log(next);
});
