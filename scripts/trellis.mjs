#!/usr/bin/env node
// The `trellis` command: builds what is stale, then runs it.
import { prepareOrExit } from './prepare.mjs';

await prepareOrExit();
process.setSourceMapsEnabled(true);
await import('../dist/cli/main.js');
