type Json = Readonly<Record<string, unknown>>;

/** Keyword of the PNG text chunk that says exactly how Visionary rendered an image, as JSON. */
export const IMAGE_RECORD_KEYWORD = 'visionary';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Parses the text under `IMAGE_RECORD_KEYWORD`. Images rendered before November 2026 have other names for the steers, the
 * stop point, and the suffix of the negative prompt; they are renamed. The fields are not validated.
 * @returns undefined for text that is no JSON object with a `job`
 */
export function parseImageRecord(text: string): (Json & { readonly job: Json }) | undefined {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(record) || !isObject(record['job'])) return undefined;
  return { ...record, job: withCurrentNames(record['job']) };
}

function withCurrentNames({ changes, stopAt, added, ...job }: Json): Json {
  return {
    ...(Array.isArray(changes) && { promptChanges: changes.map(withImage) }),
    ...(stopAt !== undefined && { stopPoint: withImage(stopAt) }),
    ...(added !== undefined && { added: withNegativeSuffix(added) }),
    ...job,
  };
}

function withImage(position: unknown): unknown {
  if (!isObject(position) || !('picture' in position)) return position;
  const { picture, ...rest } = position;
  return { image: picture, ...rest };
}

function withNegativeSuffix(added: unknown): unknown {
  if (!isObject(added) || !('suffix' in added)) return added;
  const { suffix, ...rest } = added;
  return { negativeSuffix: suffix, ...rest };
}
