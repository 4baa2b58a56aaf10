// A server and a browser for the tests of the page, and a page that fails for whatever a person would see in the console.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export const ROOT = new URL("../../", import.meta.url).pathname;
export const DESKTOP = { viewport: { width: 1280, height: 860 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Nothing that reaches beyond this machine. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Milliseconds after which a step has failed: a debug build on a busy machine is slow. */
const PATIENCE = 20_000;

/** Starts a server of its own on a free port, with a folder for jobs. */
export async function startServer({ jobs = true, keys = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "yuejuan-page-"));
  const program = process.env.YUEJUAN_PROGRAM ?? join(ROOT, "target/debug/yuejuan");
  const store = join(folder, "store.db");
  const made = keys.map((scopes) => {
    const scope = scopes.flatMap((scope) => ["--scope", scope]);
    const told = execFileSync(program, ["key", "create", "--store", store, "--tenant", "school", ...scope], { encoding: "utf8" });
    return /yuejuan_\w+/.exec(told)[0];
  });
  const kept = [...(jobs ? ["--jobs", join(folder, "jobs")] : []), ...(keys.length > 0 ? ["--store", store] : [])];
  const server = spawn(program, ["serve", "--listen", "127.0.0.1:0", ...kept], { stdio: ["ignore", "pipe", "ignore"] });
  const address = await new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    createInterface({ input: server.stdout }).once("line", (line) => resolve(line.replace("listening on ", "")));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { address, folder, program, keys: made, stop };
}

export function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
}

/** A fresh page, as of a person who was never here. `complaints` gathers errors of scripts, of the console and of the policy. */
export async function open(browser, address, options = DESKTOP) {
  const context = await browser.newContext({ locale: "zh-CN", acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(message.text());
    }
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("blob:")) {
      complaints.push(`asked for ${request.url()}`);
    }
  });
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`)),
  );
  return { page, context, complaints };
}

/** Calls the server as the page does. */
export async function call(address, method, request) {
  const response = await fetch(`${address}/v1/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  return response.json();
}
