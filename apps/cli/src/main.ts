import { parseArgs } from 'node:util';
import { Usage, USAGE } from './usage.js';

/** What a command says when it is done. Each loads what it needs, so that asking for help costs nothing. */
type Command = () => Promise<string>;

const settings = async () => (await import('@visionary/platform/config')).readConfig(process.env);

function commandOf([subject, verb, ...rest]: readonly string[]): Command | undefined {
  const [model, ...surplus] = rest;
  if (subject === 'migrate' && verb === undefined) {
    return async () => (await import('./apply-migrations.js')).applyMigrations(await settings());
  }
  if (subject === 'models' && verb === 'list' && model === undefined) {
    return async () => (await import('./list-models.js')).listModels(await settings());
  }
  if (subject === 'models' && verb === 'check' && model !== undefined && surplus.length === 0) {
    return async () => (await import('./check-model.js')).checkModel(await settings(), model);
  }
  return undefined;
}

function read(): Command {
  let words: string[];
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
    if (values.help || positionals.length === 0) return () => Promise.resolve(USAGE);
    words = positionals;
  } catch (error) {
    throw new Usage((error as Error).message);
  }
  const command = commandOf(words);
  if (!command) throw new Usage(`There is no command "${words.join(' ')}".`);
  return command;
}

/** What the person can mend is a sentence; anything else is a bug and shows where. */
const THEIRS = ['Usage', 'ConfigError', 'ModelFolderError', 'RenderError'];

try {
  console.log(await read()());
} catch (error) {
  const { name, message } = error as Error;
  console.error(THEIRS.includes(name) ? message : error);
  process.exitCode = error instanceof Usage ? 2 : 1;
}
