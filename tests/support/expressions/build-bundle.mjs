// Builds the evaluator as a browser gets it: node build-bundle.mjs OUTPUT-FOLDER. A process of its own, because Vite does not run inside Jest's modules.
import { build } from 'vite';

const folder = process.argv[2];
await build({
  configFile: false,
  logLevel: 'error',
  build: {
    outDir: folder,
    emptyOutDir: true,
    minify: true,
    lib: { entry: new URL('run-case.ts', import.meta.url).pathname, formats: ['es'], fileName: () => 'bundle.mjs' },
  },
});
