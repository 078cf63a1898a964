import { fileHook } from './files/file-hook.js';
import { eraseNotices } from './notify/erase-notices.js';
import { conversionHook } from './records/conversions/conversion-hook.js';
import { singleHook } from './records/conversions/single-hook.js';
import { datedHook } from './records/core-hooks/dated-hook.js';
import { apiKeyHook } from './records/core-hooks/api-key-hook.js';
import { companyHook } from './records/core-hooks/company-hook.js';
import { roleHook, teamHook } from './records/core-hooks/role-hook.js';
import { userHook } from './records/core-hooks/user-hook.js';
import type { WriteHook } from './records/hooks.js';
import { eraseExternalKeys } from './transfer/erase-external-keys.js';
import { inlineHook } from './workflows/inline/inline-hook.js';
import { eraseRuns } from './workflows/runs/erase-runs.js';

/** What the platform itself does beside writes, room by room. */
export const writeHooks: readonly WriteHook[] = [
  userHook,
  roleHook,
  teamHook,
  companyHook,
  apiKeyHook,
  datedHook,
  fileHook,
  conversionHook,
  singleHook,
  inlineHook,
  eraseNotices,
  eraseExternalKeys,
  eraseRuns,
];
