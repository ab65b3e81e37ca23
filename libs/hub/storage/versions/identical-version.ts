import type { Database } from '@visionary/platform/database';

/** A version with the same files. Only its creator sees it while it is not published. */
export interface IdenticalVersion {
  readonly modelId: string;
  readonly name: string;
  readonly label: string;
  readonly isVisible: boolean;
}

/** @param hash of all files */
export async function identicalVersion(
  database: Database,
  hash: string,
  viewerId: string,
): Promise<IdenticalVersion | null> {
  const row = await database
    .selectFrom('hub_version')
    .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
    .select(['hub_model.id', 'hub_model.name', 'hub_model.creator_id', 'hub_version.label', 'hub_version.state'])
    .where('hub_version.hash', '=', hash)
    .executeTakeFirst();
  if (!row) return null;
  const { id: modelId, name, label, creator_id, state } = row;
  return { modelId, name, label, isVisible: state === 'published' || creator_id === viewerId };
}
