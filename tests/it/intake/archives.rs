//! ZIP archives of files, and names in them.

use super::{check, zip};

#[test]
fn archives_hold_files_by_name() {
    let file = zip(&[
        ("四班/李四_002.txt", "乙".as_bytes()),
        ("三班/", b""),
        ("三班/001-张三.txt", "甲".as_bytes()),
        ("三班/成绩.csv", "姓名,答案\n王五,丙\n".as_bytes()),
        ("__MACOSX/三班/._001.txt", b"x"),
        (".DS_Store", b"x"),
        ("readme.md", b"x"),
    ]);
    check(
        "class.zip",
        file,
        &[
            "class.zip/三班/001-张三.txt|001-张三|张三|001|三班||||甲",
            "class.zip/三班/成绩.csv:2|王五|王五||||||丙",
            "class.zip/四班/李四_002.txt|李四_002|李四|002|四班||||乙",
        ],
    );
    check("none.zip", zip(&[("a.md", b"x")]), &["problem none.zip: the archive holds no file that is read…"]);
    check("cut.zip", b"PK\x03\x04", &["problem cut.zip: not a readable archive…"]);
}

#[test]
fn names_in_gb18030_are_read() {
    // The writer marks names as UTF-8; a name of the same length in ASCII is replaced, which sets no mark.
    let name = encoding_rs::GB18030.encode("张三.txt").0.into_owned();
    let stand_in = "abcd.txt";
    assert_eq!(name.len(), stand_in.len());
    let mut file = zip(&[(stand_in, "甲".as_bytes())]);
    let places: Vec<usize> =
        (0..file.len() - name.len()).filter(|at| file[*at..].starts_with(stand_in.as_bytes())).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        file[at..at + name.len()].copy_from_slice(&name);
    }
    check("old.zip", file, &["old.zip/张三.txt|张三|张三||||||甲"]);
}

#[test]
fn tricks_are_refused_with_a_word() {
    let file = zip(&[
        ("../../x.txt", b"x"),
        ("/etc/x.txt", b"x"),
        ("C:\\x.txt", b"x"),
        ("a/../../y.txt", b"x"),
        ("inner.zip", b"PK\x03\x04"),
        ("scan.pdf", b"%PDF"),
        ("甲.txt", "甲".as_bytes()),
    ]);
    check(
        "t.zip",
        file,
        &[
            "problem t.zip/../../x.txt: a name that leads out of the archive…",
            "problem t.zip//etc/x.txt: a name that leads out of the archive…",
            "problem t.zip/C:/x.txt: a name that leads out of the archive…",
            "problem t.zip/a/../../y.txt: a name that leads out of the archive…",
            "problem t.zip/inner.zip: an archive within an archive…",
            "problem t.zip/scan.pdf: a kind of file that is not read…",
            "t.zip/甲.txt|甲|||||||甲",
        ],
    );
}
