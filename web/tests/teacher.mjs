// What a teacher does: a class goes in, its results are looked through, marked over, and taken away.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { call, open, ROOT, startServer } from "./harness.mjs";
import { QUESTION } from "./student.mjs";

const CLASS = `${ROOT}examples/class/class.csv`;
const SIZE = 500;

/** A class of `size`: the answers of the example again and again, each of another person. */
function large(size) {
  const text = readFileSync(CLASS, "utf8").replace(/^\ufeff/, "");
  const [header, ...rows] = text.split(/\r?\n(?=\d{8},)|\r?\n(?=学号)/);
  const lines = Array.from({ length: size }, (_, at) =>
    rows[at % rows.length].trim().replace(/^\d{8},([^,]*)/, `${30000000 + at},$1${at}`),
  );
  return [header, ...lines].join("\n");
}

/** Drops a file on the page and has it marked; leads to the results. */
async function drop(page, address, name, content) {
  await page.goto(`${address}/#/classes`);
  await page.locator(".upload option").first().waitFor({ state: "attached" });
  const transfer = await page.evaluateHandle(
    ({ name, content }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], name));
      return transfer;
    },
    { name, content },
  );
  await page.locator(".drop").dispatchEvent("drop", { dataTransfer: transfer });
  await page.locator(".upload select").selectOption(QUESTION);
  await page.getByLabel(/^名称/).fill(name.replace(/\..*/, ""));
  await page.getByRole("button", { name: "开始阅卷" }).click();
  await page.locator(".results tbody tr").first().waitFor({ timeout: 120_000 });
  return decodeURIComponent(page.url().split("/").at(-1));
}

async function resultsOf(address, jobId) {
  const found = [];
  let pageToken = "";
  do {
    const { results, nextPageToken } = await call(address, "list-job-results", { jobId, pageSize: 1000, pageToken });
    found.push(...results);
    pageToken = nextPageToken;
  } while (pageToken);
  return found;
}

async function save(page, name) {
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: 120_000 }),
    page.getByRole("button", { name }).click(),
  ]);
  return download.path();
}

const names = (page) => page.locator(".results tbody th a").allInnerTexts();

export const teacher = [
  [
    "a_class_of_500_is_dropped_marked_sorted_and_filtered",
    async ({ page, address }) => {
      const job = await drop(page, address, "五百人.csv", large(SIZE));
      await page
        .getByRole("status")
        .filter({ hasText: `${SIZE} 份，平均` })
        .waitFor();
      assert.equal(await page.locator(".results tbody tr").count(), 100, "a page of the table");
      assert.equal(await page.locator(".results thead th.heat").count(), 8);
      const results = await resultsOf(address, job);
      assert.equal(results.length, SIZE);
      await page.getByRole("button", { name: /^得分/ }).click();
      const best = results.toSorted((a, b) => b.feedback.score - a.feedback.score || a.number - b.number);
      assert.deepEqual(
        (await names(page)).slice(0, 5),
        best.slice(0, 5).map((result) => result.candidate.name),
      );
      await page.locator('th[aria-sort="descending"]', { hasText: "得分" }).waitFor();
      await page.getByRole("button", { name: /^得分/ }).click();
      const worst = results.toSorted(
        (a, b) => (a.feedback.score ?? 0) - (b.feedback.score ?? 0) || a.number - b.number,
      );
      assert.equal((await names(page))[0], worst[0].candidate.name);
      await page.getByRole("button", { name: "下一页" }).click();
      assert.equal((await names(page))[0], worst[100].candidate.name);
      await page.getByLabel("找人").fill(worst[0].candidate.name);
      assert.ok((await names(page)).every((name) => name.includes(worst[0].candidate.name)));
      await page.getByLabel("找人").fill("");
      await page.getByLabel("只看").selectOption("flagged");
      const flagged = results.filter((result) => (result.feedback.flags ?? []).length > 0).length;
      await page
        .getByRole("status")
        .filter({ hasText: `${flagged} 份` })
        .waitFor();
    },
  ],
  [
    "marks_given_by_the_keyboard_reach_review_apply",
    async ({ page, address, server }) => {
      const job = await drop(page, address, "class.csv", readFileSync(CLASS, "utf8"));
      const results = await resultsOf(address, job);
      const at = results.findIndex((result) => result.feedback.keypoints[1].coverage === "COVERAGE_MISSED");
      const [one, next] = [results[at], results[at + 1]];
      await page.getByRole("link", { name: one.candidate.name }).click();
      await page.locator(".marking").waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("2");
      const points = one.feedback.keypoints[1].maxPoints;
      const expected = (one.feedback.score ?? 0) + points;
      await page.locator(`[data-reviewed="${expected}"]`).waitFor();
      await page.keyboard.press("-");
      await page.locator(`[data-reviewed="${expected - 0.5}"]`).waitFor();
      await page.keyboard.press("Backspace");
      await page.locator(`[data-reviewed="${one.feedback.score ?? 0}"]`).waitFor();
      await page.keyboard.press("2");
      await page.getByLabel("说明").fill("=意思到了");
      await page.keyboard.press("Tab");
      await page.keyboard.press("n");
      await page.locator("h1", { hasText: next.candidate.name }).waitFor();
      await page.getByLabel("直接给总分").fill("7.5");
      await page.getByRole("link", { name: /回到成绩表/ }).click();
      await page.getByLabel("只看").selectOption("changed");
      assert.deepEqual(await names(page), [one.candidate.name, next.candidate.name]);
      // What is kept is there after a reload, and a run of the command takes it.
      await page.reload();
      const workbook = await save(page, /复核分（2）/);
      const folder = join(server.folder, "out");
      const file = join(server.folder, "review.xlsx");
      writeFileSync(file, readFileSync(workbook));
      execFileSync(server.program, ["grade", "--rubric", QUESTION, CLASS, "-o", folder], { stdio: "ignore" });
      execFileSync(server.program, ["review", "apply", file, "-o", folder], { stdio: "ignore" });
      const reviewed = readFileSync(join(folder, "reviewed.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        reviewed.map((line) => [line.id, line.reviewedScore, line.note]),
        [
          [one.candidate.candidateId, expected, "=意思到了"],
          [next.candidate.candidateId, 7.5, ""],
        ],
      );
    },
  ],
  [
    "the_report_is_shown_and_taken_away_with_workbook_and_sheets",
    async ({ page, address }) => {
      await drop(page, address, "class.csv", readFileSync(CLASS, "utf8"));
      await page.getByRole("button", { name: "班级报告", exact: true }).click();
      await page.locator(".report h1").waitFor();
      assert.ok((await page.locator(".report h1").innerText()).includes("班级报告"));
      const bar = page.locator(".report .stack i").first();
      assert.ok((await bar.boundingBox()).width > 0, "the report's own styles hold");
      for (const name of ["成绩工作簿", "报告和成绩单"]) {
        assert.equal(readFileSync(await save(page, name)).toString("latin1", 0, 2), "PK", name);
      }
      const page2 = readFileSync(await save(page, "存成网页"), "utf8");
      assert.ok(page2.startsWith("<!doctype html>"));
    },
  ],
  [
    "what_cannot_be_read_is_listed_and_a_class_is_erased",
    async ({ page, address }) => {
      const job = await drop(page, address, "坏行.csv", "学号,姓名,作答\n1,甲,数据共享不畅。\n,乙,\n1,丙,又一份\n");
      await page.getByRole("button", { name: /读不了的/ }).click();
      const { problems } = await call(address, "list-job-problems", { jobId: job });
      assert.ok(problems.length > 0);
      assert.ok((await page.locator("tbody").innerText()).includes(problems[0].reason));
      await page.goto(`${address}/#/classes`);
      const line = page.locator(".jobs li").filter({ has: page.locator(`a[href$="${job}"]`) });
      await line.getByRole("button", { name: "删除" }).click();
      await line.getByRole("button", { name: "确定删除" }).click();
      await line.waitFor({ state: "detached" });
      assert.equal((await call(address, "get-job", { jobId: job })).code, 5);
    },
  ],
  [
    "a_server_without_jobs_says_so",
    async ({ browser }) => {
      const server = await startServer({ jobs: false });
      try {
        const { page, context } = await open(browser, server.address);
        await page.goto(`${server.address}/#/classes`);
        await page.getByRole("alert").filter({ hasText: "--jobs" }).waitFor();
        await context.close();
      } finally {
        await server.stop();
      }
    },
  ],
];
