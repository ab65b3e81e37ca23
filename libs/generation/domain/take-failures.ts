import type { FailureCode } from './take.js';

/** A renderer lost under a take may be bad luck; lost twice, the take is the likely cause. */
export const MAX_RENDERER_LOSSES = 2;

export const rendererCrashedFailure = (why: string): { code: 'RENDERER_CRASHED'; detail: string } => ({
  code: 'RENDERER_CRASHED',
  detail: `The renderer was lost ${MAX_RENDERER_LOSSES} times under this take, so it is not tried again. Last: ${why}.`,
});

export const modelDeletedFailure = (name: string): { code: FailureCode; detail: string } => ({
  code: 'MODEL_DELETED',
  detail: `${name} is no longer there.`,
});

export const modelQuarantinedFailure = (model: string, why: string): { code: FailureCode; detail: string } => ({
  code: 'MODEL_QUARANTINED',
  detail: `The model ${model} lost its renderer twice and is not loaded until its files change or an admin releases it. Last: ${why}.`,
});
