import type { ReactElement } from 'react';
import { SoftChip } from '../fields/soft-chip.js';
import { useText } from '../i18n/use-text.js';
import type { Run, RunStep } from './run.js';

const ofRuns = {
  running: ['auto.running', 'blue'],
  done: ['auto.done', 'green'],
  failed: ['auto.failed', 'red'],
  cancelled: ['auto.cancelled', 'grey'],
} as const;

const ofSteps = {
  ...ofRuns,
  ready: ['auto.ready', 'teal'],
  running: ['auto.working', 'blue'],
  waiting: ['auto.waiting', 'amber'],
  skipped: ['auto.skipped', 'grey'],
} as const;

/** How a run or one of its steps stands. */
export function StatusChip(props: { readonly run: Run['status'] } | { readonly step: RunStep['status'] }): ReactElement {
  const t = useText();
  const [key, color] = 'run' in props ? ofRuns[props.run] : ofSteps[props.step];
  return <SoftChip label={t(key)} color={color} />;
}
