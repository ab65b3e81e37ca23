import type {
  KeptPicture,
  Maturity,
  NamedModel,
  Parameters,
  Parent,
  Participants,
  PictureOfTake,
  UsedLora,
} from '../../domain/posts/post.js';

/** A picture that may be published, with all that is known of it. */
export interface PictureSource {
  readonly picture: KeptPicture;
  /** What the check says of it: its author cannot make less of it. */
  readonly atLeast: Maturity;
  readonly take: PictureOfTake | null;
  readonly roomId: string | null;
  readonly makers: Participants;
  readonly prompt: string;
  readonly parameters: Parameters | null;
  readonly model: NamedModel | null;
  readonly loras: readonly UsedLora[];
  readonly scheduler: string | null;
  readonly parent: Parent;
}
