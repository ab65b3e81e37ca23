import {
  type ChangedModules,
  loraChanges,
  checkLoraCompatibility,
  type PatchableWeights,
  patchableWeights,
} from '@visionary/diffusion/lora-compatibility';

/** What is asked of the thread that reads graphs. */
export type GraphRequest =
  | { readonly type: 'fit'; readonly modelDir: string; readonly loraPath: string }
  | { readonly type: 'weights'; readonly modelDir: string }
  | { readonly type: 'changes'; readonly loraPath: string };

export interface GraphResponses {
  readonly fit: boolean;
  readonly weights: PatchableWeights;
  readonly changes: ChangedModules;
}

/** What is broken, or takes for ever, fits nothing. */
export const OF_BROKEN: GraphResponses = { fit: false, weights: {}, changes: { modules: [] } };

export const handleGraphRequest = async (question: GraphRequest): Promise<GraphResponses[GraphRequest['type']]> => {
  try {
    switch (question.type) {
      case 'fit':
        return (await checkLoraCompatibility(question.modelDir, question.loraPath)).fits;
      case 'weights':
        return await patchableWeights(question.modelDir);
      case 'changes':
        return loraChanges(question.loraPath);
      default:
        return question satisfies never;
    }
  } catch {
    return OF_BROKEN[question.type];
  }
};
