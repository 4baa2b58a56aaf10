// A rubric as TOML with what the server finds in it as it is edited, and an answer to try it on.
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, isAborted } from "../api/call.ts";
import type { Feedback, Finding, Rubric } from "../api/types.ts";
import { download } from "../files/download.ts";
import { Problem } from "../parts/problem.tsx";
import { go, link } from "../route.ts";
import { useLanguage, usePick } from "../settings.ts";
import { keepVersion, type Version } from "../store/rubrics.ts";
import { SIGNS } from "../student/keypoints.tsx";
import { OWN } from "../student/question.ts";
import { Score } from "../student/result.tsx";
import { tone } from "../text/remarks.ts";
import { marks, moment } from "../words.ts";
import { AT, findSource, type Source } from "./source.ts";

/** Milliseconds of rest after which the file is checked. */
const CHECK_REST = 400;

interface Checked {
  findings: Finding[];
  /** What the file says where it can be used. */
  rubric: Rubric | null;
}

export function Edit({ id }: { id: string }) {
  const pick = usePick();
  const [source, setSource] = useState<Source | null>(null);
  const [toml, setToml] = useState("");
  const [checked, setChecked] = useState<Checked>({ findings: [], rubric: null });
  const [failure, setFailure] = useState<unknown>(null);
  const area = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    findSource(id)
      .then((found) => {
        setSource(found);
        setToml(found.toml);
      })
      .catch(setFailure);
  }, [id]);
  useEffect(() => {
    if (toml === "") {
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      call("check-rubric", { toml }, controller.signal)
        .then(({ findings = [], rubric }) => {
          setChecked({ findings, rubric: rubric ?? null });
          setFailure(null);
        })
        .catch((error: unknown) => !isAborted(error) && setFailure(error));
    }, CHECK_REST);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [toml]);

  const keep = async () => {
    const { rubric } = checked;
    if (rubric?.id) {
      const own = await keepVersion(rubric.id, toml, rubric);
      setSource((before) => before && { ...before, toml, versions: own.versions });
      if (id !== OWN + rubric.id) {
        go("rubrics", OWN + rubric.id);
      }
    }
  };
  const jump = (line: number) => {
    const lines = toml.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    area.current?.scrollTo({ top: (line - 4) * LINE_PIXELS });
  };
  return (
    <div class="edit">
      <p>
        <a href={link("rubrics")}>← {pick("全部评分标准", "All rubrics")}</a>
      </p>
      <header class="page-head">
        <h1>{checked.rubric?.title ?? source?.title ?? id}</h1>
        <div class="exports">
          <button
            type="button"
            onClick={() => download(`${checked.rubric?.id ?? "rubric"}.toml`, toml, "application/toml")}
          >
            {pick("存成文件", "Save as a file")}
          </button>
          <button
            type="button"
            class="primary"
            disabled={!checked.rubric || (toml === source?.toml && id.startsWith(OWN))}
            onClick={() => void keep()}
          >
            {id.startsWith(OWN) ? pick("保存这一版", "Keep this version") : pick("存成我的", "Keep as mine")}
          </button>
        </div>
      </header>
      <Problem failure={failure} />
      <div class="write">
        <div class="main-column">
          <Lines toml={toml} findings={checked.findings} area={area} onToml={setToml} />
          <Findings findings={checked.findings} onJump={jump} />
          {source && source.versions.length > 1 && <Versions id={id} versions={source.versions} />}
        </div>
        <aside class="beside" aria-label={pick("试评", "Try it")}>
          <Try rubric={checked.rubric} />
        </aside>
      </div>
    </div>
  );
}

/** Height of a line of the editor in pixels; style/rubrics.css has the same. */
const LINE_PIXELS = 22;

interface LinesProps {
  toml: string;
  findings: Finding[];
  area: RefObject<HTMLTextAreaElement | null>;
  onToml: (toml: string) => void;
}

function Lines({ toml, findings, area, onToml }: LinesProps) {
  const pick = usePick();
  const numbers = useRef<HTMLDivElement>(null);
  const graves = new Map(findings.map((finding) => [finding.line ?? 0, finding.severity]));
  return (
    <div class="lines">
      <div class="numbers" aria-hidden="true" ref={numbers}>
        {toml.split("\n").map((_, at) => (
          <span key={at} class={graves.get(at + 1) ?? ""}>
            {at + 1}
          </span>
        ))}
      </div>
      <textarea
        ref={area}
        value={toml}
        wrap="off"
        spellcheck={false}
        autocapitalize="off"
        aria-label={pick("评分标准（TOML）", "Rubric (TOML)")}
        onInput={(event) => onToml(event.currentTarget.value)}
        onScroll={(event) => numbers.current?.scrollTo({ top: event.currentTarget.scrollTop })}
      />
    </div>
  );
}

function Findings({ findings, onJump }: { findings: Finding[]; onJump: (line: number) => void }) {
  const pick = usePick();
  const names: Record<string, string> = {
    FINDING_SEVERITY_ERROR: pick("错误", "Error"),
    FINDING_SEVERITY_WARNING: pick("注意", "Warning"),
    FINDING_SEVERITY_NOTE: pick("提示", "Note"),
  };
  return (
    <section class="card" aria-label={pick("检查", "Check")}>
      <h2>
        {pick("检查", "Check")}{" "}
        <small class="soft">{findings.length === 0 ? pick("没有问题", "nothing to remark on") : findings.length}</small>
      </h2>
      <ul class="findings" aria-live="polite">
        {findings.map((finding, at) => (
          <li key={at} class={finding.severity}>
            <button type="button" class="line" disabled={!finding.line} onClick={() => onJump(finding.line ?? 1)}>
              <span class="badge">{names[finding.severity ?? ""] ?? ""}</span>{" "}
              {finding.line ? (
                <span class="digits soft">{pick(`第 ${finding.line} 行`, `line ${finding.line}`)}</span>
              ) : null}{" "}
              <code>{finding.path}</code>
              <span class="what">{finding.what}</span>
              <span class="soft">{finding.advice}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Versions({ id, versions }: { id: string; versions: Version[] }) {
  const pick = usePick();
  const last = versions.at(-1);
  return (
    <section class="card">
      <h2>{pick("以前的版本", "Earlier versions")}</h2>
      <ul class="versions">
        {versions.slice(0, -1).map((version) => (
          <li key={version.time}>
            <time dateTime={new Date(version.time).toISOString()}>{moment(pick, version.time)}</time>{" "}
            <a href={link("rubrics", "compare", `${id}${AT}${version.time}`, `${id}${AT}${last?.time ?? ""}`)}>
              {pick("与最新的对比", "Compare with the latest")}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** An answer that is graded anew whenever it or the rubric changes. */
function Try({ rubric }: { rubric: Rubric | null }) {
  const pick = usePick();
  const language = useLanguage();
  const [text, setText] = useState("");
  const [feedback, setFeedback] = useState<Feedback | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const reference = rubric?.references?.[0]?.text;
  useEffect(() => {
    if (!rubric || text.trim() === "") {
      setFeedback(null);
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      call("grade", { rubric, submission: { text }, language }, controller.signal)
        .then((response) => {
          setFeedback(response.feedback ?? null);
          setFailure(null);
        })
        .catch((error: unknown) => !isAborted(error) && setFailure(error));
    }, CHECK_REST);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [rubric, text, language]);
  return (
    <div class="try">
      <h2>{pick("拿一份作答试试", "Try it on an answer")}</h2>
      <textarea
        rows={8}
        value={text}
        aria-label={pick("试评的作答", "Answer to try")}
        placeholder={pick("贴一份作答，边改标准边看得分", "Paste an answer and see its score while you edit")}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {reference && text === "" && (
        <button type="button" class="quiet" onClick={() => setText(reference)}>
          {pick("用参考答案", "Use the reference")}
        </button>
      )}
      <Problem failure={failure} />
      {feedback && (
        <>
          <Score feedback={feedback} />
          <ol class="tried">
            {(feedback.keypoints ?? []).map((keypoint) => (
              <li key={keypoint.keypointId} class={`keypoint ${tone(keypoint.coverage)}`}>
                <span class="sign" aria-hidden="true">
                  {SIGNS[tone(keypoint.coverage)]}
                </span>
                <span>{keypoint.point || keypoint.keypointId}</span>
                <span class="digits">
                  {marks(keypoint.points)}/{marks(keypoint.maxPoints)}
                  {!keypoint.counted && <span class="soft">{pick("（不计分）", " (not counted)")}</span>}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
