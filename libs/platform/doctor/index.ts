export { examine, type ExtraCheck } from './doctor.js';
export { checkDevice, PROVIDER_NAMES } from './graphics/check-devices.js';
export { readGraphics } from './graphics/read-graphics.js';
export { fillText, type Language, LANGUAGES } from './finding.js';
export { type DoctorFinding, finding } from './findings.js';
export { logFindings } from './log-findings.js';
export { formatReport, reportOf } from './report.js';
