// What can be taken away from a class: the workbook, the reviewed scores, the report with all sheets, a table.
import { useState } from "preact/hooks";
import { lines } from "../api/call.ts";
import type { Job, JobResult, Language } from "../api/types.ts";
import { download } from "../files/download.ts";
import { workbook } from "../files/workbook.ts";
import { type Packed, zip } from "../files/zip.ts";
import { Problem } from "../parts/problem.tsx";
import { type Choose, useLanguage, usePick } from "../settings.ts";
import { reviewedScore, type Reviews } from "../store/reviews.ts";
import { marks } from "../words.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export function Exports({ job, results, reviews }: { job: Job; results: JobResult[]; reviews: Reviews }) {
  const pick = usePick();
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const name = (job.title || job.jobId || "class").replace(/[\\/:*?"<>|\s]+/g, "-");
  const seen = results.filter((result) => reviews[result.number ?? 0]?.seen).length;
  const make = (work: () => Promise<void>) => () => {
    setBusy(true);
    setFailure(null);
    work()
      .catch(setFailure)
      .finally(() => setBusy(false));
  };
  const jobId = job.jobId ?? "";
  const marked = async () =>
    download(`${name}.xlsx`, new Blob(await markedWorkbook(jobId, language), { type: XLSX }), XLSX);
  const report = async () => download(`${name}.zip`, zip(await reportFiles(jobId, language, true)), "application/zip");
  const reviewed = () =>
    Promise.resolve(download(`${name}-${pick("复核", "review")}.xlsx`, reviewWorkbook(results, reviews, pick), XLSX));
  return (
    <div class="exports">
      <button type="button" disabled={busy} onClick={make(marked)}>
        {pick("成绩工作簿", "Workbook")}
      </button>
      <button type="button" disabled={busy} onClick={make(report)}>
        {pick("报告和成绩单", "Report and sheets")}
      </button>
      <button
        type="button"
        disabled={busy || seen === 0}
        onClick={make(reviewed)}
        title={pick("给 yuejuan review apply 用", "For yuejuan review apply")}
      >
        {pick(`复核分（${seen}）`, `Reviewed scores (${seen})`)}
      </button>
      <Problem failure={failure} />
    </div>
  );
}

async function markedWorkbook(jobId: string, language: Language): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  for await (const { data = "" } of lines("get-marked-workbook", { jobId, language })) {
    parts.push(bytes(data));
  }
  return parts;
}

/** The files of the report; the first one is the page on the class. */
export async function reportFiles(jobId: string, language: Language, includeSheets: boolean): Promise<Packed[]> {
  const parts = new Map<string, Uint8Array<ArrayBuffer>[]>();
  for await (const { path = "", data = "" } of lines("get-class-report", { jobId, language, includeSheets })) {
    parts.set(path, [...(parts.get(path) ?? []), bytes(data)]);
  }
  return Promise.all(
    [...parts].map(async ([name, content]) => ({
      name,
      content: new Uint8Array(await new Blob(content).arrayBuffer()),
    })),
  );
}

/** The columns that `yuejuan review apply` reads, a row for each answer that a person has looked at. */
export function reviewWorkbook(results: JobResult[], reviews: Reviews, pick: Choose): Blob {
  const rows = results.flatMap((result) => {
    const review = reviews[result.number ?? 0];
    return review?.seen ? [{ result, review, feedback: result.feedback ?? {} }] : [];
  });
  const id = (result: JobResult) => result.candidate?.candidateId ?? "";
  return workbook([
    {
      name: pick("复核", "Review"),
      hidden: false,
      rows: [
        pick(
          ["编号", "姓名", "题号", "引擎分", "复核分", "复核说明"],
          ["id", "name", "question", "engine score", "reviewed score", "review note"],
        ),
        ...rows.map(({ result, review, feedback }) => [
          id(result),
          result.candidate?.name ?? "",
          result.questionId ?? "",
          feedback.score ?? 0,
          reviewedScore(feedback, review),
          review.note || changes(result, reviews),
        ]),
      ],
    },
    {
      name: "_yuejuan",
      hidden: true,
      rows: [
        ["submission_id", "question_id", "rubric_revision"],
        ...rows.map(({ result, feedback }) => [id(result), result.questionId ?? "", feedback.rubricRevision ?? ""]),
      ],
    },
  ]);
}

/** What was changed, where no note says why: the keypoints with their marks before and after. */
function changes(result: JobResult, reviews: Reviews): string {
  const points = reviews[result.number ?? 0]?.points ?? {};
  const changed = (result.feedback?.keypoints ?? []).filter(
    (keypoint) => points[keypoint.keypointId ?? ""] !== undefined,
  );
  return changed
    .map((keypoint) => `${keypoint.keypointId} ${marks(keypoint.points)}→${marks(points[keypoint.keypointId ?? ""])}`)
    .join("; ");
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
