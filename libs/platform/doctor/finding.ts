/** What the doctor looks at, in the order of its report. */
export const CHECKS = [
  'machine',
  'limits',
  'space',
  'database',
  'redis',
  'files',
  'clock',
  'address',
  'models',
  'graphics',
  'renderer',
  'sandbox',
] as const;
export type Check = (typeof CHECKS)[number];

/** `warning`: it works, but worse or less safely than it could. `problem`: something fails now or will soon. */
export type Level = 'ok' | 'warning' | 'problem';

/** One line of the report. `code` names its text in every language. */
export interface Finding<Code extends string = string> {
  readonly check: Check;
  readonly level: Level;
  readonly code: Code;
  /** Fill the placeholders of the text. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** What a finding says, and what to do about it. `{name}` stands for a value. */
export interface FindingText {
  readonly message: string;
  readonly advice?: string;
}

/** Replaces the placeholders of a text. */
export const fillText = (text: string, values: Finding['values']): string =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
