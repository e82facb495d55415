import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm start` listens; `npm run dev:assistant` asks it for the API. */
const SERVICE = process.env['POSTERN_ORIGIN'] ?? 'http://127.0.0.1:3000';

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  // The page says where it lies in its <base>, so that it can be served below any path.
  base: command === 'build' ? './' : '/assistant/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../../dist/setup-assistant',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // The content security policy has no data: for fonts and scripts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, proxy: { '/api': SERVICE } },
}));
