import { existsSync } from "node:fs";
import { access, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

interface OpenedBrowser {
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/**
 * A real Chromium for tests: the one at CHROME_PATH, else the one that came with npm. `close` ends
 * it and removes all that it kept on disk.
 */
export async function openBrowser(): Promise<OpenedBrowser> {
  const given = process.env["CHROME_PATH"];
  const unpacked = given === undefined ? await (unpacking ??= unpackChromium()) : null;
  const executablePath = given ?? join(unpacked ?? "", "chromium");
  await access(executablePath);
  const folder = await mkdtemp(join(tmpdir(), "counterweight-browser-"));
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const browser = await playwright.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-gpu",
        "--font-render-hinting=none",
      ],
      env: {
        ...process.env,
        TMPDIR: folder,
        HOME: folder,
        ...(unpacked === null ? {} : { LD_LIBRARY_PATH: join(unpacked, "al2023", "lib") }),
      },
    });
    const close = async () => {
      await browser.close();
      await removeFolder();
    };
    return { browser, close };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

let unpacking: Promise<string> | undefined;

/**
 * Folder of the unpacked Chromium and its libraries, kept from run to run beside the other caches.
 * Several processes may unpack at once: the first folder to be whole stays.
 */
async function unpackChromium(): Promise<string> {
  const modules = fileURLToPath(new URL("../node_modules/", import.meta.url));
  const manifest = await readFile(join(modules, "@sparticuz/chromium/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const whole = join(modules, ".cache", `chromium-${version}`);
  if (existsSync(whole)) return whole;
  await mkdir(join(modules, ".cache"), { recursive: true });
  const own = await mkdtemp(`${whole}-`);
  await withEnvironment({ TMPDIR: own, ...LIBRARIES_TOO }, () => chromium.executablePath());
  await rename(own, whole).catch(async (error: unknown) => {
    await rm(own, { recursive: true });
    if (!existsSync(whole)) throw error;
  });
  return whole;
}

/** The package unpacks its shared libraries only where it takes the machine for a Lambda. */
const LIBRARIES_TOO = { AWS_LAMBDA_JS_RUNTIME: "22.x" };

async function withEnvironment(
  change: Readonly<Record<string, string>>,
  run: () => Promise<unknown>,
): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, change);
  try {
    await run();
  } finally {
    for (const name of Object.keys(change)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
