// What a student does: write, be graded, see why, write again, look back, take it away.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { call, PHONE, ROOT } from "./harness.mjs";

export const QUESTION = "digital-government-obstacles";
export const ANSWER = readFileSync(`${ROOT}examples/answer.txt`, "utf8").trim();

/** Opens a question and puts an answer into the plain editor. */
export async function write(page, address, text = ANSWER, question = QUESTION) {
  await page.goto(`${address}/#/write/${question}`);
  await page.locator(".question .title").waitFor();
  await page.locator(".editor textarea").fill(text);
}

export async function grade(page) {
  await page.keyboard.press("Control+Enter");
  await page.locator(".score[data-score]").waitFor();
}

const score = async (page) => Number(await page.locator(".score").getAttribute("data-score"));
const feedbackOn = async (address, text) =>
  (await call(address, "grade", { rubricId: QUESTION, submission: { text } })).feedback;

export const student = [
  [
    "an_answer_is_counted_and_graded_as_the_server_does",
    async ({ page, address }) => {
      await write(page, address);
      const { counts } = await call(address, "inspect-text", { text: ANSWER });
      await page.locator(".counts strong", { hasText: String(counts.word) }).waitFor();
      await grade(page);
      const feedback = await feedbackOn(address, ANSWER);
      assert.equal(await score(page), feedback.score);
      assert.equal(await page.locator(".keypoint").count(), feedback.keypoints.length);
      const parts = await page.locator(".parts div").allInnerTexts();
      assert.ok(parts[0].includes("内容"), parts.join());
      for (const keypoint of feedback.keypoints) {
        assert.ok((await page.locator(".keypoints").innerText()).includes(keypoint.message), keypoint.message);
      }
    },
  ],
  [
    "passages_and_keypoints_light_together",
    async ({ page, address }) => {
      await write(page, address);
      await grade(page);
      const feedback = await feedbackOn(address, ANSWER);
      const at = feedback.keypoints.findIndex((keypoint) => (keypoint.evidence ?? []).length > 1);
      const { evidence } = feedback.keypoints[at];
      const quotes = evidence.map((one) => one.quote).join("");
      const lit = async () =>
        (
          await page
            .locator(".marked .said.lit")
            .evaluateAll((spans) => spans.map((span) => span.lastChild.textContent))
        ).join("");

      // From the keypoint, by the pointer and by the keyboard.
      await page.locator(`[data-remark="keypoint-${at}"] button`).hover();
      assert.equal(await lit(), quotes);
      await page.mouse.move(0, 0);
      assert.equal(await lit(), "");
      await page.locator(`[data-remark="keypoint-${at}"] button`).focus();
      assert.equal(await lit(), quotes);

      // From the passage.
      const passage = page.locator(`.marked [data-key="keypoint-${at}"]`).first();
      await passage.hover();
      assert.equal(await page.locator(".keypoint.lit").getAttribute("data-remark"), `keypoint-${at}`);
      await page.mouse.move(0, 0);
      await passage.focus();
      assert.equal(await page.locator(".keypoint.lit").getAttribute("data-remark"), `keypoint-${at}`);
      await page.keyboard.press("Enter");
      await page.locator(`[data-remark="keypoint-${at}"]`).isVisible();

      // In the editor, by the caret.
      await page.getByRole("button", { name: "书写" }).click();
      const start = [...ANSWER].slice(0, evidence[0].start).join("").length;
      await page
        .locator(".editor textarea")
        .evaluate((area, caret) => (area.focus(), area.setSelectionRange(caret, caret)), start + 1);
      await page.locator(`.keypoint.lit[data-remark="keypoint-${at}"]`).waitFor();
    },
  ],
  [
    "what_is_typed_is_graded_as_it_is_typed_and_overtaken_calls_are_given_up",
    async ({ page, address }) => {
      let given = 0;
      page.on("requestfailed", (request) => (given += request.url().endsWith("/v1/grade") ? 1 : 0));
      // The first call is held until it is overtaken. A page hears of a route that is made after it was loaded only by and by.
      let hold;
      const held = new Promise((resolve) => (hold = resolve));
      let isFirst = true;
      await page.route("**/v1/grade", async (route) => {
        if (isFirst) {
          isFirst = false;
          await held;
        }
        await route.continue().catch(() => undefined);
      });
      await write(page, address, "");
      await page.getByLabel("边写边评").check();
      const first = page.waitForRequest("**/v1/grade");
      await page.locator(".editor textarea").fill(ANSWER.slice(0, 100));
      await first;
      await page.locator(".editor textarea").fill(ANSWER);
      await page.locator(".score[data-score]").waitFor();
      hold();
      const feedback = await feedbackOn(address, ANSWER);
      await page.locator(`.score[data-score="${feedback.score}"]`).waitFor();
      assert.equal(given, 1);
      assert.ok((await page.locator(".editor .copy .said").count()) > 5, "what is said is lit under the text");
    },
  ],
  [
    "passages_stay_in_place_while_the_answer_changes",
    async ({ page, address }) => {
      await write(page, address);
      await grade(page);
      await page.getByRole("button", { name: "书写" }).click();
      const texts = () => page.locator(".editor .copy .said").allInnerTexts();
      const before = await texts();
      await page.locator(".editor textarea").fill(`开头😀${ANSWER}`);
      assert.deepEqual(await texts(), before);
      await page.locator(".stale").waitFor();
    },
  ],
  [
    "the_sheet_has_25_cells_a_row_and_is_written_on_by_the_keyboard",
    async ({ page, address }) => {
      await write(page, address, "");
      await page.getByRole("button", { name: "稿纸" }).click();
      await page.locator(".sheet textarea").focus();
      await page.keyboard.insertText("一二三四五六七八九十一二三四五六七八九十一二三四五，六");
      const cell = (row, column) => page.locator(".sheet .row").nth(row).locator(".cell").nth(column);
      assert.equal(await page.locator(".sheet .row").first().locator(".cell").count(), 25);
      assert.equal(await cell(0, 24).innerText(), "五，", "a comma does not open a row");
      assert.equal(await cell(1, 0).innerText(), "六");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.insertText("2024ab");
      assert.equal(await cell(0, 1).innerText(), "20", "digits stand two to a cell");
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await page.keyboard.insertText("末行");
      const value = await page.locator(".sheet textarea").inputValue();
      const { counts } = await call(address, "inspect-text", { text: value });
      const filled = await page
        .locator(".sheet .cell")
        .evaluateAll((cells) => cells.filter((one) => one.textContent !== "").length);
      assert.equal(filled, counts.grid);
      // A click puts the caret where it is.
      await cell(0, 2).scrollIntoViewIfNeeded();
      const box = await cell(0, 2).boundingBox();
      await page.mouse.click(box.x + 2, box.y + 8);
      await page.locator(".sheet .row").first().locator(".cell.caret").waitFor();
      await page.keyboard.insertText("字");
      assert.equal(await cell(0, 2).innerText(), "字");
    },
  ],
  [
    "attempts_are_kept_compared_and_forgotten",
    async ({ page, address }) => {
      await write(page, address, ANSWER.slice(0, 150));
      await grade(page);
      const before = await score(page);
      await page.getByRole("button", { name: "书写" }).click();
      await page.locator(".editor textarea").fill(ANSWER);
      await page.keyboard.press("Control+Enter");
      const after = (await feedbackOn(address, ANSWER)).score;
      await page.locator(`.score[data-score="${after}"]`).waitFor();
      await page.getByRole("link", { name: "记录" }).click();
      await page.locator(".attempt-list li").nth(1).waitFor();
      assert.equal(
        await page.getByRole("img", { name: /历次得分/ }).getAttribute("aria-label"),
        `历次得分：${before}，${after}`,
      );
      await page.locator(".attempt-list input").first().check();
      await page.locator(".attempt-list input").last().check();
      await page.getByRole("button", { name: "对比所选两次" }).click();
      await page.locator(".sides .marked").nth(1).waitFor();
      assert.match(await page.locator(".page-head .digits").innerText(), new RegExp(`${before} → ${after}`));
      assert.equal(await page.locator(".compare tbody tr").count(), 8);
      // They are still there after a reload, and what was being written is too.
      await page.goto(`${address}/#/attempts`);
      await page.reload();
      await page.locator(".attempt-list li").nth(1).waitFor();
      await page.getByRole("button", { name: "删除" }).first().click();
      await page.getByRole("button", { name: "确定删除" }).click();
      await page.locator(".attempt-list li").nth(1).waitFor({ state: "detached" });
      await page.goto(`${address}/#/write/${QUESTION}`);
      await page.waitForFunction((text) => document.querySelector(".editor textarea")?.value === text, ANSWER);
    },
  ],
  [
    "a_question_of_ones_own_is_drafted_and_graded",
    async ({ page, address }) => {
      await page.goto(address);
      await page.getByRole("button", { name: "出一道题" }).click();
      const dialog = page.getByRole("dialog");
      await dialog
        .getByLabel("题目", { exact: true })
        .fill("概括L县发展林下经济的做法。（6分）要求：分条作答，不超过150字。");
      await dialog
        .getByLabel("参考答案")
        .fill(
          "一是在杨树林里种天麻，请农技员上门传授菌种接法。二是由合作社统购蜂蜜，贴同一个商标外销。三是修通进山小路，架设灌溉水管。",
        );
      await dialog.getByRole("button", { name: "起草评分标准" }).click();
      await page.locator(".question .title", { hasText: "林下经济" }).waitFor();
      await page.locator(".editor textarea").fill("一是在杨树林里种天麻。二是合作社统购蜂蜜，用同一个商标。");
      await grade(page);
      assert.ok((await score(page)) > 2);
      assert.ok((await page.locator(".picker option:checked").innerText()).includes("林下经济"));
      await page.reload();
      await page.locator(".question .title", { hasText: "林下经济" }).waitFor();
    },
  ],
  [
    "an_answer_is_text_wherever_it_is_shown",
    async ({ page, address, browser }) => {
      const text = `${ANSWER}<img src=x onerror="document.title='broken'"><script>document.title="broken"</script>`;
      await write(page, address, text);
      await grade(page);
      assert.ok((await page.locator(".marked").innerText()).includes("<img src=x"));
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "存成网页" }).click(),
      ]);
      const context = await browser.newContext();
      const shared = await context.newPage();
      const complaints = [];
      shared.on("console", (message) => complaints.push(message.text()));
      await shared.setContent(readFileSync(await download.path(), "utf8"));
      assert.ok((await shared.locator(".answer").innerText()).includes("<script>"));
      assert.equal(await shared.locator("img, script").count(), 0);
      assert.ok((await shared.locator("mark.full").count()) > 3);
      assert.deepEqual(complaints, []);
      await context.close();
      assert.notEqual(await page.title(), "broken");
      const [json] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "存成 JSON" }).click(),
      ]);
      assert.equal(JSON.parse(readFileSync(await json.path(), "utf8")).text, text);
    },
  ],
  [
    "deep_reading_is_asked_for_and_said",
    async ({ page, address }) => {
      // The reader takes long where nothing is optimised: the words' own answer stands for its.
      const asked = [];
      await page.route("**/v1/grade", async (route) => {
        const request = route.request().postDataJSON();
        asked.push(request.reading);
        const response = await route.fetch({ postData: { ...request, reading: "READING_DEPTH_FAST" } });
        const { feedback } = await response.json();
        await route.fulfill({ response, json: { feedback: { ...feedback, reading: request.reading } } });
      });
      await write(page, address);
      await grade(page);
      assert.equal(await page.locator(".summary .badge").count(), 0);
      await page.getByLabel("深读").check();
      await grade(page);
      await page.locator(".summary .badge", { hasText: "深读" }).waitFor();
      assert.deepEqual(asked, [undefined, "READING_DEPTH_DEEP"]);
    },
  ],
  [
    "an_essay_shows_a_range_and_no_exact_mark",
    async ({ page, address }) => {
      const essay = [
        "城市的留白",
        "城市需要留白。留白是一种智慧，也是一种从容。",
        "一方面，留白让城市会呼吸。",
        "另一方面，留白让生活有余地。",
        "总之，城市的留白，是为了更好的生活。",
      ].join("\n");
      await write(page, address, essay, "city-blank-essay");
      await page.keyboard.press("Control+Enter");
      await page.locator(".score").waitFor();
      assert.match(await page.locator(".score").innerText(), /^\d.*–\d.*类文/);
      assert.ok((await page.locator('[data-remark^="check-"]').count()) > 5);
    },
  ],
  [
    "what_the_server_refuses_or_cannot_be_asked_is_said",
    async ({ page, address, expect }) => {
      expect("Failed to load resource");
      let isCut = true;
      await page.route("**/v1/grade", (route) => (isCut ? route.abort() : route.continue()));
      await write(page, address);
      await page.keyboard.press("Control+Enter");
      await page.getByRole("alert").filter({ hasText: "连不上服务器" }).waitFor();
      isCut = false;
      await grade(page);
      assert.equal(await page.getByRole("alert").count(), 0);
      await page.goto(`${address}/#/write/none`);
      await page.getByRole("alert").filter({ hasText: "none" }).waitFor();
    },
  ],
  [
    "language_and_light_are_kept",
    async ({ page, address }) => {
      await write(page, address);
      await page.getByRole("button", { name: "English" }).click();
      await grade(page);
      const feedback = (
        await call(address, "grade", { rubricId: QUESTION, submission: { text: ANSWER }, language: "LANGUAGE_ENGLISH" })
      ).feedback;
      assert.ok((await page.locator(".summary").innerText()).includes(feedback.summary));
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = await ground();
      await page.getByRole("button", { name: /^Light/ }).click();
      await page.getByRole("button", { name: /^Light/ }).click();
      await page.waitForFunction(
        (before) => getComputedStyle(document.documentElement).backgroundColor !== before,
        light,
      );
      await page.reload();
      await page.getByRole("link", { name: "Rubrics" }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
      assert.notEqual(await ground(), light);
    },
  ],
  [
    "on_paper_there_is_the_marked_answer_and_no_tool",
    async ({ page, address }) => {
      await write(page, address);
      await page.getByLabel("边写边评").check();
      await page.locator(".score[data-score]").waitFor();
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.locator(".marked").isVisible());
      for (const tool of [".top", ".tools", ".editor", ".grade", ".share"]) {
        assert.ok(!(await page.locator(tool).first().isVisible()), tool);
      }
      assert.ok(await page.locator(".score").isVisible());
    },
  ],
  [
    "on_a_phone_the_score_comes_into_view",
    async ({ page, address }) => {
      await write(page, address);
      await page.getByRole("button", { name: "评分", exact: true }).tap();
      await page.locator(".score[data-score]").waitFor();
      await page.waitForFunction(() => {
        const box = document.querySelector(".score")?.getBoundingClientRect();
        return box && box.top >= 0 && box.bottom <= innerHeight;
      });
    },
    PHONE,
  ],
];
