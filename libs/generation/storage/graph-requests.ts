import {
  type ChangedModules,
  loraChanges,
  checkLoraCompatibility,
  type PatchableWeights,
  patchableWeights,
} from '@visionary/diffusion/lora-compatibility';

/** Requests to the thread that reads graphs. */
export type GraphRequest =
  | { readonly type: 'fit'; readonly modelDir: string; readonly loraPath: string }
  | { readonly type: 'weights'; readonly modelDir: string }
  | { readonly type: 'changes'; readonly loraPath: string };

export interface GraphResponses {
  readonly fit: boolean;
  readonly weights: PatchableWeights;
  readonly changes: ChangedModules;
}

/** Responses for a file that is corrupt or takes too long. */
export const FAILED_RESPONSES: GraphResponses = { fit: false, weights: {}, changes: { modules: [] } };

export const handleGraphRequest = async (request: GraphRequest): Promise<GraphResponses[GraphRequest['type']]> => {
  try {
    switch (request.type) {
      case 'fit':
        return (await checkLoraCompatibility(request.modelDir, request.loraPath)).isCompatible;
      case 'weights':
        return await patchableWeights(request.modelDir);
      case 'changes':
        return loraChanges(request.loraPath);
      default:
        return request satisfies never;
    }
  } catch {
    return FAILED_RESPONSES[request.type];
  }
};
