import { z } from 'zod';
import { command, Done } from './command.js';
import { LIMITS } from './limits.js';
import { Id, text, withoutTowers } from './primitives.js';

/** Whose words: the instance's, the model's on this instance, the room's. */
export const STYLE_OF = ['instance', 'model', 'room'] as const;
export const StyleOf = z.enum(STYLE_OF);
export type StyleOf = z.infer<typeof StyleOf>;

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
  withoutTowers(text(LIMITS.styleLength))
    .refine((words) => !REACHING.test(words), 'only words and weights')
    .refine(closes, 'unclosed parenthesis')
    .transform((words) => words.trim());

export const StyleWords = z
  .strictObject({
    /** Before what people want to see. */
    prefix: styled(),
    /** Behind what they do not want to see. */
    suffix: styled(),
  })
  .meta({ id: 'StyleWords' });
export type StyleWords = z.infer<typeof StyleWords>;

/** What was added to a prompt, and by whom; the outermost first. */
export const AddedWords = z
  .strictObject({ of: StyleOf, prefix: z.string(), suffix: z.string() })
  .meta({ id: 'AddedWords' });
export type AddedWords = z.infer<typeof AddedWords>;

/** `isOn` false: nothing is added to what this model renders, by nobody. */
export const ModelStyle = StyleWords.extend({ modelId: text(100, 1), isOn: z.boolean() }).meta({ id: 'ModelStyle' });
export type ModelStyle = z.infer<typeof ModelStyle>;

/** What is said of the instance and of models; of a model that is not there, nothing of its own is said. */
export const Styles = z.strictObject({ instance: StyleWords, models: z.array(ModelStyle) }).meta({ id: 'Styles' });
export type Styles = z.infer<typeof Styles>;

/** What is added in a room with a model, and what of it the room says, also where the model has it switched off. */
export const RoomStyle = z
  .strictObject({ added: z.array(AddedWords), room: StyleWords, isOn: z.boolean() })
  .meta({ id: 'RoomStyle' });
export type RoomStyle = z.infer<typeof RoomStyle>;

export const SAFETY_STYLE_COMMANDS = {
  'safety.style': command(
    'read',
    z.strictObject({ roomId: Id, model: text(100) }),
    RoomStyle,
    'What the house adds to prompts here; with a model that is not there, what it adds with any',
  ),
  'safety.styleRoom': command('manage', StyleWords.extend({ roomId: Id }), Done, 'What is added to prompts of a room'),
} as const;

export const SAFETY_STYLE_EVENTS = {
  /** To everybody, or to the room that is named: what is added to prompts may be another from now on. */
  'safety.styleChanged': z.strictObject({ roomId: Id.optional() }),
} as const;

/** Those who moderate read, admins change. */
export const SAFETY_STYLE_ROUTES = {
  styles: { method: 'GET', path: '/api/safety/styles', reply: Styles, status: 200 },
  styleInstance: { method: 'PUT', path: '/api/safety/styles/instance', body: StyleWords, reply: Styles, status: 200 },
  styleModel: { method: 'PUT', path: '/api/safety/styles/models', body: ModelStyle, reply: Styles, status: 200 },
} as const;
