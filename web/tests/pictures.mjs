// Photographs the page for the readmes: a graded answer, and the report of a class. Usage: node pictures.mjs FOLDER
import { join } from "node:path";
import { open, ROOT, startBrowser, startServer } from "./harness.mjs";
import { grade, QUESTION, write } from "./student.mjs";

const [folder = "."] = process.argv.slice(2);
const SIZE = { viewport: { width: 1240, height: 880 } };

const [server, browser] = await Promise.all([startServer(), startBrowser()]);
const { page } = await open(browser, server.address, SIZE);
await write(page, server.address);
await grade(page);
await page.locator('[data-remark="keypoint-0"] button').hover();
await page.locator('[data-remark="keypoint-0"].lit').waitFor();
await page.screenshot({ path: join(folder, "page-graded.png") });

await page.goto(`${server.address}/#/classes`);
await page.locator(".upload option").first().waitFor({ state: "attached" });
await page.locator("input[type=file]").setInputFiles(`${ROOT}examples/class/class.csv`);
await page.locator(".upload select").selectOption(QUESTION);
await page.getByLabel(/^名称/).fill("数字政府 · 两个班");
await page.getByRole("button", { name: "开始阅卷" }).click();
await page.locator(".results tbody tr").first().waitFor();
await page.getByRole("button", { name: "班级报告", exact: true }).click();
await page.locator(".report h1").waitFor();
await page.setViewportSize({ width: 1240, height: 1120 });
await page.screenshot({ path: join(folder, "page-class.png") });
await browser.close();
await server.stop();
