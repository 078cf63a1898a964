import { dataSystemSteps } from './data/system-tables.js';
import type { SystemStep } from './data/system-step.js';
import { filesSystemSteps } from './files/system-tables.js';
import { identitySystemSteps } from './identity/system-tables.js';
import { notifySystemSteps } from './notify/system-tables.js';
import { recordsSystemSteps } from './records/system-tables.js';
import { transferSystemSteps } from './transfer/system-tables.js';
import { workflowsSystemSteps } from './workflows/system-tables.js';
import { workspaceSystemSteps } from './workspace/system-tables.js';

/** Every table of the platform itself, room by room. */
export const systemSteps: readonly SystemStep[] = [
  ...dataSystemSteps,
  ...identitySystemSteps,
  ...recordsSystemSteps,
  ...filesSystemSteps,
  ...notifySystemSteps,
  ...transferSystemSteps,
  ...workflowsSystemSteps,
  ...workspaceSystemSteps,
];
