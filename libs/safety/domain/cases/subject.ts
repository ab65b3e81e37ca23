import type { ContentRating, SubjectKind } from '@visionary/contract';

/** What users report and moderators decide about. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  /** Only for takes: the zero-based index of the image. */
  readonly image?: number;
}

/** Identifies a subject in maps and rows. */
export const subjectKey = ({ kind, id, image }: Subject): string =>
  image === undefined ? `${kind}:${id}` : `${kind}:${id}:${image}`;

/** A message or comment before or after a subject. */
export interface ContextLine {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly at: number;
}

/** A subject as moderators see it, also while it is hidden. */
export interface SubjectDetails {
  readonly title: string;
  /** The full text. */
  readonly text: string;
  /** Null when the author is unknown. */
  readonly authorId: string | null;
  readonly at: number;
  readonly image?: {
    readonly sha256: string;
    readonly type: 'image/png' | 'image/webp';
    readonly width: number;
    readonly height: number;
    readonly contentRating: ContentRating;
  };
  /** For subjects without an image of their own. */
  readonly contentRating?: ContentRating;
  readonly prompt?: string;
  readonly negative?: string;
  /** The room, post, or model that contains it. */
  readonly container?: { readonly kind: SubjectKind; readonly id: string; readonly name: string };
  /** Only for models. */
  readonly license?: string;
  readonly licenseText?: string;
  readonly files?: readonly string[];
  /** The path of its page. */
  readonly path?: string;
  readonly isHidden?: boolean;
}
