type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How one object's keys are renamed, and what is done with the values beneath some of them, by their old names. */
export interface Shape {
  readonly keys?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, (value: unknown) => unknown>>;
}

/** Renames the keys of one object; keys that the shape does not name stay as they are. */
export const objectOf =
  ({ keys = {}, values = {} }: Shape) =>
  (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([key, one]) => {
      const name = Object.hasOwn(keys, key) ? (keys[key] ?? key) : key;
      const change = Object.hasOwn(values, key) ? values[key] : undefined;
      return [name, change ? change(one) : one] as const;
    });
    return Object.fromEntries(entries);
  };

export const listOf =
  (each: (value: unknown) => unknown) =>
  (value: unknown): unknown =>
    Array.isArray(value) ? value.map(each) : value;

/** Text that holds JSON; null and text that is no JSON stay as they are. */
export const inJson =
  (change: (value: unknown) => unknown) =>
  (text: unknown): unknown => {
    if (typeof text !== 'string' || text === '') return text;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return text;
    }
    return JSON.stringify(change(value));
  };
