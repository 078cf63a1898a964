import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The one default export of the project: Vite asks for it.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
  build: {
    target: 'es2022',
    outDir: '../dist-admin',
    emptyOutDir: true,
    // Only the two alphabets that the screens are written in.
    chunkSizeWarningLimit: 1200,
  },
});
