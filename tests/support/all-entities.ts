import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EntitySchema } from '@mikro-orm/core';
import { imagesEntities } from '@visionary/platform/images';

const LIBS = resolve('libs');

/** The entities of the platform, and of every slice that has tables, found by listing the folders. */
export async function allEntities(): Promise<EntitySchema[]> {
  const slices = readdirSync(LIBS).filter((slice) => existsSync(resolve(LIBS, slice, 'storage', 'entities.ts')));
  const entities: EntitySchema[] = [...imagesEntities];
  for (const slice of slices) {
    const url = pathToFileURL(resolve(LIBS, slice, 'storage', 'entities.ts')).href;
    const module = (await import(url)) as Record<string, EntitySchema[]>;
    entities.push(...(module[`${slice}Entities`] ?? []));
  }
  return entities;
}
