import { Controller, Header, Req, Res, StreamableFile } from '@nestjs/common';
import { LIMITS, CreateBlockedTerm, type TermImportResult, TERM_SCOPES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { rawBody } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import type { TermFields } from '../../domain/blocked-terms/blocked-term.js';
import { ImportTerms } from '../../use-cases/blocked-terms/import-terms.js';
import { ListTerms } from '../../use-cases/blocked-terms/list-terms.js';
import { type TermLine, termLines, termsFile } from '../../use-cases/blocked-terms/terms-file.js';
import { StaffRights } from '../caretakers.js';

const LIMITED = { limitBytes: LIMITS.termsFileBytes, unreadable: 'SAFETY_TERMS_FILE_INVALID' } as const;

/** The lists as a file, to take along and to bring. */
@Controller()
export class TermsFileController {
  constructor(
    private readonly staffRights: StaffRights,
    private readonly list: ListTerms,
    private readonly importTerms: ImportTerms,
  ) {}

  @Route('exportTerms')
  @Header('Cache-Control', 'no-store')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="visionary-terms.csv"')
  async take(@CurrentUser() me: Identity): Promise<StreamableFile> {
    await this.staffRights.require(me, 'moderator');
    return new StreamableFile(Readable.from(bytes(await this.list.all())));
  }

  /** @throws Rejection TOO_LARGE, SAFETY_TERMS_FILE_INVALID { line, reason }, SAFETY_TOO_MANY_TERMS */
  @Route('importTerms')
  async bring(
    @CurrentUser() me: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TermImportResult> {
    await this.staffRights.require(me, 'admin');
    const file = decoded(await rawBody(request, response, LIMITED));
    return this.importTerms.run(
      me.user.id,
      termLines(file).map((line) => ({ line: line.line, fields: fieldsOf(line) })),
    );
  }
}

function* bytes(terms: Iterable<TermFields>): Generator<Buffer> {
  let part = '';
  for (const line of termsFile(terms)) {
    part += line;
    if (part.length < 32_768) continue;
    yield Buffer.from(part);
    part = '';
  }
  yield Buffer.from(part);
}

const decoded = (file: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new Rejection('SAFETY_TERMS_FILE_INVALID', { line: 1, reason: 'encoding' });
  }
};

/** What a line does not say is as usual. @throws Rejection SAFETY_TERMS_FILE_INVALID with the column that is wrong */
const fieldsOf = ({ line, scopes, ...cells }: TermLine): TermFields => {
  const read = CreateBlockedTerm.safeParse({
    ...{ ...cells, category: cells.category || 'other', language: cells.language || 'any' },
    action: cells.action || 'block',
    scopes: scopes.trim() === '' ? [...TERM_SCOPES] : scopes.trim().split(/[\s;,|]+/u),
  });
  if (read.success) return read.data;
  throw new Rejection('SAFETY_TERMS_FILE_INVALID', { line, reason: String(read.error.issues[0]?.path[0] ?? 'text') });
};
