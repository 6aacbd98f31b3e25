// Closing line of CI: counts the tests of a vitest JSON report and the steps that failed beside it.
import { readFileSync } from "node:fs";

const [file, steps] = process.argv.slice(2);
let passed = 0;
let failed = Number(steps);
try {
  const report = JSON.parse(readFileSync(file, "utf8"));
  passed = report.numPassedTests;
  failed += report.numFailedTests + (report.success ? 0 : 1);
} catch (error) {
  console.error(`no test report: ${error.message}`);
  failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
