// Runs the tests of the page in Chromium against a server of this build and counts them as cargo does.
// An argument runs those alone whose name has it.
import { student } from "./student.mjs";
import { teacher } from "./teacher.mjs";
import { rubrics } from "./rubrics.mjs";
import { sign } from "./sign.mjs";
import { look } from "./look.mjs";
import { open, startBrowser, startServer } from "./harness.mjs";

/** Tests that run at once, each in a browser profile of its own. */
const AT_ONCE = 2;

const [wanted = ""] = process.argv.slice(2);
const all = [...student, ...teacher, ...rubrics, ...sign, ...look];
const chosen = all.filter(([name]) => name.includes(wanted));
const began = performance.now();
const [server, browser] = await Promise.all([startServer(), startBrowser()]);
const failures = [];

console.log(`\nrunning ${chosen.length} tests of the page`);
const waiting = chosen.values();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const one of waiting) {
      await run(one);
    }
  }),
);
await browser.close();
await server.stop();

for (const [name, error] of failures) {
  console.log(`\n---- page::${name}\n${error.stack}`);
}
const passed = chosen.length - failures.length;
const seconds = ((performance.now() - began) / 1000).toFixed(2);
const outcome = failures.length === 0 && passed > 0 ? "ok" : "FAILED";
console.log(
  `\ntest result: ${outcome}. ${passed} passed; ${failures.length} failed; 0 ignored; 0 measured; ${all.length - chosen.length} filtered out; finished in ${seconds}s`,
);
process.exitCode = outcome === "ok" ? 0 : 1;

async function run([name, test, options]) {
  const { page, context, complaints } = await open(browser, server.address, options);
  const expected = [];
  const started = performance.now();
  try {
    await test({ page, address: server.address, server, browser, expect: (complaint) => expected.push(complaint) });
    const unexpected = complaints.filter((complaint) => !expected.some((one) => complaint.includes(one)));
    if (unexpected.length > 0) {
      throw new Error(`the console says: ${unexpected.join("; ")}`);
    }
    console.log(`test page::${name} ... ok (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failures.push([name, error]);
    console.log(`test page::${name} ... FAILED`);
  }
  await context.close();
}
