import { Controller, Header, Query, StreamableFile } from '@nestjs/common';
import { type AuditExportQuery, ROUTES } from '@visionary/contract';
import { Admins, type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { Readable } from 'node:stream';
import { ExportAudit } from '../../usecases/cases/export-audit.js';

/** The log as a file, to be kept elsewhere. */
@Controller()
export class AuditFileController {
  constructor(
    private readonly exporting: ExportAudit,
    private readonly admins: Admins,
  ) {}

  @Route('exportAudit')
  @Header('Cache-Control', 'no-store')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="visionary-audit.csv"')
  async take(
    @Query({ schema: ROUTES.exportAudit.query }) query: AuditExportQuery,
    @SignedIn() { person }: Identity,
  ): Promise<StreamableFile> {
    await this.admins.require(person, 'moderator');
    return new StreamableFile(Readable.from(this.exporting.run(query)));
  }
}
