// Rubrics in the browser: looked at, edited with live checks, tried out, kept in versions, compared.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { call, ROOT } from "./harness.mjs";
import { QUESTION } from "./student.mjs";

const SOURCE = readFileSync(`${ROOT}rubrics/${QUESTION}.toml`, "utf8");

async function edit(page, address, id = QUESTION) {
  await page.goto(`${address}/#/rubrics/${id}`);
  await page.waitForFunction(() => document.querySelector(".lines textarea")?.value !== "");
}

export const rubrics = [
  [
    "all_rubrics_are_listed_and_two_compared",
    async ({ page, address }) => {
      await page.goto(`${address}/#/rubrics`);
      const { rubrics } = await call(address, "list-rubrics", {});
      await page
        .locator(".rubric-list li")
        .nth(rubrics.length - 1)
        .waitFor();
      await page.locator(".rubric-list input").nth(0).check();
      await page.locator(".rubric-list input").nth(2).check();
      await page.getByRole("button", { name: "对比所选两份" }).click();
      await page.locator(".diff").waitFor();
      assert.ok((await page.locator(".diff .first").count()) > 10);
      assert.ok((await page.locator(".diff .second").count()) > 10);
      assert.ok((await page.locator(".diff .both").count()) > 10);
    },
  ],
  [
    "an_edited_rubric_is_checked_tried_and_kept_in_versions",
    async ({ page, address }) => {
      await edit(page, address);
      assert.equal(await page.locator(".lines textarea").inputValue(), SOURCE);
      await page.getByText("没有问题").waitFor();
      const area = page.locator(".lines textarea");
      await area.fill(SOURCE.replace("max_score = 20", "max_score = 21"));
      const finding = page.locator(".findings li", { hasText: "max_score" });
      await finding.waitFor();
      assert.ok(await page.getByRole("button", { name: "存成我的" }).isDisabled());
      await finding.getByRole("button").click();
      const chosen = await area.evaluate((one) => one.value.slice(one.selectionStart, one.selectionEnd));
      assert.equal(chosen, "max_score = 21");

      const title = "改过的标题";
      await area.fill(SOURCE.replace(/^title = .*$/m, `title = "${title}"`));
      await page.locator("h1", { hasText: title }).waitFor();
      await page.getByRole("button", { name: "用参考答案" }).click();
      await page.locator('.score[data-score="20"]').waitFor();
      await page.getByRole("button", { name: "存成我的" }).click();
      await page.waitForURL(/own/);
      await page.waitForFunction((text) => document.querySelector(".lines textarea")?.value.includes(text), title);
      await page.locator("h1", { hasText: title }).waitFor();
      await area.fill((await area.inputValue()).replace(title, `${title}二`));
      await page.locator("h1", { hasText: `${title}二` }).waitFor();
      await page.getByRole("button", { name: "保存这一版" }).click();
      await page.getByRole("link", { name: "与最新的对比" }).click();
      await page.locator(".diff .second", { hasText: `${title}二` }).waitFor();
      assert.equal(await page.locator(".diff .first").count(), 1);
      // Its question can be answered at once.
      await page.goto(`${address}/#/rubrics`);
      await page
        .locator(".rubric-list li", { hasText: `${title}二` })
        .getByRole("link", { name: "去作答" })
        .click();
      await page.locator(".question .title", { hasText: `${title}二` }).waitFor();
    },
  ],
  [
    "syntax_that_is_no_toml_is_told_with_its_line",
    async ({ page, address }) => {
      await edit(page, address);
      await page.locator(".lines textarea").fill(`${SOURCE}\nx = \n`);
      const line = SOURCE.split("\n").length + 1;
      await page.locator(".findings li", { hasText: new RegExp(`第 (${line - 1}|${line}) 行`) }).waitFor();
    },
  ],
];
