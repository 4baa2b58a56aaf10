// Signing in, where the server asks for a key.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { PHONE, open, startServer } from "./harness.mjs";

async function signInAndOut({ browser }) {
  const server = await startServer({ keys: [["grade", "rubrics"]] });
  const { page, context, complaints } = await open(browser, server.address, PHONE);
  try {
    await page.goto(server.address);
    const field = page.getByLabel("密钥", { exact: true });
    await field.fill("yuejuan_0_1");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("alert").getByText("密钥不对").waitFor();
    const [key] = server.keys;
    await field.fill(key);
    await page.getByRole("button", { name: "登录" }).click();
    await page.locator("textarea").first().waitFor();
    // No script can read the key, nor is it kept anywhere else.
    const seen = await page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!seen.includes(key), "a script can read the key");
    const [cookie] = await context.cookies();
    assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.value], [true, "Strict", key]);
    await page.reload();
    await page.locator("textarea").first().waitFor();

    await page.getByRole("button", { name: "退出 school" }).click();
    await field.waitFor();
    assert.deepEqual(await context.cookies(), []);

    // A key that is revoked is out at the next call.
    await field.fill(key);
    await page.getByRole("button", { name: "登录" }).click();
    await page.locator("textarea").first().waitFor();
    const id = key.split("_")[1];
    execFileSync(server.program, ["key", "revoke", "--store", join(server.folder, "store.db"), id]);
    await page.getByRole("link", { name: "评分标准" }).click();
    await field.waitFor();
    const unexpected = complaints.filter((complaint) => !complaint.includes("401"));
    assert.deepEqual(unexpected, []);
  } finally {
    await context.close();
    await server.stop();
  }
}

export const sign = [["a_key_signs_in_and_is_out_when_it_is_revoked", signInAndOut]];
