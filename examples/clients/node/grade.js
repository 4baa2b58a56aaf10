// Marks answers over gRPC from Node, with the proto files read at run time.
//
// Usage: node grade.js HOST:PORT RUBRIC_ID FILE...     (npm install)
//
// Prints a line an answer: its file, its score, and how far it says each keypoint. Exit code 1 where one could not be
// marked. An API key is taken from the environment variable YUEJUAN_KEY.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const PROTO = fileURLToPath(new URL("../../../proto", import.meta.url));
const TIMEOUT_MS = 30_000;

const definition = loadSync("yuejuan/v1/grading_service.proto", {
  includeDirs: [PROTO],
  enums: String,
  defaults: true,
  oneofs: true,
});
const { GradingService } = grpc.loadPackageDefinition(definition).yuejuan.v1;

const [address, rubricId, ...files] = process.argv.slice(2);
const client = new GradingService(address, grpc.credentials.createInsecure());
const metadata = new grpc.Metadata();
if (process.env.YUEJUAN_KEY) {
  metadata.set("authorization", `Bearer ${process.env.YUEJUAN_KEY}`);
}

const call = client.gradeStream(metadata, { deadline: Date.now() + TIMEOUT_MS });
call.on("data", ({ submissionId, result, error, feedback }) => {
  // One bad answer does not end the stream: its response has an error in place of the feedback.
  if (result === "error") {
    console.error(`${submissionId}: ${error.message}`);
    process.exitCode = 1;
    return;
  }
  const said = feedback.keypoints.map(
    ({ keypointId, coverage }) => `${keypointId} ${coverage.replace("COVERAGE_", "").toLowerCase()}`,
  );
  console.log(`${submissionId}: ${feedback.score}/${feedback.maxScore} (${said.join(", ")})`);
});
call.on("error", (error) => {
  console.error(`${address}: ${error.details || error.message}`);
  process.exitCode = 1;
});
call.on("end", () => client.close());

for (const file of files) {
  const text = await readFile(file, "utf8");
  // A full window is waited for, so that any number of files take the same memory.
  if (!call.write({ rubricId, submission: { submissionId: file, text } })) {
    await new Promise((resolve) => call.once("drain", resolve));
  }
}
call.end();
