// Builds the evaluator as a browser gets it: node build-bundle.mjs OUTPUT-FOLDER. A process of its own, because Vite does not run inside Jest's modules.
import { build, loadConfigFromFile } from 'vite';

const folder = process.argv[2];
// With the plugins that the screens are built with.
const screens = await loadConfigFromFile({ command: 'build', mode: 'production' }, new URL('../../../admin-ui/vite.config.ts', import.meta.url).pathname);
await build({
  configFile: false,
  logLevel: 'error',
  plugins: screens.config.plugins,
  build: {
    outDir: folder,
    emptyOutDir: true,
    minify: true,
    lib: { entry: new URL('run-case.ts', import.meta.url).pathname, formats: ['es'], fileName: () => 'bundle.mjs' },
  },
});
