import type { AdditionKind } from '@visionary/contract';
import { type ModelTraits, modelTraits, readAddition, type ReadAddition } from '@visionary/diffusion/additions';
import {
  type ChangedModules,
  loraChanges,
  loraMetadata,
  type ModelFileMetadata,
  checkLoraCompatibility,
  type LoraCompatibility,
  type PatchableWeights,
  patchableWeights,
} from '@visionary/diffusion/lora-compatibility';
import type { LoraCompatibilityStatus } from '../domain/loras.js';

/** Requests to the thread that reads graphs. */
export type GraphRequest =
  | { readonly type: 'fit'; readonly modelDir: string; readonly loraPath: string }
  | { readonly type: 'weights'; readonly modelDir: string }
  | { readonly type: 'changes'; readonly loraPath: string }
  | { readonly type: 'metadata'; readonly loraPath: string }
  | { readonly type: 'traits'; readonly modelDir: string }
  | { readonly type: 'addition'; readonly path: string; readonly kind: AdditionKind };

/** Why a file is not the addition that its folder is for. */
export interface AdditionProblem {
  readonly problem: string;
}

export interface GraphResponses {
  readonly fit: LoraCompatibilityStatus;
  readonly weights: PatchableWeights;
  readonly changes: ChangedModules;
  readonly metadata: ModelFileMetadata | null;
  readonly traits: ModelTraits | null;
  readonly addition: ReadAddition | AdditionProblem;
}

/** Responses for a file that is corrupt or takes too long. */
export const FAILED_RESPONSES: GraphResponses = {
  fit: 'shapeMismatch',
  weights: {},
  changes: { modules: [] },
  metadata: null,
  traits: null,
  addition: { problem: 'it cannot be read' },
};

export const handleGraphRequest = async (request: GraphRequest): Promise<GraphResponses[GraphRequest['type']]> => {
  try {
    switch (request.type) {
      case 'fit':
        return statusOf(await checkLoraCompatibility(request.modelDir, request.loraPath));
      case 'weights':
        return await patchableWeights(request.modelDir);
      case 'changes':
        return loraChanges(request.loraPath);
      case 'metadata':
        return loraMetadata(request.loraPath);
      case 'traits':
        return await modelTraits(request.modelDir);
      case 'addition':
        return readAddition(request.path, request.kind);
      default:
        return request satisfies never;
    }
  } catch (error) {
    if (request.type === 'addition' && error instanceof Error) return { problem: error.message };
    return FAILED_RESPONSES[request.type];
  }
};

const statusOf = ({ isCompatible, isOtherBase }: LoraCompatibility): LoraCompatibilityStatus =>
  isCompatible ? 'fits' : isOtherBase ? 'wrongBase' : 'shapeMismatch';
