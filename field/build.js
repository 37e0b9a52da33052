// Bundles the app and its service worker into ../lindung/distribution/static/field. The worker's cache is named by what it holds.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const out = "../lindung/distribution/static/field/";
const common = { bundle: true, minify: true, format: "esm", target: "chrome100", logLevel: "warning" };
await build({ ...common, entryPoints: ["src/app.js", "src/app.css"], outdir: out });
const shell = ["app.js", "app.css"].map((name) => readFileSync(out + name));
const version = createHash("sha256").update(Buffer.concat([...shell, readFileSync("src/worker.js")])).digest("hex");
await build({ ...common, entryPoints: ["src/worker.js"], outdir: out, define: { VERSION: JSON.stringify(version.slice(0, 12)) } });
writeFileSync(out + "version.txt", version.slice(0, 12) + "\n");
