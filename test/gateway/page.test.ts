import { expect, it } from "vitest";
import { CHROMIUM, openBrowser } from "../support/browser.js";
import { serveGateway, startChain } from "../support/gateway-world.js";
import { operationsOf } from "../support/openapi.js";

const plain = (text: string) => text.replace(/[\u200b\s]/g, "");

it("the page lists the operations in a browser that reaches nothing but this machine", async () => {
  if (CHROMIUM === undefined) {
    console.warn("NOT TESTED: there is no chromium here, so nobody looked at the page");
    return;
  }
  const chain = await startChain();
  const rest = await serveGateway(chain, { swagger: true });
  const browser = await openBrowser(CHROMIUM);
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${rest.url}/swagger/`);
    await page.waitForSelector(".opblock-tag");
    const { json } = await rest.get("/openapi.json");
    const operations = operationsOf(json);
    const tags = new Set(json.tags.map(({ name }: { readonly name: string }) => name));
    expect(await page.locator(".opblock-tag").count()).toBe(tags.size);
    // Each tag takes the browser a while to open.
    for (const tag of ["node", "pp", "cosmos.bank.v1beta1"]) {
      const head = page.locator(`.opblock-tag[data-tag="${tag}"]`);
      await head.click();
      const section = page.locator(".opblock-tag-section", { has: head });
      const listed = await section.locator(".opblock-summary-path").allTextContents();
      const told = operations.filter((one) => one.tag === tag).map(({ path }) => path);
      expect(told.length).toBeGreaterThan(2);
      expect(listed.map(plain).sort()).toEqual(told.sort());
    }
    await tryOut(page);
    await tryList(page);
    expect(asked.filter((url) => !url.startsWith(rest.url) && !url.startsWith("data:"))).toEqual(
      [],
    );
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await rest.close();
    await chain.stop();
  }
}, 240_000);

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof openBrowser>>["newPage"]>>;

/** Sends a request from the page, as a reader would. */
async function tryOut(page: Page): Promise<void> {
  const block = page.locator("#operations-node-get_health");
  await block.click();
  await block.getByRole("button", { name: "Try it out" }).click();
  await block.getByRole("button", { name: "Execute" }).click();
  await block.locator(".live-responses-table .response").first().waitFor();
  expect(await block.locator(".live-responses-table").textContent()).toContain('"status": "ok"');
}

/** Of what a reader leaves alone only defaults are sent, which change nothing. */
async function tryList(page: Page): Promise<void> {
  const block = page.locator(".opblock", { has: page.locator('[data-path="/pp/v1/list"]') });
  await block.locator(".opblock-summary").click();
  await block.getByRole("button", { name: "Try it out" }).click();
  await block.getByRole("button", { name: "Execute" }).click();
  await block.locator(".live-responses-table .response").first().waitFor();
  const sent = new URL((await block.locator(".request-url pre").textContent()) ?? "");
  expect(sent.pathname).toBe("/pp/v1/list");
  expect([...sent.searchParams].filter(([, value]) => value !== "false")).toEqual([]);
}
