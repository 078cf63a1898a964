import { runStart } from './process/run-start.js';

await runStart(process.env);
