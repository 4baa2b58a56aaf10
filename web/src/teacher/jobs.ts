// Jobs of the server: sending one, watching it, and all of its results.
import { useEffect, useState } from "preact/hooks";
import { call, CallFailure, isAborted, lines, send } from "../api/call.ts";
import type { Job, JobProblem, JobResult, JobSettings } from "../api/types.ts";
import { zip } from "../files/zip.ts";

/** Bytes of a file in one line: with base64 well below the 4 MiB that the server takes. */
const CHUNK = 1 << 20;
/** Results and problems on a page, the most that the server gives. */
const PAGE_SIZE = 1000;
/** Milliseconds before a job is watched again where the connection broke. */
const AGAIN = 1000;

/** Sends files as one job; several go as an archive. Tells how much has gone out, 0 to 1. */
export async function createJob(files: File[], settings: JobSettings, tell: (share: number) => void): Promise<Job> {
  const [only] = files;
  const file: Blob =
    files.length === 1 && only
      ? only
      : zip(
          await Promise.all(
            files.map(async (one) => ({ name: one.name, content: new Uint8Array(await one.arrayBuffer()) })),
          ),
        );
  const fileName = files.length === 1 && only ? only.name : "class.zip";
  const parts: string[] = [JSON.stringify({ start: { settings, fileName } })];
  for (let at = 0; at < file.size; at += CHUNK) {
    parts.push(JSON.stringify({ chunk: await base64(file.slice(at, at + CHUNK)) }));
  }
  const { job = {} } = await send("create-job-stream", new Blob([parts.join("\n")]), tell);
  return job;
}

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

export function hasEnded(job: Job | null): boolean {
  return job !== null && job.state !== "JOB_STATE_QUEUED" && job.state !== "JOB_STATE_RUNNING";
}

/** A job as it goes. */
export function useJob(id: string): { job: Job | null; failure: unknown } {
  const [job, setJob] = useState<Job | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    const controller = new AbortController();
    void watch(id, controller.signal, setJob).catch((error: unknown) => {
      if (!isAborted(error)) {
        setFailure(error);
      }
    });
    return () => controller.abort();
  }, [id]);
  return { job, failure };
}

/** Watches a job to its end, again where the connection breaks. */
async function watch(jobId: string, signal: AbortSignal, tell: (job: Job) => void): Promise<void> {
  for (;;) {
    let last: Job | null = null;
    try {
      for await (const { job } of lines("watch-job", { jobId }, signal)) {
        last = job ?? null;
        if (last) {
          tell(last);
        }
      }
    } catch (error) {
      const mayPass =
        error instanceof TypeError ||
        (error instanceof CallFailure && (error.reason === "UNREACHABLE" || error.reason === "UNKNOWN"));
      if (!mayPass || signal.aborted) {
        throw error;
      }
    }
    if (hasEnded(last) || signal.aborted) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

export async function allResults(
  jobId: string,
  signal: AbortSignal,
  tell: (results: JobResult[]) => void,
): Promise<void> {
  const found: JobResult[] = [];
  let pageToken = "";
  do {
    const page = await call("list-job-results", { jobId, pageSize: PAGE_SIZE, pageToken }, signal);
    found.push(...(page.results ?? []));
    pageToken = page.nextPageToken ?? "";
    tell([...found]);
  } while (pageToken !== "");
}

/** The first problems of a job, as many as the server gives at once. */
export async function firstProblems(jobId: string): Promise<JobProblem[]> {
  return (await call("list-job-problems", { jobId, pageSize: PAGE_SIZE })).problems ?? [];
}
