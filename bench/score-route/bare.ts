import fastify from "fastify";

/** A bare route that reads a JSON body and returns the answer that it is started with. */
const answer: unknown = JSON.parse(process.argv[2]!);
const app = fastify();
app.post("/v1/score", async () => answer);
process.send!(await app.listen({ host: "127.0.0.1", port: 0 }));
process.on("disconnect", () => process.exit());
