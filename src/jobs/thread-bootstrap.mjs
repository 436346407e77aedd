import { register } from "tsx/esm/api";

register();
await import("./thread-main.ts");
