import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { formatted } from '../format.mjs';
import { UserError } from '../console.mjs';

/** Files that a command touches, and naming conventions. */
const CONTRACT = 'libs/contract/commands.ts';
const RIGHTS_MATRIX = 'tests/realtime/rights.spec.ts';
const moduleOf = (slice) => `libs/${slice}/${slice}.module.ts`;
const handlerOf = (slice, name) => `libs/${slice}/api/${name}.gateway.ts`;
const testOf = (slice, name) => `libs/${slice}/api/${name}.gateway.spec.ts`;
const textsOf = (slice, language) => `web/src/${slice}/i18n.${language}.ts`;
const HANDLER_SUFFIX = 'Gateway';
/** Commands of these slices act in the room named by their payload. All others act for the user alone. */
const SLICES_OF_ROOMS = ['rooms', 'chat', 'jam'];

/** Insertion points in existing files. `$&` in a replacement keeps the matched text. */
const END_OF_COMMANDS = /\n\} as const;\n\nexport type CommandName/;
const START_OF_PAYLOADS = /\nconst PAYLOADS\b[^\n]*\{\n/;
const LAST_IMPORT = /(?:^|\n)import [^;]*;\n(?![\s\S]*\nimport )/;
const PROVIDERS = /\bproviders: \[/;
const COLLECTED_PROVIDERS = /\bproviders: (capabilities\.flatMap\([^\n]*\)),\n/;
const START_OF_TEXTS = /^export default \{\n {2}\w+: \{\n/;

const pascal = (name) => name.replace(/(^|-)(\w)/g, (_all, _dash, letter) => letter.toUpperCase());
const camel = (name) => name.replace(/-(\w)/g, (_all, letter) => letter.toUpperCase());
const sentence = (name) => name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');

/** @returns {{slice: string, file: string, command: string, handler: string, key: string, text: string, isRoomCommand: boolean}} */
function namesOf(root, name) {
  const [, slice, file] = /^([a-z]+)\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(name) ?? [];
  if (!slice) {
    throw new UserError(
      `"${name}" is not the name of a command.`,
      'SLICE.DO-SOMETHING, in lower case, as in jam.archive-take',
    );
  }
  const module = moduleOf(slice);
  if (!existsSync(join(root, module))) throw new UserError(`There is no slice "${slice}".`, `No ${module} exists.`);
  return {
    ...{ slice, file, command: `${slice}.${camel(file)}`, handler: `${pascal(file)}${HANDLER_SUFFIX}` },
    ...{ key: camel(file), text: sentence(file), isRoomCommand: SLICES_OF_ROOMS.includes(slice) },
  };
}

const contractEntry = ({ command, text, isRoomCommand }) =>
  isRoomCommand
    ? `  '${command}': command('write', z.strictObject({ roomId: Id }), EmptyReply, '${text}'),`
    : `  '${command}': command('self', z.strictObject({}), EmptyReply, '${text}'),`;

const rightsRow = ({ command, isRoomCommand }) =>
  `  '${command}': (${isRoomCommand ? '{ roomId }' : ''}) => (${isRoomCommand ? '{ roomId }' : '{}'}),\n`;

const handlerSource = ({ command, handler, text }) => `import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';

/** ${text}. */
@Injectable()
export class ${handler} {
  @Command('${command}')
  handle(_call: Call<'${command}'>): CommandReply<'${command}'> {
    return {};
  }
}
`;

const nextSteps = ({ slice, file, command }) => [
  `${CONTRACT}: the required right, payload, and reply of ${command}, and one sentence on what it does`,
  `${handlerOf(slice, file)}: call the service of the slice`,
  `libs/contract/rate-limits.ts: how often a user may send it, if it writes`,
  `${textsOf(slice, 'en')} and ${textsOf(slice, 'zh')}: its texts, also in Chinese`,
  `${RIGHTS_MATRIX}: a payload that would take effect if the user had the right`,
  `${testOf(slice, file)}: replace this test by what ${command} guarantees, with its number in docs/SPEC.md`,
];

const testSource = (names) => `import { describe, it } from '@jest/globals';

describe('${names.command}', () => {
  it('does what it is for', () => {
    throw new Error(\`${names.command} does nothing yet. Left to do:
${nextSteps(names)
  .map((step) => `- ${step}`)
  .join('\n')}\`);
  });
});
`;

/**
 * @returns {string} the text with an insertion at a pattern
 * @throws UserError when the pattern doesn't match
 */
function insert(file, text, pattern, replacement) {
  if (!pattern.test(text)) {
    throw new UserError(`${file} no longer has the expected insertion point.`, `Looked for ${pattern}`);
  }
  return text.replace(pattern, replacement);
}

function withProvider(file, text, { file: name, handler }) {
  const withImport = insert(file, text, LAST_IMPORT, `$&import { ${handler} } from './api/${name}.gateway.js';\n`);
  return COLLECTED_PROVIDERS.test(withImport)
    ? insert(file, withImport, COLLECTED_PROVIDERS, `providers: [${handler}, ...$1],\n`)
    : insert(file, withImport, PROVIDERS, `providers: [\n    ${handler},`);
}

/**
 * Generates contract entry, handler, module lines, rights row, texts in both languages, and a failing test of a
 * command.
 * @param {string} name `slice.do-something`
 * @returns {Promise<{files: string[], next: string}>} written files, and what to do next
 */
export async function newCommand(root, name) {
  const names = namesOf(root, name);
  const { slice, file, command, key, text } = names;
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const contract = read(CONTRACT);
  if (contract.includes(`'${command}'`)) throw new UserError(`The command ${command} already exists.`);
  const edited = (path, pattern, replacement) => [path, insert(path, read(path), pattern, replacement)];
  const files = [
    edited(CONTRACT, END_OF_COMMANDS, `\n${contractEntry(names)}$&`),
    edited(RIGHTS_MATRIX, START_OF_PAYLOADS, `$&${rightsRow(names)}`),
    [moduleOf(slice), withProvider(moduleOf(slice), read(moduleOf(slice)), names)],
    ...['en', 'zh'].map((language) => edited(textsOf(slice, language), START_OF_TEXTS, `$&    ${key}: '${text}',\n`)),
    [handlerOf(slice, file), handlerSource(names)],
    [testOf(slice, file), testSource(names)],
  ];
  for (const path of [handlerOf(slice, file), testOf(slice, file)]) {
    if (existsSync(join(root, path))) throw new UserError(`${path} already exists.`);
  }
  const formattedFiles = await Promise.all(files.map(async ([path, source]) => [path, await formatted(path, source)]));
  for (const [path, source] of formattedFiles) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  return {
    files: files.map(([path]) => path),
    next: `Run npm test -- ${testOf(slice, file)}: its failure lists the remaining steps.`,
  };
}
