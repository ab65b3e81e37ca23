import { describe, expect, it } from '@jest/globals';
import type { DraftFileView } from '@visionary/contract';
import type { Transfer } from '../transfer/use-transfers.js';
import { fileRows, splitSmall, namesOf } from './file-rows.js';

const aFile = (path: string, more: Partial<DraftFileView> = {}): DraftFileView => ({
  ...{ id: path, path, bytes: 2_000, received: 2_000, state: 'checked', isDeduplicated: false, ...more },
});
const aTransfer = (path: string, more: Partial<Transfer> = {}): Transfer => ({
  ...{ draftId: 'd', path, file: new File(['1234'], path), state: 'sending', sentBytes: 3, ...more },
});

describe('[B117] the file rows of a draft', () => {
  it('prefer the local transfer over the server state', () => {
    const rows = fileRows([aFile('a.onnx', { state: 'uploading', received: 1 })], [aTransfer('a.onnx')]);
    expect(rows).toMatchObject([{ path: 'a.onnx', state: 'sending', sentBytes: 3, fileId: 'a.onnx' }]);
  });

  it('show that a partly uploaded file waits for its file', () => {
    expect(fileRows([aFile('a.onnx', { state: 'uploading', received: 7 })], [])).toMatchObject([
      { state: 'partlyUploaded', sentBytes: 7 },
    ]);
  });

  it('collapse only files that need no attention', () => {
    const files = [
      aFile('unet/model.onnx'),
      aFile('tokenizer/vocab.json'),
      aFile('tokenizer/merges.txt'),
      aFile('model_index.json'),
      aFile('scheduler/scheduler_config.json', { state: 'rejected', rejection: { code: 'MODEL_FOLDER_INVALID' } }),
      aFile('unet/model.onnx_data', { bytes: 5_000_000_000 }),
    ];
    const { big, small } = splitSmall(fileRows(files, []));
    expect(big.map(({ path }) => path)).toEqual([
      'scheduler/scheduler_config.json',
      'unet/model.onnx',
      'unet/model.onnx_data',
    ]);
    expect(namesOf(small)).toEqual(['model_index.json', 'tokenizer/']);
  });

  it('[B127] mark documents and images as not used for rendering, and show rejected files first', () => {
    const files = ['note.txt', 'README.md', 'tokenizer/merges.txt', 'cover.png', 'unet/model.onnx'].map((path) =>
      aFile(path),
    );
    const isRejected = aFile('vae_decoder/model.onnx', {
      state: 'rejected',
      rejection: { code: 'MODEL_GRAPH_INVALID' },
    });
    const rows = fileRows([...files, isRejected], []);
    expect(rows[0]).toMatchObject({ path: 'vae_decoder/model.onnx', state: 'rejected' });
    const beside = rows.filter(({ state }) => state === 'notNeeded').map(({ path }) => path);
    expect(beside).toEqual(['README.md', 'cover.png', 'note.txt']);
    const waiting = aFile('note.txt', { state: 'waiting' });
    expect(fileRows([waiting], [])).toMatchObject([{ state: 'arrived' }]);
  });

  it('do not collapse a single file', () => {
    expect(splitSmall(fileRows([aFile('a.json')], []))).toMatchObject({ big: [{ path: 'a.json' }], small: [] });
  });
});
