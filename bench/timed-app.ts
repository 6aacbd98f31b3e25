import type { Application } from "../src/abci/application.js";

/** What an application's method has taken since the process began. */
export interface Spent {
  calls: number;
  milliseconds: number;
}

/** The same application; the time of each method is added up in `spent`. */
export function timedApplication(app: Application, spent: Record<string, Spent>): Application {
  return new Proxy(app, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== "function") return method;
      return (...args: unknown[]) => {
        const start = performance.now();
        const done = () => add(spent, String(name), performance.now() - start);
        const result: unknown = Reflect.apply(method, target, args);
        if (!(result instanceof Promise)) {
          done();
          return result;
        }
        return result.finally(done);
      };
    },
  });
}

function add(spent: Record<string, Spent>, name: string, milliseconds: number): void {
  const known = spent[name] ?? { calls: 0, milliseconds: 0 };
  known.calls++;
  known.milliseconds += milliseconds;
  spent[name] = known;
}
