/** What can be reported, and what moderators decide about. */
export type SubjectKind = 'post' | 'comment' | 'take' | 'message' | 'model' | 'review' | 'room' | 'user';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  /** Of a take: which of its images, the first is 0. */
  readonly image?: number;
}

/** One subject, one key: for maps, and for the one case of it that is not decided. */
export const subjectKey = ({ kind, id, image }: Subject): string =>
  image === undefined ? `${kind}:${id}` : `${kind}:${id}:${image}`;

export type ContentRating = 'everyone' | 'sensitive' | 'adult';

/** One line of what stands around something that was said. */
export interface ContextLine {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly at: number;
}

/** A subject as those who moderate see it, also while it is hidden from everybody else. */
export interface SubjectDetails {
  readonly title: string;
  /** All that was written. */
  readonly text: string;
  /** Who answers for it. */
  readonly authorId: string | null;
  readonly at: number;
  readonly image?: {
    readonly sha256: string;
    readonly type: 'image/png' | 'image/webp';
    readonly width: number;
    readonly height: number;
    readonly contentRating: ContentRating;
  };
  /** For whom it is, where it has no image of its own. */
  readonly contentRating?: ContentRating;
  readonly prompt?: string;
  readonly negative?: string;
  readonly place?: { readonly kind: SubjectKind; readonly id: string; readonly name: string };
  /** Of a model. */
  readonly license?: string;
  readonly licenseWords?: string;
  readonly files?: readonly string[];
  /** Its page, from the root. */
  readonly path?: string;
  /** Said by those who know what is hidden. */
  readonly isHidden?: boolean;
}
