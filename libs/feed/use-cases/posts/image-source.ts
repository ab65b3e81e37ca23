import type {
  StoredImage,
  ContentRating,
  ModelName,
  Parameters,
  Parent,
  Participants,
  ImageOfTake,
  UsedLora,
} from '../../domain/posts/post.js';

/** An image that may be published, with all that is known of it. */
export interface ImageSource {
  readonly image: StoredImage;
  /** What the check says of it: its author cannot make less of it. */
  readonly atLeast: ContentRating;
  readonly take: ImageOfTake | null;
  readonly roomId: string | null;
  readonly creators: Participants;
  readonly prompt: string;
  readonly parameters: Parameters | null;
  readonly model: ModelName | null;
  readonly loras: readonly UsedLora[];
  readonly scheduler: string | null;
  readonly parent: Parent;
}
