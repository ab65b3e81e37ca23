import { Logger } from '@nestjs/common';
import type { DoctorFinding } from './findings.js';
import { describeFinding } from './report.js';

/** Logs what the operator should mend. */
export function logFindings(findings: readonly DoctorFinding[]): void {
  const logger = new Logger('Doctor');
  for (const finding of findings.filter(({ level }) => level !== 'ok')) {
    const { message, advice } = describeFinding(finding, 'en');
    const { check, code } = finding;
    logger[finding.level === 'problem' ? 'error' : 'warn'](advice === undefined ? message : `${message}. ${advice}`, {
      check,
      code,
    });
  }
}
