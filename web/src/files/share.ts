// A graded attempt as one web page without scripts, or as JSON.
import type { Choose } from "../settings.ts";
import type { Attempt } from "../store/attempts.ts";
import { remarks, segments, tone } from "../text/remarks.ts";
import { coverageName, marks, moment, partName } from "../words.ts";
import { download } from "./download.ts";

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.8 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2rem}.score{font-size:2rem;color:#b3382c}.answer{white-space:pre-wrap;font-family:"Songti SC","Noto Serif CJK SC",serif;line-height:2}
mark{color:inherit;background:none;border-bottom:2px solid #2c8a58}mark.partial{border-bottom-style:dashed;border-color:#b07a10}mark.contradicted{border-bottom-style:double;border-color:#b3382c}mark.rule,mark.language,mark.missed{border-bottom:1px dotted gray}
sup{font-size:.65em;color:gray}li{margin:.4rem 0}.soft{color:gray}`;

export function shareJson(attempt: Attempt): void {
  download(`${fileName(attempt)}.json`, JSON.stringify(attempt, null, 2), "application/json");
}

export function sharePage(attempt: Attempt, pick: Choose): void {
  download(`${fileName(attempt)}.html`, page(attempt, pick), "text/html;charset=utf-8");
}

/** The page. Every text in it is escaped. */
export function page({ title, text, time, feedback }: Attempt, pick: Choose): string {
  const answer = segments(text, text, remarks(feedback)).map((segment) => {
    const inside = `${segment.labels.length > 0 ? `<sup>${escape(segment.labels.join("·"))}</sup>` : ""}${escape(segment.text)}`;
    return segment.tone === null ? inside : `<mark class="${segment.tone}">${inside}</mark>`;
  });
  const keypoints = (feedback.keypoints ?? []).map((keypoint) => {
    const state = `${coverageName(pick, keypoint.coverage)} ${marks(keypoint.points)}/${marks(keypoint.maxPoints)}`;
    return `<li class="${tone(keypoint.coverage)}">${escape(keypoint.point ?? "")} <strong>${escape(state)}</strong><br><span class="soft">${escape(keypoint.message ?? "")}</span></li>`;
  });
  const parts = (feedback.parts ?? []).map((part) => `${partName(pick, part.kind)} ${marks(part.points)}`);
  const score = feedback.estimated
    ? `${marks(feedback.essay?.low)}–${marks(feedback.essay?.high)}`
    : marks(feedback.score);
  return `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escape(title)}</title><style>${STYLE}</style></head><body>
<h1>${escape(title)}</h1><p class="soft">${escape(moment(pick, time))}</p>
<p class="score">${escape(score)} / ${marks(feedback.maxScore)}</p><p>${escape(parts.join(" · "))}</p><p>${escape(feedback.summary ?? "")}</p>
<h2>${pick("作答", "Answer")}</h2><div class="answer">${answer.join("")}</div>
<h2>${pick("采分点", "Keypoints")}</h2><ol>${keypoints.join("")}</ol>
<p class="soft">yuejuan ${escape(feedback.engineVersion ?? "")}</p></body></html>`;
}

function fileName({ title, time }: Attempt): string {
  const day = new Date(time).toISOString().slice(0, 10);
  return `${title.replace(/[\\/:*?"<>|\s]+/g, "-")}-${day}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
