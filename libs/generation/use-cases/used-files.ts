import { applyPromptPrefix, hasEmbeddingWord } from '@visionary/infotext';
import { filesOf, type JobFileOfKind, type RenderJob } from '../domain/renderer-protocol.js';

/** All files that an image was made with, each once; also those of the image that an upscale enlarges. */
export function usedFilesOf({ upscale, ...rendered }: RenderJob): JobFileOfKind[] {
  const embeddings = usedEmbeddings(rendered);
  const files = [...filesOf({ ...rendered, embeddings }), ...(upscale ? filesOf({ upscale }) : [])];
  return [...new Map(files.map((file) => [`${file.kind} ${file.id}`, file])).values()];
}

/** An embedding whose word stands in no prompt has no effect. */
const usedEmbeddings = ({ embeddings = [], promptChanges = [], ...job }: RenderJob): RenderJob['embeddings'] & {} => {
  if (embeddings.length === 0) return [];
  const prompts = [applyPromptPrefix(job, job.added), ...promptChanges];
  const texts = prompts.flatMap(({ prompt, negative }) => [prompt, negative]);
  return embeddings.filter(({ word }) => texts.some((text) => hasEmbeddingWord(text, word)));
};
