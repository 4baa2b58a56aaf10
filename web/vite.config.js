import { defineConfig } from "vite";

// Nothing is inlined into the page: its policy allows no script or style there. `npx vite` passes calls on to a server.
export default defineConfig({
  build: {
    target: "es2022",
    cssTarget: ["chrome111", "safari16.4", "firefox114"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
  },
  server: { proxy: { "/v1": "http://127.0.0.1:50051" } },
});
