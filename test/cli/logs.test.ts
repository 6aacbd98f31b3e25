import { describe, expect, it } from "vitest";
import { moduleLogger, silent } from "../../src/abci/logger.js";
import { readLogLevels } from "../../src/cli/log-levels.js";
import { lineLogger } from "../../src/cli/logger.js";
import { Parts } from "../../src/cli/node/parts.js";
import { runUntilSignal } from "../../src/cli/node/signals.js";

const logged = (format: "plain" | "json", levels = "debug") => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line.replace(/\n$/, ""));
  return { lines, logger: lineLogger({ format, levels: readLogLevels(levels), write }) };
};

describe("levels", () => {
  it("are one for all, or one for each module and one for the others", () => {
    expect(readLogLevels("warn").usual).toBe("warn");
    const { usual, modules } = readLogLevels("state:debug, gateway:none,*:error");
    expect([usual, modules.get("state"), modules.get("gateway")]).toEqual([
      ...["error", "debug", "none"],
    ]);
    expect(readLogLevels("state:debug").usual).toBe("info");
    expect([readLogLevels("trace").usual, readLogLevels("disabled").usual]).toEqual([
      ...["debug", "none"],
    ]);
  });

  it.each(["", "loud", "state:", ":info", "state:loud", "info,warn", "a:info,a:warn", "a b:info"])(
    "are not %j",
    (text) => {
      expect(() => readLogLevels(text)).toThrow("log_level");
    },
  );

  it("are those of the module that speaks", () => {
    const { lines, logger } = logged("json", "state:debug,gateway:none,*:warn");
    logger.info("not said");
    logger.warn("of nobody");
    moduleLogger(logger, "state").debug("of the state");
    moduleLogger(logger, "gateway").error("not said either");
    moduleLogger(logger, "other").warn("of another");
    const said = lines.map((line) => JSON.parse(line));
    expect(said.map(({ level, module, message }) => [level, module, message])).toEqual([
      ["warn", undefined, "of nobody"],
      ["debug", "state", "of the state"],
      ["warn", "other", "of another"],
    ]);
    expect(moduleLogger(silent, "state")).toBe(silent);
  });
});

describe("lines", () => {
  const evil = 'x\n2026-01-01T00:00:00Z INF all is well\r\u001b[31m"';

  it("stay one line each, whatever is said", () => {
    const { lines, logger } = logged("plain");
    logger.error(evil, { reason: evil, height: 7n, more: { a: evil } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/\p{Cc}/u);
    expect(lines[0]).toMatch(/^\S+ ERR x\\n2026/);
    expect(lines[0]).toContain(" height=7 ");
    const json = logged("json");
    json.logger.error(evil, { reason: evil, height: 7n });
    expect(JSON.parse(json.lines[0] ?? "")).toMatchObject({ message: evil, height: "7" });
  });

  it.each(["plain", "json"] as const)("hold no password of an address (%s)", (format) => {
    const { lines, logger } = logged(format);
    const rpc = "http://me:s3cret@10.0.0.1:26657";
    logger.info(`asks ${rpc}`, { rpc, inner: { rpc } });
    expect(lines[0]).not.toContain("s3cret");
    expect(lines[0]).toContain("http://***@10.0.0.1:26657");
  });
});

describe("the end of a node", () => {
  const hanging = async () => ({ stop: () => new Promise<void>(() => undefined) });

  it("does not wait for ever for a part, and stops the others", async () => {
    const stopped: string[] = [];
    const parts = new Parts(silent, 30);
    await parts.start("first", async () => ({ stop: async () => void stopped.push("first") }));
    await parts.start("hanging", hanging);
    await parts.start("last", async () => ({ stop: async () => void stopped.push("last") }));
    await parts.stop();
    await parts.done;
    expect(stopped).toEqual(["last", "first"]);
  });

  it("comes within a bound in every phase, also while it starts", async () => {
    const { lines, logger } = logged("json");
    let release: () => void = () => undefined;
    const exited = new Promise<void>((resolve) => {
      const exit = () => {
        resolve();
        release();
      };
      const starting = new Promise<never>((_, reject) => {
        release = () => reject(new Error("ended"));
      });
      void runUntilSignal(logger, () => starting, { ms: 20, exit });
      process.emit("SIGTERM", "SIGTERM");
    });
    await exited;
    expect(lines.map((line) => JSON.parse(line).level)).toContain("error");
  });

  it("is not counted as late once it is there", async () => {
    const { lines, logger } = logged("json");
    let exits = 0;
    const bound = { ms: 20, exit: () => void exits++ };
    const running = runUntilSignal(
      logger,
      async (abort) => ({
        done: new Promise((resolve) => abort.addEventListener("abort", () => resolve())),
      }),
      bound,
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.emit("SIGINT", "SIGINT");
    await running;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([exits, lines.length]).toEqual([0, 2]);
  });
});
