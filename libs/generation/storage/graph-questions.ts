import {
  type ChangedModules,
  loraChanges,
  loraFit,
  type PatchableWeights,
  patchableWeights,
} from '@visionary/diffusion/lora-fit';

/** What is asked of the thread that reads graphs. */
export type GraphQuestion =
  | { readonly type: 'fit'; readonly modelDir: string; readonly loraPath: string }
  | { readonly type: 'weights'; readonly modelDir: string }
  | { readonly type: 'changes'; readonly loraPath: string };

export interface GraphAnswers {
  readonly fit: boolean;
  readonly weights: PatchableWeights;
  readonly changes: ChangedModules;
}

/** What is broken, or takes for ever, fits nothing. */
export const OF_BROKEN: GraphAnswers = { fit: false, weights: {}, changes: { modules: [] } };

export const answerOf = async (question: GraphQuestion): Promise<GraphAnswers[GraphQuestion['type']]> => {
  try {
    switch (question.type) {
      case 'fit':
        return (await loraFit(question.modelDir, question.loraPath)).fits;
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
