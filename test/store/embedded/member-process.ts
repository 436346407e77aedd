import { once } from "node:events";
import { Refusal } from "../../../src/refusal.ts";
import { joinEmbeddedServer } from "../../../src/store/embedded/embedded-server.ts";

const server = await joinEmbeddedServer(process.argv[2]!, { durable: false });
if (server instanceof Refusal) throw new Error(JSON.stringify(server));
console.log(server.url);
process.stdin.resume();
await once(process.stdin, "end");
await server.leave();
