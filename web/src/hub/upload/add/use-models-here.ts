import type { ModelView } from '@visionary/contract';
import { call } from '../../../shared/api/index.js';
import { useQuery } from '../../../shared/query/index.js';

/** Models of this server that additions may fit. Empty until loaded. */
export function useModelsHere(): () => readonly ModelView[] {
  const { data } = useQuery(async () => (await call('models')).models);
  return () => data.value ?? [];
}
