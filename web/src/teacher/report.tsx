// The server's page on a class, shown inside this one. It comes without scripts; its styles are kept to a tree of their own,
// by the interface that the policy of this page allows.
import { useEffect, useRef, useState } from "preact/hooks";
import { download } from "../files/download.ts";
import { Problem } from "../parts/problem.tsx";
import { useLanguage, usePick } from "../settings.ts";
import { reportFiles } from "./exports.tsx";

export function Report({ job, isThere }: { job: string; isThere: boolean }) {
  const pick = usePick();
  const language = useLanguage();
  const host = useRef<HTMLDivElement>(null);
  const [html, setHtml] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    if (!isThere) {
      return;
    }
    let current = true;
    reportFiles(job, language, false)
      .then(([page]) => {
        if (current && page) {
          setHtml(new TextDecoder().decode(page.content));
        }
      })
      .catch(setFailure);
    return () => {
      current = false;
    };
  }, [job, language, isThere]);
  useEffect(() => {
    if (host.current && html !== "") {
      show(host.current, html);
    }
  }, [html]);
  if (!isThere) {
    return <p class="empty soft">{pick("阅完的班级才有报告。", "Only a class that is done has a report.")}</p>;
  }
  return (
    <section aria-label={pick("班级报告", "Class report")}>
      <p class="no-print report-tools">
        <button
          type="button"
          disabled={html === ""}
          onClick={() => download("class.html", html, "text/html;charset=utf-8")}
        >
          {pick("存成网页", "Save as a page")}
        </button>{" "}
        <button type="button" disabled={html === ""} onClick={() => print()}>
          {pick("打印", "Print")}
        </button>
      </p>
      <Problem failure={failure} />
      <div ref={host} class="report card" />
    </section>
  );
}

/** What stands for an element's own style until it is set by script: attributes would be refused. */
const STYLE = "data-style";

function show(host: HTMLElement, html: string): void {
  const sheets: CSSStyleSheet[] = [];
  // Texts of people have no angle brackets or quotation marks left in them: what looks like markup is.
  const bare = html.replaceAll(' style="', ` ${STYLE}="`).replace(/<style>([^]*?)<\/style>/g, (_, rules: string) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules.replaceAll(":root", ":host").replace(/(^|[\s,}])body(?=[\s{,])/g, "$1.body"));
    sheets.push(sheet);
    return "";
  });
  const parsed = new DOMParser().parseFromString(bare, "text/html");
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = sheets;
  const body = document.createElement("div");
  body.className = "body";
  body.append(...[...parsed.body.childNodes].map((node) => document.importNode(node, true)));
  for (const element of body.querySelectorAll<HTMLElement>(`[${STYLE}]`)) {
    element.style.cssText = element.getAttribute(STYLE) ?? "";
  }
  root.replaceChildren(body);
  // Links within the report lead to places in it, not to pages of this one.
  for (const anchor of body.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')) {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      root.getElementById((anchor.getAttribute("href") ?? "#").slice(1))?.scrollIntoView();
    });
  }
}
