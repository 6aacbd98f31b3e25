import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where a browser may be. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser of this machine; undefined where there is none. */
export const CHROMIUM: string | undefined = PLACES.find((path) => existsSync(path));

/** Starts the browser. No name resolves in it: only an address of this machine can be reached. */
export function openBrowser(executablePath: string): Promise<Browser> {
  const nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";
  return chromium.launch({ executablePath, args: ["--no-sandbox", nowhere] });
}
