// Each page by the rules of axe, in both lights, and on a phone without anything that sticks out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DESKTOP, PHONE, ROOT } from "./harness.mjs";
import { ANSWER, grade, QUESTION, write } from "./student.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Findings of axe that count. */
const GRAVE = ["serious", "critical"];

/** The job of the class that the first test with results has made; made once for all looks. */
let made;

async function job(page, address) {
  made ??= (async () => {
    await page.goto(`${address}/#/classes`);
    await page.locator(".upload option").first().waitFor({ state: "attached" });
    await page.locator("input[type=file]").setInputFiles(`${ROOT}examples/class/class.csv`);
    await page.locator(".upload select").selectOption(QUESTION);
    await page.getByRole("button", { name: "开始阅卷" }).click();
    await page.locator(".results tbody tr").first().waitFor();
    return page.url().split("#")[1];
  })();
  return made;
}

const places = {
  write: async (page, address) => write(page, address),
  graded: async (page, address) => {
    await write(page, address);
    await grade(page);
  },
  sheet: async (page, address) => {
    await write(page, address);
    await page.getByRole("button", { name: "稿纸" }).click();
  },
  ask: async (page, address) => {
    await page.goto(address);
    await page.getByRole("button", { name: "出一道题" }).click();
  },
  attempts: async (page, address) => {
    await write(page, address, ANSWER.slice(0, 99));
    await grade(page);
    await page.goto(`${address}/#/attempts`);
    await page.locator(".attempt-list li").first().waitFor();
  },
  classes: async (page, address) => {
    await page.goto(`${address}/#/classes`);
    await page.locator(".drop").waitFor();
  },
  results: async (page, address) => {
    await page.goto(`${address}/#${await job(page, address)}`);
    await page.locator(".results tbody tr").first().waitFor();
  },
  answer: async (page, address) => {
    await page.goto(`${address}/#${await job(page, address)}/4`);
    await page.locator(".marking").waitFor();
  },
  report: async (page, address) => {
    await page.goto(`${address}/#${await job(page, address)}`);
    await page.getByRole("button", { name: "班级报告", exact: true }).click();
    await page.locator(".report h1").waitFor();
  },
  rubrics: async (page, address) => {
    await page.goto(`${address}/#/rubrics`);
    await page.locator(".rubric-list li").first().waitFor();
  },
  edit: async (page, address) => {
    await page.goto(`${address}/#/rubrics/${QUESTION}`);
    await page.getByText("没有问题").waitFor();
  },
  compare: async (page, address) => {
    await page.goto(`${address}/#/rubrics/compare/${QUESTION}/night-economy-practices`);
    await page.locator(".diff").waitFor();
  },
};

async function check(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  const grave = violations.filter((one) => GRAVE.includes(one.impact));
  const says = grave.map(
    (one) =>
      `${one.id}: ${one.nodes
        .slice(0, 3)
        .map((node) => `${node.target} ${node.any[0]?.message ?? ""}`)
        .join(" | ")}`,
  );
  assert.deepEqual(says, []);
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth,
  }));
  assert.ok(scrollWidth <= innerWidth, `the page is ${scrollWidth} pixels wide in a window of ${innerWidth}`);
}

const looks = [
  ["desktop_light", { ...DESKTOP, colorScheme: "light" }],
  ["phone_dark", { ...PHONE, colorScheme: "dark" }],
];

export const look = Object.entries(places).flatMap(([place, reach]) =>
  looks.map(([name, options]) => [
    `${place}_is_sound_on_${name}`,
    async ({ page, address }) => {
      await reach(page, address);
      await check(page);
    },
    options,
  ]),
);
