import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

export interface JsonSchemas {
  /** By requested name: a `$ref` if the schema has an id, else the schema itself. */
  readonly of: Readonly<Record<string, JsonSchema>>;
  /** All referenced schemas with an id. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

const BINARY = { type: 'string', format: 'binary', description: 'MessagePack binary' };

/** zod puts schemas with an id under $defs; OpenAPI and AsyncAPI expect them under components. */
const moveReferences = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(moveReferences);
  if (typeof value !== 'object' || value === null) return value;
  const moved = Object.entries(value).map(([key, inner]) => [
    key,
    key === '$ref' ? String(inner).replace('#/$defs/', '#/components/schemas/') : moveReferences(inner),
  ]);
  return Object.fromEntries(moved) as unknown;
};

/** @param io `input`: what clients may send; `output`: what they receive, with defaults applied */
export const jsonSchemas = (named: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): JsonSchemas => {
  const schema = z.toJSONSchema(z.object(named), {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.description === 'binary') Object.assign(jsonSchema, BINARY);
      delete jsonSchema.id;
    },
  });
  return {
    of: moveReferences(schema.properties ?? {}) as Record<string, JsonSchema>,
    components: moveReferences(schema.$defs ?? {}) as Record<string, JsonSchema>,
  };
};
