import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

export interface JsonSchemas {
  /** By the name it was asked for: a `$ref` where the schema has an id, else the schema itself. */
  readonly of: Readonly<Record<string, JsonSchema>>;
  /** Everything with an id that was met on the way. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

const BINARY = { type: 'string', format: 'binary', description: 'bytes, as msgpack carries them' };

/** zod marks shared schemas by their `meta({ id })`; documents keep them under components. */
const moveReferences = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(moveReferences);
  if (typeof value !== 'object' || value === null) return value;
  const moved = Object.entries(value).map(([key, inner]) => [
    key,
    key === '$ref' ? String(inner).replace('#/$defs/', '#/components/schemas/') : moveReferences(inner),
  ]);
  return Object.fromEntries(moved) as unknown;
};

/** @param io whether the schemas are shown as what may be sent in, or as what comes out (with defaults filled in). */
export const jsonSchemas = (named: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): JsonSchemas => {
  const whole = z.toJSONSchema(z.object(named), {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.description === 'binary') Object.assign(jsonSchema, BINARY);
      delete jsonSchema.id;
    },
  });
  return {
    of: moveReferences(whole.properties ?? {}) as Record<string, JsonSchema>,
    components: moveReferences(whole.$defs ?? {}) as Record<string, JsonSchema>,
  };
};
