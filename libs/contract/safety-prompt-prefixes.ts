import { z } from 'zod';
import { command, EmptyReply } from './command.js';
import { LIMITS } from './limits.js';
import { Id, text, limitCombiningMarks } from './primitives.js';

/** Whose words: the instance's, the model's on this instance, the room's. */
export const PROMPT_PREFIX_SCOPES = ['instance', 'model', 'room'] as const;
export const PromptPrefixScope = z.enum(PROMPT_PREFIX_SCOPES);
export type PromptPrefixScope = z.infer<typeof PromptPrefixScope>;

/** What would reach into the words beside it, or is no word at all: schedules, alternations, tags, escapes, lines. */
const REACHING = /[[\]|<>\\\p{Cc}\p{Zl}\p{Zp}]/u;

function closes(words: string): boolean {
  let open = 0;
  for (const letter of words) {
    if (letter === '(') open++;
    if (letter === ')' && --open < 0) return false;
  }
  return open === 0;
}

/** Words with weights at most: `(x)` and `(x:1.2)`; BREAK begins a window of its own. */
const styled = () =>
  limitCombiningMarks(text(LIMITS.promptPrefixLength))
    .refine((words) => !REACHING.test(words), 'only words and weights')
    .refine(closes, 'unclosed parenthesis')
    .transform((words) => words.trim());

export const PromptPrefix = z
  .strictObject({
    /** Before what users want to see. */
    prefix: styled(),
    /** Behind what they do not want to see. */
    negativeSuffix: styled(),
  })
  .meta({ id: 'StyleWords' });
export type PromptPrefix = z.infer<typeof PromptPrefix>;

/** What was added to a prompt, and by whom; the outermost first. */
export const AppliedPromptPrefix = z
  .strictObject({ scope: PromptPrefixScope, prefix: z.string(), negativeSuffix: z.string() })
  .meta({ id: 'AddedWords' });
export type AppliedPromptPrefix = z.infer<typeof AppliedPromptPrefix>;

/** `isOn` false: nothing is added to what this model renders, by nobody. */
export const ModelPromptPrefix = PromptPrefix.extend({ modelId: text(100, 1), isOn: z.boolean() }).meta({
  id: 'ModelStyle',
});
export type ModelPromptPrefix = z.infer<typeof ModelPromptPrefix>;

/** What is said of the instance and of models; of a model that is not there, nothing of its own is said. */
export const PromptPrefixes = z
  .strictObject({ instance: PromptPrefix, models: z.array(ModelPromptPrefix) })
  .meta({ id: 'Styles' });
export type PromptPrefixes = z.infer<typeof PromptPrefixes>;

/** What is added in a room with a model, and what of it the room says, also where the model has it switched off. */
export const RoomPromptPrefixes = z
  .strictObject({ promptPrefixes: z.array(AppliedPromptPrefix), room: PromptPrefix, isOn: z.boolean() })
  .meta({ id: 'RoomStyle' });
export type RoomPromptPrefixes = z.infer<typeof RoomPromptPrefixes>;

export const SAFETY_STYLE_COMMANDS = {
  'safety.getPromptPrefix': command(
    'read',
    z.strictObject({ roomId: Id, model: text(100) }),
    RoomPromptPrefixes,
    'What the house adds to prompts here; with a model that is not there, what it adds with any',
  ),
  'safety.setRoomPromptPrefix': command(
    'manage',
    PromptPrefix.extend({ roomId: Id }),
    EmptyReply,
    'What is added to prompts of a room',
  ),
} as const;

export const SAFETY_STYLE_EVENTS = {
  /** To everybody, or to the room that is named: what is added to prompts may be another from now on. */
  'safety.promptPrefixChanged': z.strictObject({ roomId: Id.optional() }),
} as const;

/** Those who moderate read, admins change. */
export const SAFETY_STYLE_ROUTES = {
  promptPrefixes: { method: 'GET', path: '/api/safety/prompt-prefixes', reply: PromptPrefixes, status: 200 },
  setInstancePromptPrefix: {
    method: 'PUT',
    path: '/api/safety/prompt-prefixes/instance',
    body: PromptPrefix,
    reply: PromptPrefixes,
    status: 200,
  },
  setModelPromptPrefix: {
    method: 'PUT',
    path: '/api/safety/prompt-prefixes/models',
    body: ModelPromptPrefix,
    reply: PromptPrefixes,
    status: 200,
  },
} as const;
