import { constants, setPriority } from "node:os";
import { register } from "tsx/esm/api";

// Requests come first. Elsewhere than on Linux this would hold for the whole process.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

register();
await import("./thread-main.ts");
