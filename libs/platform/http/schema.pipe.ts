import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';

type Segment = PropertyKey | { readonly key: PropertyKey };
const nameOf = (path: readonly Segment[]): string =>
  path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.');

/**
 * Validates `@Body({ schema })`, `@Query({ schema })`, `@Param({ schema })`, and `@PathId` against the contract. Nest's own pipe
 * silently drops `__proto__` first; here it is rejected like any unknown property.
 */
export class SchemaPipe implements PipeTransform {
  /** @throws Rejection INVALID with the first invalid field and the reason, never with its value */
  async transform(value: unknown, { schema, data }: ArgumentMetadata): Promise<unknown> {
    if (!schema) return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    const [issue] = result.issues;
    const path = [...(data === undefined ? [] : [data]), ...(issue?.path ?? [])];
    throw new Rejection('INVALID', { field: nameOf(path), reason: (issue?.message ?? '').slice(0, 200) });
  }
}
