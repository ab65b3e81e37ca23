import type { ModelFileMetadata } from '@visionary/contract';

/** What the check did with a file after it had read it. A LoRA is rendered with where a model of this server fits it. */
export function testResult({
  kind,
  isTestRendered,
}: Pick<ModelFileMetadata, 'kind' | 'isTestRendered'>): 'rendered' | 'notRendered' | 'loaded' | 'read' {
  if (kind === 'model') return 'rendered';
  if (kind === 'lora') return isTestRendered ? 'rendered' : 'notRendered';
  return kind === 'weights' ? 'read' : 'loaded';
}
