import { z } from 'zod';
import { ADDITION_KINDS } from './additions.js';

/** A whole model, something to add to one, or other weights, which are stored and downloaded but never loaded here. */
export const HUB_KINDS = ['model', 'lora', ...ADDITION_KINDS, 'weights'] as const;
export const HubKind = z.enum(HUB_KINDS);
export type HubKind = z.infer<typeof HubKind>;

/** What images are made with: all but other weights. */
export const UsableKind = HubKind.exclude(['weights']);
export type UsableKind = z.infer<typeof UsableKind>;

/** What a license requires and permits, in the terms of Creative Commons. */
export interface LicenseTerms {
  /** Requires attribution. */
  readonly credit: boolean;
  /** Permits selling results. */
  readonly commercial: boolean;
  /** Permits sharing modified or retrained versions. */
  readonly derivatives: boolean;
  /** Requires the same license for derivatives. */
  readonly shareAlike: boolean;
  /** Prohibits certain uses. */
  readonly restricted: boolean;
  /** URL of the full text. */
  readonly url: string;
}

const terms = (permissions: Omit<LicenseTerms, 'url'>, url: string): LicenseTerms => ({ ...permissions, url });
const PERMISSIVE = { credit: true, commercial: true, derivatives: true, shareAlike: false, restricted: false };

/** By SPDX id where one exists. With `other`, the creator writes the terms. */
export const LICENSES = {
  'CC0-1.0': terms({ ...PERMISSIVE, credit: false }, 'https://creativecommons.org/publicdomain/zero/1.0/'),
  'CC-BY-4.0': terms(PERMISSIVE, 'https://creativecommons.org/licenses/by/4.0/'),
  'CC-BY-SA-4.0': terms({ ...PERMISSIVE, shareAlike: true }, 'https://creativecommons.org/licenses/by-sa/4.0/'),
  'CC-BY-NC-4.0': terms({ ...PERMISSIVE, commercial: false }, 'https://creativecommons.org/licenses/by-nc/4.0/'),
  'CC-BY-NC-SA-4.0': terms(
    { ...PERMISSIVE, commercial: false, shareAlike: true },
    'https://creativecommons.org/licenses/by-nc-sa/4.0/',
  ),
  'CC-BY-ND-4.0': terms({ ...PERMISSIVE, derivatives: false }, 'https://creativecommons.org/licenses/by-nd/4.0/'),
  MIT: terms(PERMISSIVE, 'https://opensource.org/license/mit'),
  'Apache-2.0': terms(PERMISSIVE, 'https://www.apache.org/licenses/LICENSE-2.0'),
  'CreativeML-OpenRAIL-M': terms(
    { ...PERMISSIVE, restricted: true },
    'https://huggingface.co/spaces/CompVis/stable-diffusion-license',
  ),
  'CreativeML-OpenRAIL++-M': terms(
    { ...PERMISSIVE, restricted: true },
    'https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md',
  ),
} as const satisfies Record<string, LicenseTerms>;
export const LICENSE_IDS = [...(Object.keys(LICENSES) as (keyof typeof LICENSES)[]), 'other'] as const;
export const LicenseId = z.enum(LICENSE_IDS);
export type LicenseId = z.infer<typeof LicenseId>;
