// Classes: files dropped here become jobs of the server, which are listed with how far they are.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/call.ts";
import type { Job, JobRubric } from "../api/types.ts";
import { Erase } from "../parts/erase.tsx";
import { Problem } from "../parts/problem.tsx";
import { go, link } from "../route.ts";
import { useLanguage, usePick } from "../settings.ts";
import { findQuestion, useChoices } from "../student/question.ts";
import { moment, stateName } from "../words.ts";
import { createJob, hasEnded } from "./jobs.ts";

/** Kinds of files that the server reads. */
const KINDS = ".csv,.tsv,.xlsx,.docx,.txt,.jsonl,.zip";
/** Milliseconds between two looks at jobs that run. */
const LOOK = 1000;

export function Classes() {
  const pick = usePick();
  const [jobs, setJobs] = useState<Job[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const load = useCallback(() => {
    call("list-jobs", { pageSize: 1000 })
      .then((page) => {
        setJobs(page.jobs ?? []);
        setFailure(null);
      })
      .catch(setFailure);
  }, []);
  useEffect(load, [load]);
  const isMoving = (jobs ?? []).some((job) => !hasEnded(job));
  useEffect(() => {
    if (!isMoving) {
      return;
    }
    const timer = setInterval(load, LOOK);
    return () => clearInterval(timer);
  }, [isMoving, load]);

  return (
    <div class="classes">
      <header class="page-head">
        <h1>{pick("班级阅卷", "Classes")}</h1>
      </header>
      <Problem failure={failure} />
      {!failure && <Upload />}
      <section aria-label={pick("已交的班级", "Classes so far")}>
        {jobs?.length === 0 && (
          <p class="empty soft">
            {pick("还没有班级。把一个班的作答拖进上面的框里。", "No classes yet. Drop the answers of one above.")}
          </p>
        )}
        <ul class="jobs">
          {(jobs ?? []).map((job) => (
            <JobLine key={job.jobId} job={job} onGone={load} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Upload() {
  const pick = usePick();
  const language = useLanguage();
  const { choices, failure: listFailure } = useChoices();
  const [rubric, setRubric] = useState("");
  const [title, setTitle] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const [deep, setDeep] = useState(false);
  const [over, setOver] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const input = useRef<HTMLInputElement>(null);
  const chosen = rubric || choices[0]?.id || "";

  const submit = async () => {
    setShare(0);
    setFailure(null);
    try {
      const question = await findQuestion(chosen);
      const source: JobRubric = question.own ? { rubric: question.rubric } : { rubricId: chosen };
      const named = title.trim() === "" ? {} : { title: title.trim() };
      const depth = deep ? { reading: "READING_DEPTH_DEEP" as const } : {};
      const job = await createJob(files, { rubrics: [source], language, ...named, ...depth }, setShare);
      go("classes", job.jobId ?? "");
    } catch (error) {
      setFailure(error);
      setShare(null);
    }
  };
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return (
    <form
      class="upload card"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div
        class={`drop${over ? " over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          setFiles([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        {files.length === 0 ? (
          <>
            <p class="large">{pick("把作答拖到这里", "Drop answers here")}</p>
            <p class="soft">
              {pick(
                "一个表格（CSV、XLSX），或一批 DOCX、TXT，或装着它们的 ZIP",
                "A table (CSV, XLSX), a pile of DOCX and TXT, or a ZIP of them",
              )}
            </p>
          </>
        ) : (
          <p class="large">
            {files.length === 1 ? files[0]?.name : pick(`${files.length} 个文件`, `${files.length} files`)}{" "}
            <span class="soft digits">{kilobytes(size)}</span>
          </p>
        )}
        <input
          ref={input}
          class="sr"
          type="file"
          multiple
          accept={KINDS}
          tabIndex={-1}
          aria-label={pick("作答的文件", "Files of answers")}
          onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
        />
        <button type="button" onClick={() => input.current?.click()}>
          {files.length === 0 ? pick("选文件", "Choose files") : pick("换文件", "Choose others")}
        </button>
      </div>
      <div class="upload-fields">
        <label>
          {pick("评分标准", "Rubric")}
          <select value={chosen} onChange={(event) => setRubric(event.currentTarget.value)}>
            {choices.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.own ? pick("［我的］", "[mine] ") : ""}
                {choice.title}
              </option>
            ))}
          </select>
        </label>
        <label>
          {pick("名称（可不填）", "Title (optional)")}
          <input type="text" maxLength={200} value={title} onInput={(event) => setTitle(event.currentTarget.value)} />
        </label>
        <button type="submit" class="primary" disabled={files.length === 0 || chosen === "" || share !== null}>
          {share === null
            ? pick("开始阅卷", "Mark them")
            : pick(`上传 ${Math.round(share * 100)} %`, `Sending ${Math.round(share * 100)} %`)}
        </button>
      </div>
      <label class="check">
        <input type="checkbox" checked={deep} onChange={(event) => setDeep(event.currentTarget.checked)} />{" "}
        {pick(
          "深读：词语看不准的地方按意思再读一遍，一份约慢零点几秒",
          "Deep reading: where words leave it open, passages are read for their meaning; tenths of a second each",
        )}
      </label>
      {share !== null && <progress max={1} value={share} aria-label={pick("上传", "Sending")} />}
      <Problem failure={failure ?? listFailure} />
      <p class="soft">
        {pick(
          "作答和成绩留在服务器上，直到你删除这个班级。",
          "Answers and results stay on the server until you delete the class.",
        )}
      </p>
    </form>
  );
}

function JobLine({ job, onGone }: { job: Job; onGone: () => void }) {
  const pick = usePick();
  const { answerCount = 0, answerTotal, problemCount = 0 } = job.progress ?? {};
  const made = new Date(Number(job.createTimeUnixSeconds ?? 0) * 1000);
  return (
    <li class="card">
      <a class="title" href={link("classes", job.jobId ?? "")}>
        {job.title || job.fileName || job.jobId}
      </a>
      <span class={`badge ${job.state}`}>{stateName(pick, job.state)}</span>
      <span class="digits soft">
        {pick(`${answerCount} 份`, `${answerCount} answers`)}
        {problemCount > 0 && pick(`，${problemCount} 处读不了`, `, ${problemCount} problems`)}
      </span>
      <time class="soft digits" dateTime={made.toISOString()}>
        {moment(pick, made.getTime())}
      </time>
      <Erase onErase={() => void call("delete-job", { jobId: job.jobId ?? "" }).then(onGone, onGone)} />
      {!hasEnded(job) && (
        <progress
          aria-label={pick("进度", "Progress")}
          {...(answerTotal ? { max: answerTotal, value: answerCount } : {})}
        />
      )}
    </li>
  );
}

function kilobytes(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}
