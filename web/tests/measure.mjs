// Measures the page in Chromium against a server of its own on loopback, and prints the figures. Nothing here passes or fails.
import { ANSWER, QUESTION, write } from "./student.mjs";
import { open, startBrowser, startServer } from "./harness.mjs";

const TIMES = 60;
/** Characters of the long answer that is typed on. */
const LONG = 2000;
const KEYS = 150;

const [server, browser] = await Promise.all([startServer(), startBrowser()]);
const { page } = await open(browser, server.address);

const loaded = [];
const devtools = await page.context().newCDPSession(page);
await devtools.send("Network.enable");
devtools.on("Network.loadingFinished", ({ encodedDataLength }) => loaded.push(encodedDataLength));
await page.goto(server.address);
await page.locator(".question .title").waitFor();
await page.waitForLoadState("networkidle");
print(
  "first load, files and first calls with their headers, compressed",
  `${(sum(loaded) / 1024).toFixed(1)} KiB in ${loaded.length} requests`,
);

await write(page, server.address);
const clicks = [];
for (let time = 0; time < TIMES; time += 1) {
  // Another text each time, so that nothing is as it was.
  await page.getByRole("button", { name: "书写" }).click();
  await page.locator(".editor textarea").fill(`${ANSWER}${"。".repeat(time % 7)}第${time}次`);
  clicks.push(await page.evaluate(measureClick));
}
print(`from the click to the painted score, ${[...ANSWER].length} characters, ${TIMES} times`, spread(clicks));
const calls = await page.evaluate(() =>
  performance
    .getEntriesByType("resource")
    .filter((one) => one.name.endsWith("/v1/grade"))
    .map((one) => one.duration),
);
print("of this, the call of the server", spread(calls));

for (const live of [false, true]) {
  await page.reload();
  const text = ANSWER.repeat(Math.ceil(LONG / ANSWER.length)).slice(0, LONG);
  await write(page, server.address, text, QUESTION);
  await page.getByLabel("边写边评").setChecked(live);
  await page.locator(".editor textarea").focus();
  await page.keyboard.press("Control+End");
  await page.evaluate(watchKeys);
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.insertText("字");
    await page.waitForTimeout(25);
  }
  print(
    `from a key to the next painted frame, ${LONG} characters${live ? ", graded as they are typed" : ""}, ${KEYS} keys`,
    spread(await page.evaluate(() => window.keys)),
  );
}
await browser.close();
await server.stop();

function measureClick() {
  return new Promise((resolve) => {
    const grade = document.querySelector("button.grade");
    const marked = () => document.querySelector(".view-marked .marked");
    const began = performance.now();
    const observer = new MutationObserver(() => {
      if (marked() && document.querySelector(".score")) {
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      }
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    grade.click();
  });
}

function watchKeys() {
  window.keys = [];
  document.querySelector(".editor textarea").addEventListener("beforeinput", () => {
    const began = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.keys.push(performance.now() - began)));
  });
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
  return `median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, at most ${at(1)} ms`;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function print(what, figure) {
  console.log(`${what}: ${figure}`);
}
