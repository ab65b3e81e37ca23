import type { FailureCode } from './take.js';

/** A renderer lost under a take may be bad luck; lost twice, the take is the likely cause. */
export const LOSSES_AT_MOST = 2;

export const crashed = (why: string): { code: 'RENDERER_CRASHED'; detail: string } => ({
  code: 'RENDERER_CRASHED',
  detail: `The renderer was lost ${LOSSES_AT_MOST} times under this take, so it is not tried again. Last: ${why}.`,
});

export const goneFailure = (name: string): { code: FailureCode; detail: string } => ({
  code: 'MODEL_GONE',
  detail: `${name} is no longer there.`,
});

export const quarantinedFailure = (model: string, why: string): { code: FailureCode; detail: string } => ({
  code: 'MODEL_QUARANTINED',
  detail: `The model ${model} lost its renderer twice and is not loaded until its files change or an admin releases it. Last: ${why}.`,
});
