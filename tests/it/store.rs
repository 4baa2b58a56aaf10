//! The store: what it takes for one, what it keeps, copies of it, and what two of its users see of each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use yuejuan::api_key::{KeyId, NewKey, Quota, Scope, Scopes};
use yuejuan::moment::Moment;
use yuejuan::rubric::{Rubric, parse_toml, shipped_source};
use yuejuan::store::{ChangeError, Store, StoreError};
use yuejuan::tenant::Tenant;

/// A file of its own for one test, which is not there yet.
pub(crate) fn store_file(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("store-{test}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("store.db")
}

pub(crate) fn new_key(tenant: &str, scopes: &[Scope]) -> NewKey {
    let scopes = Scopes::new(scopes.to_vec()).unwrap();
    NewKey { tenant: Tenant::new(tenant).unwrap(), scopes, quota: Quota::default(), expires: None }
}

/// A shipped rubric under another id and title.
pub(crate) fn rubric(id: &str, title: &str) -> Rubric {
    let mut draft = parse_toml(shipped_source("night-economy-practices").unwrap()).unwrap();
    id.clone_into(&mut draft.id);
    title.clone_into(&mut draft.title);
    Rubric::new(draft).unwrap()
}

const NOW: Moment = Moment::EPOCH;

#[tokio::test]
async fn only_a_store_is_taken_for_one() {
    let file = store_file("strangers");
    let missing = Store::open(&file).await.unwrap_err();
    assert!(matches!(missing, StoreError::Missing(_)), "{missing}");
    let text = file.with_file_name("text.db");
    fs::write(&text, "没有数据库，只有一段足够长的文字，".repeat(100)).unwrap();
    let check = async |path: &Path| {
        let before = fs::read(path).unwrap();
        let refused = Store::open_or_create(path).await.unwrap_err();
        assert!(matches!(refused, StoreError::Stranger(_)), "{refused}");
        assert_eq!(fs::read(path).unwrap(), before, "a stranger's file was changed");
    };
    check(&text).await;

    // Another program's database: ours with its mark taken off.
    Store::open_or_create(&file).await.unwrap().close().await;
    /// Where a database says whose it is, and how many steps its tables have had.
    const MARK: usize = 68;
    const LAYOUT: usize = 60;
    let ours = fs::read(&file).unwrap();
    assert_eq!(&ours[MARK..MARK + 4], b"yuej");
    let other = file.with_file_name("other.db");
    let mut bytes = ours.clone();
    bytes[MARK..MARK + 4].copy_from_slice(b"else");
    fs::write(&other, &bytes).unwrap();
    check(&other).await;

    let newer = file.with_file_name("newer.db");
    let mut bytes = ours;
    bytes[LAYOUT..LAYOUT + 4].copy_from_slice(&999_u32.to_be_bytes());
    fs::write(&newer, &bytes).unwrap();
    let refused = Store::open(&newer).await.unwrap_err();
    assert!(matches!(refused, StoreError::Newer { found: 999, .. }), "{refused}");

    let nowhere = Store::open_or_create(Path::new("/no/such/folder/store.db")).await.unwrap_err();
    assert!(matches!(nowhere, StoreError::File(..)), "{nowhere}");
}

#[tokio::test]
async fn an_older_store_is_brought_up_to_date() {
    let file = store_file("older");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut older = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let first = include_str!("../../src/store/migrations/1-keys.sql");
    sqlx::raw_sql(first).execute(&mut older).await.unwrap();
    let rest = "PRAGMA application_id = 0x7975656a; PRAGMA user_version = 1;
        INSERT INTO api_keys (key_id, tenant, digest, scopes, created)
        VALUES ('0123456789abcdef', 'school', zeroblob(32), 'grade', 7);";
    sqlx::raw_sql(rest).execute(&mut older).await.unwrap();
    sqlx::Connection::close(older).await.unwrap();

    for _ in 0..2 {
        let store = Store::open(&file).await.unwrap();
        let keys = store.keys().await.unwrap();
        assert_eq!((keys.len(), keys[0].id.as_str(), keys[0].created.unix_seconds()), (1, "0123456789abcdef", 7));
        assert_eq!(store.rubric_ids(&Tenant::default()).await.unwrap(), [""; 0]);
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_may_open_it_at_once_also_when_it_is_new() {
    for round in 0..5 {
        let file = store_file(&format!("together-{round}"));
        let open = |number: usize| {
            let file = file.clone();
            tokio::spawn(async move {
                let store = Store::open_or_create(&file).await.unwrap();
                store.create_key(new_key(&format!("t{number}"), &[Scope::Grade]), NOW).await.unwrap();
                store
            })
        };
        let opening: Vec<_> = (0..6).map(open).collect();
        let mut stores = Vec::new();
        for store in opening {
            stores.push(store.await.unwrap());
        }
        assert_eq!(stores[0].keys().await.unwrap().len(), stores.len());
        stores[0].check().await.unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let file = store_file("private");
    let store = Store::open_or_create(&file).await.unwrap();
    store.create_key(new_key("a", &[Scope::Grade]), NOW).await.unwrap();
    let copy = file.with_file_name("copy.db");
    store.backup(&copy).await.unwrap();
    let log = file.with_file_name("store.db-wal");
    for path in [&file, &copy, &log] {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
    store.close().await;
}

#[tokio::test]
async fn keys_stay_and_their_secrets_do_not() {
    let file = store_file("keys");
    let store = Store::open_or_create(&file).await.unwrap();
    assert!(!store.has_keys().await.unwrap());
    let (key, token) = store.create_key(new_key("school-1", &[Scope::Review, Scope::Grade]), NOW).await.unwrap();
    assert!(store.has_keys().await.unwrap());
    store.close().await;

    let secret = token.reveal().rsplit('_').next().unwrap().to_owned();
    let raw: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&secret[at * 2..at * 2 + 2], 16).unwrap()).collect();
    let bytes = fs::read(&file).unwrap();
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(holds(token.digest().as_bytes()), "the search is blind");
    assert!(!holds(secret.as_bytes()) && !holds(&raw));

    let store = Store::open(&file).await.unwrap();
    assert_eq!(store.key(token.id()).await.unwrap(), Some(key.clone()));
    let at = |seconds| NOW.plus_seconds(seconds);
    assert_eq!(store.revoke_key(&key.id, at(50)).await.unwrap().revoked, Some(at(50)));
    // What is revoked stays so, and sooner where somebody says so.
    assert_eq!(store.revoke_key(&key.id, at(60)).await.unwrap().revoked, Some(at(50)));
    assert_eq!(store.revoke_key(&key.id, at(40)).await.unwrap().revoked, Some(at(40)));
    let (second, other) = store.rotate_key(&key.id, at(70), at(30)).await.unwrap();
    assert_eq!((&second.tenant, &second.scopes, second.created), (&key.tenant, &key.scopes, at(30)));
    assert_eq!((second.revoked, other.id() == token.id()), (None, false));
    let ids: Vec<KeyId> = store.keys().await.unwrap().into_iter().map(|key| key.id).collect();
    assert_eq!(ids, [key.id, second.id]);

    let unknown = KeyId::parse("0123456789abcdef").unwrap();
    assert!(matches!(store.revoke_key(&unknown, NOW).await, Err(StoreError::UnknownKey(_))));
    assert!(matches!(store.rotate_key(&unknown, NOW, NOW).await, Err(StoreError::UnknownKey(_))));
    assert_eq!(store.keys().await.unwrap().len(), 2, "a rotation that failed left something");
    store.close().await;
}

#[tokio::test]
async fn a_stamp_changes_with_whatever_is_written_and_not_else() {
    let file = store_file("stamp");
    let (one, other) = (Store::open_or_create(&file).await.unwrap(), Store::open(&file).await.unwrap());
    let before = one.stamp();
    assert!(before.is_some() || cfg!(not(unix)));
    one.keys().await.unwrap();
    other.keys().await.unwrap();
    assert_eq!(one.stamp(), before, "reading is no writing");
    let mut seen = vec![before];
    for number in 0..50 {
        let writer = if number % 2 == 0 { &other } else { &one };
        writer.create_key(new_key("a", &[Scope::Grade]), NOW).await.unwrap();
        let stamp = one.stamp();
        assert!(stamp.is_none() || !seen.contains(&stamp), "write {number} was not seen");
        assert_eq!(other.stamp(), stamp);
        seen.push(stamp);
    }
}

#[tokio::test]
async fn a_backup_is_whole_while_the_store_is_written() {
    let file = store_file("backup");
    let store = Arc::new(Store::open_or_create(&file).await.unwrap());
    let tenant = Tenant::default();
    store.create_rubric(&tenant, &rubric("first", "第一"), NOW).await.unwrap();
    let writer = Arc::clone(&store);
    let writing = tokio::spawn(async move {
        for number in 0..40 {
            writer.create_key(new_key(&format!("t{number}"), &[Scope::Grade]), NOW).await.unwrap();
        }
    });
    let copies: Vec<PathBuf> = (0..3).map(|number| file.with_file_name(format!("copy-{number}.db"))).collect();
    for copy in &copies {
        store.backup(copy).await.unwrap();
    }
    writing.await.unwrap();
    let refused = store.backup(&copies[0]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Exists(_)), "{refused}");
    for copy in &copies {
        let opened = Store::open(copy).await.unwrap();
        opened.check().await.unwrap();
        assert_eq!(opened.rubric_ids(&tenant).await.unwrap(), ["first"]);
        opened.close().await;
    }
    assert_eq!(store.keys().await.unwrap().len(), 40);
    store.close().await;
}

#[tokio::test]
async fn a_check_finds_damage() {
    let file = store_file("damage");
    let store = Store::open_or_create(&file).await.unwrap();
    for number in 0..60 {
        let id = format!("rubric-{number}");
        store.create_rubric(&Tenant::default(), &rubric(&id, "题"), NOW).await.unwrap();
    }
    store.check().await.unwrap();
    store.close().await;
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xa5);
    fs::write(&file, bytes).unwrap();
    let store = Store::open(&file).await.unwrap();
    let found = store.check().await.unwrap_err();
    assert!(matches!(found, StoreError::Damaged { .. }), "{found}");
    let copy = file.with_file_name("copy.db");
    store.backup(&copy).await.unwrap_err();
    assert!(!copy.exists(), "a copy of what is damaged stands");
}

#[tokio::test]
async fn rubrics_have_revisions_and_owners() {
    let store = Store::open_or_create(&store_file("rubrics")).await.unwrap();
    let (one, other) = (Tenant::new("one").unwrap(), Tenant::new("other").unwrap());
    let at = |seconds| NOW.plus_seconds(seconds);
    let first = store.create_rubric(&one, &rubric("r", "甲"), at(1)).await.unwrap();
    assert!(matches!(store.create_rubric(&one, &rubric("r", "乙"), at(2)).await, Err(ChangeError::Exists)));
    let update = async |tenant: &Tenant, title: &str, etag: Option<&str>| {
        store.update_rubric(tenant, &rubric("r", title), etag, at(3)).await
    };
    assert_eq!(update(&one, "甲", Some(&first.etag())).await.unwrap(), first, "the same again is nothing new");
    let second = update(&one, "乙", Some(&first.etag())).await.unwrap();
    assert_eq!(second.number, 2);
    assert!(matches!(update(&one, "丙", Some(&first.etag())).await, Err(ChangeError::Changed)));
    assert!(matches!(update(&other, "丙", None).await, Err(ChangeError::Unknown)));
    let third = update(&one, "丙", None).await.unwrap();

    let title = async |tenant: &Tenant, number: Option<u32>| {
        store.rubric(tenant, "r", number).await.unwrap().map(|kept| kept.draft.title)
    };
    assert_eq!(title(&one, None).await.as_deref(), Some("丙"));
    assert_eq!(title(&one, Some(1)).await.as_deref(), Some("甲"));
    assert_eq!((title(&one, Some(4)).await, title(&other, None).await), (None, None));
    assert_eq!(store.rubric_revisions(&one, "r", 2, None).await.unwrap(), [third.clone(), second.clone()]);
    assert_eq!(store.rubric_revisions(&one, "r", 2, Some(2)).await.unwrap(), [first]);

    assert!(matches!(store.delete_rubric(&other, "r", None).await, Err(ChangeError::Unknown)));
    assert!(matches!(store.delete_rubric(&one, "r", Some(&second.etag())).await, Err(ChangeError::Changed)));
    store.delete_rubric(&one, "r", Some(&third.etag())).await.unwrap();
    assert_eq!(store.rubric_ids(&one).await.unwrap(), [""; 0]);
    assert_eq!(store.create_rubric(&one, &rubric("r", "丁"), at(4)).await.unwrap().number, 1);
    store.close().await;
}
