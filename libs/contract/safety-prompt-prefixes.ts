import { z } from 'zod';
import { command, EmptyReply } from './command.js';
import { LIMITS } from './limits.js';
import { Id, text, limitCombiningMarks } from './primitives.js';

/** Who added it: the instance, the model on this instance, or the room. */
export const PROMPT_PREFIX_SCOPES = ['instance', 'model', 'room'] as const;
export const PromptPrefixScope = z.enum(PROMPT_PREFIX_SCOPES);
export type PromptPrefixScope = z.infer<typeof PromptPrefixScope>;

/**
 * Characters that would affect surrounding text or aren't text: schedules, alternations, tags, escapes, line breaks.
 */
const PROMPT_SYNTAX = /[[\]|<>\\\p{Cc}\p{Zl}\p{Zp}]/u;

function hasBalancedParentheses(value: string): boolean {
  let depth = 0;
  for (const character of value) {
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** Plain text with weights, `(x)` and `(x:1.2)`. BREAK starts a new chunk. */
const prefixText = () =>
  limitCombiningMarks(text(LIMITS.promptPrefixLength))
    .refine((value) => !PROMPT_SYNTAX.test(value), 'only text and weights')
    .refine(hasBalancedParentheses, 'unclosed parenthesis')
    .transform((value) => value.trim());

export const PromptPrefix = z
  .strictObject({
    /** Added before the prompt. */
    prefix: prefixText(),
    /** Added after the negative prompt. */
    negativeSuffix: prefixText(),
  })
  .meta({ id: 'PromptPrefix' });
export type PromptPrefix = z.infer<typeof PromptPrefix>;

/** What was added to a prompt and by which scope, outermost first. */
export const AppliedPromptPrefix = z
  .strictObject({ scope: PromptPrefixScope, prefix: z.string(), negativeSuffix: z.string() })
  .meta({ id: 'AppliedPromptPrefix' });
export type AppliedPromptPrefix = z.infer<typeof AppliedPromptPrefix>;

/** With `isOn` false, nothing is added to prompts rendered with this model, not even by the instance. */
export const ModelPromptPrefix = PromptPrefix.extend({ modelId: text(100, 1), isOn: z.boolean() }).meta({
  id: 'ModelPromptPrefix',
});
export type ModelPromptPrefix = z.infer<typeof ModelPromptPrefix>;

/** Prefixes of the instance and its models. A model that isn't listed has none of its own. */
export const PromptPrefixes = z
  .strictObject({ instance: PromptPrefix, models: z.array(ModelPromptPrefix) })
  .meta({ id: 'PromptPrefixes' });
export type PromptPrefixes = z.infer<typeof PromptPrefixes>;

/** What applies in a room with a model, and the room's own prefix, even if the model switches prefixes off. */
export const RoomPromptPrefixes = z
  .strictObject({ promptPrefixes: z.array(AppliedPromptPrefix), room: PromptPrefix, isOn: z.boolean() })
  .meta({ id: 'RoomPromptPrefixes' });
export type RoomPromptPrefixes = z.infer<typeof RoomPromptPrefixes>;

export const SAFETY_PROMPT_PREFIX_COMMANDS = {
  'safety.getPromptPrefix': command(
    'read',
    z.strictObject({ roomId: Id, model: text(100) }),
    RoomPromptPrefixes,
    'Prompt prefixes that apply in a room with a model; an unknown model gets those of any model',
  ),
  'safety.setRoomPromptPrefix': command(
    'manage',
    PromptPrefix.extend({ roomId: Id }),
    EmptyReply,
    'Set the prompt prefix of a room',
  ),
} as const;

export const SAFETY_PROMPT_PREFIX_EVENTS = {
  /** To the given room, or to all clients without one: prompt prefixes may have changed. */
  'safety.promptPrefixChanged': z.strictObject({ roomId: Id.optional() }),
} as const;

/** Moderators read, admins edit. */
export const SAFETY_PROMPT_PREFIX_ROUTES = {
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
