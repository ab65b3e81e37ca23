import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';

type Segment = PropertyKey | { readonly key: PropertyKey };
const nameOf = (path: readonly Segment[] | undefined): string =>
  (path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.');

/**
 * Checks `@Body({ schema })`, `@Query({ schema })` and `@Param({ schema })` against the contract. Nest's own pipe drops
 * `__proto__` silently before it looks; here it is refused like every unknown property.
 */
export class SchemaPipe implements PipeTransform {
  /** @throws Rejection INVALID with the first field that is wrong and why; never with its value. */
  async transform(value: unknown, { schema }: ArgumentMetadata): Promise<unknown> {
    if (!schema) return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    const [issue] = result.issues;
    throw new Rejection('INVALID', { field: nameOf(issue?.path), reason: (issue?.message ?? '').slice(0, 200) });
  }
}
