/** Whose words are added to prompts: the instance's, the model's on this instance, the room's. */
export type StyleOf = 'instance' | 'model' | 'room';

export interface StyleWords {
  /** Before what people want to see. */
  readonly prefix: string;
  /** Behind what they do not want to see. */
  readonly suffix: string;
}

export interface AddedWords extends StyleWords {
  readonly of: StyleOf;
}

export interface Style extends AddedWords {
  /** Of the model or room; of the instance, nothing. */
  readonly id: string;
  /** Of a model: whether anything is added to what it renders. */
  readonly isOn: boolean;
}

export const NO_STYLE: StyleWords = { prefix: '', suffix: '' };

const ORDER: readonly StyleOf[] = ['instance', 'model', 'room'];

/** What is added of these: the outermost first, nothing that says nothing, and nothing at all where the model has it off. */
export function addedOf(styles: readonly Style[]): AddedWords[] {
  if (styles.some(({ of, isOn }) => of === 'model' && !isOn)) return [];
  return ORDER.flatMap((of) => styles.filter((style) => style.of === of))
    .filter(({ prefix, suffix }) => prefix !== '' || suffix !== '')
    .map(({ of, prefix, suffix }) => ({ of, prefix, suffix }));
}
